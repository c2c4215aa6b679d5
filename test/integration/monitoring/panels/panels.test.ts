import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { jobs } from "../../../../components/cluster/names";
import exposed from "../../../../components/monitoring/metrics/exposed.json";
import type { Expression } from "../../../../components/monitoring/coverage/expressions";
import type { DashboardJson } from "../../../../components/monitoring/dashboards/json";
import { prepared } from "../../../../components/monitoring/dashboards/prepared";
import { buildOverview } from "../../../../components/monitoring/overview/build";
import { networkThreadsIdle } from "../../../../components/monitoring/rules/networkThreads";
import { requestHandlerIdle } from "../../../../components/monitoring/rules/requestHandlers";
import { seriesOf } from "../../../../components/monitoring/rules/watched";
import { hasShared, sharedData } from "../../../sharedData";
import { MODES } from "../scrapes";
import { eventually } from "./eventually";
import { faultsFire } from "./faults";
import { exporterInWords } from "./realExporter";
import { panelQueries } from "./substituted";
import { WatchedCluster } from "./WatchedCluster";

for (const mode of MODES)
  describe(`a real Prometheus on real brokers, ${mode}, with ${exporterInWords}`, function () {
    this.timeout(300_000);
    let watched: WatchedCluster;

    before(async () => {
      watched = await WatchedCluster.start(mode);
    });
    after(() => watched?.stop());

    /** Asks again until each query has had series: a rate needs two scrapes. */
    const expectSeries = async (queries: readonly Expression[]): Promise<void> => {
      let left = queries;
      await eventually(
        () => `series of ${left.map(({ where, expr }) => `${where}: ${expr}`).join("\n")}`,
        async () => {
          const found = await Promise.all(left.map(({ expr }) => watched.prometheus.query(expr)));
          left = left.filter((_, index) => found[index]?.length === 0);
          return left.length === 0 ? true : undefined;
        },
      );
    };

    it("evaluates every rule without an error", async () => {
      const rules = await eventually(
        () => "all rules to be evaluated",
        async () => {
          const loaded = await watched.prometheus.rules();
          return loaded.every(({ health }) => health !== "unknown") ? loaded : undefined;
        },
      );
      assert.deepEqual(
        rules.filter(({ health }) => health !== "ok"),
        [],
      );
      assert.equal(rules.length, watched.groups.flatMap((group) => group.rules).length);
    });

    it("has series for every query of the overview's panels", async () => {
      const overview = JSON.parse(await buildOverview(watched.stack, "prometheus")) as DashboardJson;
      const queries = await panelQueries(overview, watched.prometheus);
      assert.ok(queries.length > 30, `${queries.length} queries`);
      await expectSeries(queries);
    });

    it("counts the idle request handlers to 1, on nodes that are controllers too", async () => {
      const { series } = seriesOf(watched.stack);
      // The rate of the last minute is a little more where the last tick was late.
      const above = await watched.prometheus.query(`${requestHandlerIdle(watched.stack, series)} > 1.3`);
      assert.deepEqual(above, []);
    });

    it("tells the idle network threads of clients' and controllers' listeners apart", async () => {
      const { series } = seriesOf(watched.stack);
      const idle = await watched.prometheus.query(networkThreadsIdle(series));
      const listeners = new Set(idle.map(({ metric }) => metric["listener"]));
      assert.ok(listeners.has("CLIENT"), [...listeners].join());
      assert.equal(listeners.has("CONTROLLER"), mode === "kraft");
      assert.deepEqual(await watched.prometheus.query(`${networkThreadsIdle(series)} > 1`), []);
    });

    it("has from the Kafka exporter the metrics and labels that dashboards and alerts are checked against", async () => {
      const found = await watched.prometheus.query(`{job="${jobs(watched.stack).exporter}"}`);
      const missing = Object.entries(exposed.kafkaExporter).filter(
        ([name, labels]) =>
          !found.some(({ metric }) => metric["__name__"] === name && labels.every((label) => label in metric)),
      );
      assert.deepEqual(missing, []);
    });

    it("has series for every query of dashboard 7589 revision 5", async function () {
      if (!hasShared("dashboards", "7589-r5.json")) this.skip();
      const json = readFileSync(join(sharedData, "dashboards", "7589-r5.json"), "utf8");
      const fit = prepared(json, { id: 7589, slug: "7589", datasource: "prometheus", stack: "test" });
      const queries = await panelQueries(JSON.parse(fit) as DashboardJson, watched.prometheus);
      assert.equal(queries.length, 5);
      await expectSeries(queries);
    });

    // Nothing in these alerts is a mode's own but the controller's, and the lone broker of this mode has no other to take over.
    if (mode === "kraft") faultsFire(() => watched);
  });
