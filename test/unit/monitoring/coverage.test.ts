import assert from "node:assert/strict";
import { exposedBy } from "../../../components/monitoring/coverage/exposed";
import { dashboardExpressions, ruleExpressions } from "../../../components/monitoring/coverage/expressions";
import { gaps } from "../../../components/monitoring/coverage/gaps";
import { asked } from "../../../components/monitoring/coverage/promql";
import { coverageWarning } from "../../../components/monitoring/coverage/warning";
import { withoutVariables } from "../../../components/monitoring/coverage/variables";
import { buildOverview } from "../../../components/monitoring/overview/build";
import { ruleGroups } from "../../../components/monitoring/rules";
import type { StackFile } from "../../../config/schema";
import { schema } from "../../../config/schema";

const stack = (file: Partial<StackFile>) => schema.parse({ kubernetes: { context: "test" }, ...file });
const EXTERNAL = { type: "LoadBalancer" as const, tlsSecret: "tls" };
const STACKS = {
  kraft: stack({ cluster: { external: EXTERNAL }, monitoring: { alerts: { as: "prometheusRule" } } }),
  zookeeper: stack({ cluster: { mode: "zookeeper" }, monitoring: { alerts: { as: "prometheusRule" } } }),
  "without the Kafka exporter": stack({ monitoring: { kafkaExporter: false, alerts: { as: "configMap" } } }),
  "without rules": stack({}),
};

describe("coverage of metrics", () => {
  for (const [name, settings] of Object.entries(STACKS))
    it(`every metric and label of our rules and dashboard is exposed: ${name}`, async () => {
      const rules = ruleGroups(settings);
      const exposed = exposedBy(settings, settings.monitoring.alerts.as === "none" ? [] : rules);
      const overview: unknown = JSON.parse(await buildOverview(settings, "prometheus"));
      const all = [
        ...(settings.monitoring.alerts.as === "none" ? [] : ruleExpressions(rules)),
        ...dashboardExpressions(overview),
      ];
      assert.ok(all.length > 40, `${all.length} expressions`);
      assert.deepEqual(gaps(all, exposed), []);
    }).timeout(30_000);

  it("names the panel, the metric and the label that nobody gives", () => {
    const dashboard = {
      panels: [
        { title: "Up", targets: [{ expr: 'rate(kafka_cluster_uptime{instance="$instance"}[5m])' }] },
        { title: "Row", panels: [{ title: "Inner", targets: [{ expr: "sum by (rack) (kafka_brokers)" }] }] },
        { title: "Broken", targets: [{ expr: "sum(kafka_brokers" }] },
      ],
      templating: { list: [{ name: "env", type: "query", query: "label_values(kafka_brokers, region)" }] },
      annotations: { list: [{ name: "restarts", expr: "changes(process_start{}[1m])" }] },
    };
    assert.deepEqual(gaps(dashboardExpressions(dashboard), exposedBy(STACKS.kraft)), [
      'panel "Up": no metric kafka_cluster_uptime',
      'panel "Inner": kafka_brokers has no label rack',
      'panel "Broken": no PromQL at "": sum(kafka_brokers',
      "variable env: kafka_brokers has no label region",
      "annotation restarts: no metric process_start",
    ]);
  });

  it("warns of what a dashboard asks for in vain, with its panels, and not without end", () => {
    const panels = Array.from({ length: 12 }, (_, n) => ({ title: `Panel ${n}`, targets: [{ expr: `missing_${n}` }] }));
    const lines = coverageWarning("11962", JSON.stringify({ panels }), STACKS.kraft)?.split("\n") ?? [];
    assert.equal(lines[0], "dashboard 11962 asks for what no exporter of this stack gives, and shows nothing there:");
    assert.equal(lines[1], '  panel "Panel 0": no metric missing_0');
    assert.deepEqual(lines.slice(10), [
      '  panel "Panel 9": no metric missing_9',
      "  and 2 more: npm run dashboards:check",
    ]);
    assert.equal(coverageWarning("1", JSON.stringify({ panels: [] }), STACKS.kraft), undefined);
  });

  it("knows which metrics only one mode has", () => {
    const quorum = [{ where: "panel", expr: "kafka_server_raft_metrics_high_watermark" }];
    assert.deepEqual(gaps(quorum, exposedBy(STACKS.kraft)), []);
    assert.equal(gaps(quorum, exposedBy(STACKS.zookeeper)).length, 1);
  });

  it("reads selectors by Prometheus' own grammar", () => {
    assert.deepEqual(asked('sum by (topic) (rate(a{x="}{",y=~"$z"}[5m])) / on (job) {__name__="b"}'), [
      { metric: "a", labels: ["x", "y", "topic"] },
      { metric: "b", labels: [] },
    ]);
    assert.throws(() => asked("sum(a"), SyntaxError);
  });

  it("puts something in for Grafana's variables, so that what is left is PromQL", () => {
    for (const expr of [
      'rate(a{i="$i",j=~"${j:regex}"}[$__rate_interval])',
      "avg_over_time(a[$interval:$resolution]) > $__range_s",
      "topk($n, sum by ([[label]]) (a))",
    ])
      assert.doesNotThrow(() => asked(withoutVariables(expr)), expr);
    assert.equal(withoutVariables('a{i=~"$i"} * $n', ".+"), 'a{i=~".+"} * grafana_variable');
  });
});
