import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Expression } from "../../../../components/monitoring/coverage/expressions";
import type { DashboardJson } from "../../../../components/monitoring/dashboards/json";
import { prepared } from "../../../../components/monitoring/dashboards/prepared";
import { buildOverview } from "../../../../components/monitoring/overview/build";
import type { RuleGroup } from "../../../../components/monitoring/rules";
import { ruleGroups } from "../../../../components/monitoring/rules";
import { watched } from "../../../../components/monitoring/rules/watched";
import { schema } from "../../../../config/schema";
import { hasShared, sharedData } from "../../../sharedData";
import { GROUP, MonitoredCluster, TOPIC } from "../MonitoredCluster";
import { MODES } from "../scrapes";
import { eventually } from "./eventually";
import type { Target } from "./Prometheus";
import { Prometheus } from "./Prometheus";
import { RecordedExporter } from "./RecordedExporter";
import { panelQueries } from "./substituted";

/** Panels of the overview that have no data here, and why. */
const EMPTY: Readonly<Record<string, string>> = {
  'panel "Free"': "its metrics are the kubelet's, and there is none",
};

/** The rules with alerts that fire at once. */
const atOnce = (groups: RuleGroup[]): RuleGroup[] =>
  groups.map(({ name, rules }) => ({
    name,
    rules: rules.map((rule) => (rule.for === undefined ? rule : { ...rule, for: "1s" })),
  }));

for (const mode of MODES)
  describe(`a real Prometheus on a real broker, ${mode}, with the recorded output of the Kafka exporter`, function () {
    this.timeout(300_000);
    const stack = schema.parse({
      environment: "test",
      kubernetes: { context: "test" },
      cluster: { mode, brokers: 1 },
      monitoring: { alerts: { as: "prometheusRule" } },
    });
    const groups = atOnce(ruleGroups(stack));
    const stops: (() => Promise<void>)[] = [];
    let cluster: MonitoredCluster;
    let prometheus: Prometheus;

    before(async () => {
      cluster = await MonitoredCluster.start(mode);
      stops.unshift(() => cluster.stop());
      const recorded = await RecordedExporter.start({ "orders.v1": TOPIC, billing: GROUP });
      stops.unshift(() => recorded.stop());
      await cluster.traffic(10);
      const target = (address: string, job: string, instance: string): Target => ({
        address,
        labels: { ...watched(stack).labels, job, instance },
      });
      const brokers = cluster.exporters.map(({ address }, node) =>
        target(address, "kafka-jmx-metrics", `kafka-controller-${node}`),
      );
      prometheus = await Prometheus.start(
        [...brokers, target(recorded.address, "kafka-metrics", "kafka-metrics")],
        groups,
      );
      stops.unshift(() => prometheus.stop());
    });
    after(async () => {
      for (const stop of stops) await stop();
    });

    const overviewQueries = async (): Promise<Expression[]> =>
      panelQueries(JSON.parse(await buildOverview(stack, "prometheus")) as DashboardJson, prometheus);

    /** Asks again until each query has had series: a rate needs two scrapes. */
    const expectSeries = async (queries: readonly Expression[]): Promise<void> => {
      let left = queries;
      await eventually(
        () => `series of ${left.map(({ where, expr }) => `${where}: ${expr}`).join("\n")}`,
        async () => {
          const found = await Promise.all(left.map(({ expr }) => prometheus.query(expr)));
          left = left.filter((_, index) => found[index]?.length === 0);
          return left.length === 0 ? true : undefined;
        },
      );
    };

    it("evaluates every rule without an error", async () => {
      const rules = await eventually(
        () => "all rules to be evaluated",
        async () => {
          const loaded = await prometheus.rules();
          return loaded.every(({ health }) => health !== "unknown") ? loaded : undefined;
        },
      );
      assert.deepEqual(
        rules.filter(({ health }) => health !== "ok"),
        [],
      );
      assert.equal(rules.length, groups.flatMap((group) => group.rules).length);
    });

    it("has series for every query of the overview's panels but those that can have none", async () => {
      const queries = await overviewQueries();
      const [empty, full] = [true, false].map((is) => queries.filter(({ where }) => where in EMPTY === is));
      assert.deepEqual([...new Set(empty?.map(({ where }) => where))], Object.keys(EMPTY));
      assert.ok(full !== undefined && full.length > 30, `${full?.length} queries`);
      await expectSeries(full);
      for (const { where, expr } of empty ?? [])
        assert.deepEqual(await prometheus.query(expr), [], `${where} has data: take it off the list`);
    });

    it("has series for every query of dashboard 7589 revision 5", async function () {
      if (!hasShared("dashboards", "7589-r5.json")) this.skip();
      const json = readFileSync(join(sharedData, "dashboards", "7589-r5.json"), "utf8");
      const fit = prepared(json, { id: 7589, slug: "7589", datasource: "prometheus", stack: "test" });
      const queries = await panelQueries(JSON.parse(fit) as DashboardJson, prometheus);
      assert.equal(queries.length, 5);
      await expectSeries(queries);
    });

    // Starting a broker again is slow, and nothing in this alert is a mode's own.
    if (mode === "zookeeper") return;

    it("fires KafkaBrokerDown when the broker is killed, and clears it when it is back", async () => {
      const down = async (): Promise<boolean> => {
        const alerts = await prometheus.alerts();
        return alerts.some(({ labels, state }) => labels["alertname"] === "KafkaBrokerDown" && state === "firing");
      };
      await eventually(
        () => "no KafkaBrokerDown before",
        async () => ((await down()) ? undefined : true),
      );
      await cluster.stopClients();
      const [node = 0] = cluster.brokers.nodeIds;
      await cluster.brokers.kill(node);
      await eventually(
        () => "KafkaBrokerDown to fire",
        async () => ((await down()) ? true : undefined),
      );
      await cluster.brokers.restart(node);
      await eventually(
        () => "KafkaBrokerDown to clear",
        async () => ((await down()) ? undefined : true),
      );
    });
  });
