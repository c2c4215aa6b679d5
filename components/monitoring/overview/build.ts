import type { StackSettings } from "../../../config/schema";
import { seriesOf } from "../rules/watched";
import type { PanelPlan } from "./panels";
import { overviewRows } from "./panels";

/** Grafana's grid is 24 wide. */
const STAT = { w: 4, h: 4 };
const GRAPH = { w: 12, h: 8 };

/**
 * The overview dashboard's JSON, built with Grafana's own builder library. The library takes a tenth of a second to load, so it is loaded
 * here and not with the program.
 */
export async function buildOverview(settings: StackSettings, datasource: string): Promise<string> {
  const [dashboard, stat, timeseries, prometheus, common] = await Promise.all([
    import("@grafana/grafana-foundation-sdk/dashboard"),
    import("@grafana/grafana-foundation-sdk/stat"),
    import("@grafana/grafana-foundation-sdk/timeseries"),
    import("@grafana/grafana-foundation-sdk/prometheus"),
    import("@grafana/grafana-foundation-sdk/common"),
  ]);
  const source = { type: "prometheus", uid: datasource };
  const { series } = seriesOf(settings);

  const variable = (name: string, metric: string) =>
    new dashboard.QueryVariableBuilder(name)
      .label(name)
      .datasource(source)
      .query(`label_values(${series(metric)}, ${name})`)
      .refresh(dashboard.VariableRefresh.OnTimeRangeChanged)
      .sort(dashboard.VariableSort.AlphabeticalAsc)
      .multi(true)
      .includeAll(true)
      .allValue(".+");

  const targets = ({ queries }: PanelPlan) =>
    queries.map(({ expr, legend }, index) =>
      new prometheus.DataqueryBuilder()
        .expr(expr)
        .legendFormat(legend)
        .refId(String.fromCharCode(65 + index))
        .datasource(source),
    );

  const statPanel = (plan: PanelPlan) =>
    new stat.PanelBuilder()
      .thresholds(
        new dashboard.ThresholdsConfigBuilder().mode(dashboard.ThresholdsMode.Absolute).steps(steps(plan.bad)),
      )
      .colorMode(common.BigValueColorMode.Background)
      .graphMode(common.BigValueGraphMode.None)
      .span(STAT.w)
      .height(STAT.h);

  const graphPanel = (plan: PanelPlan) => {
    const panel = new timeseries.PanelBuilder().fillOpacity(10).showPoints(common.VisibilityMode.Never);
    const mode = plan.stacked === true ? common.StackingMode.Normal : common.StackingMode.None;
    return panel.stacking(new common.StackingConfigBuilder().mode(mode)).span(GRAPH.w).height(GRAPH.h);
  };

  const builder = new dashboard.DashboardBuilder("Kafka overview")
    .tags(["kafka"])
    .tooltip(dashboard.DashboardCursorSync.Crosshair)
    .refresh("30s")
    .time({ from: "now-1h", to: "now" })
    .timezone("browser")
    .withVariable(variable("instance", "kafka_server_kafkaserver_total_brokerstate_value"))
    .withVariable(variable("topic", "kafka_log_log_size"));

  for (const row of overviewRows(settings)) {
    builder.withRow(new dashboard.RowBuilder(row.title));
    for (const plan of row.panels) {
      const panel = plan.kind === "stat" ? statPanel(plan) : graphPanel(plan);
      builder.withPanel(
        panel.title(plan.title).description(plan.description).unit(plan.unit).datasource(source).targets(targets(plan)),
      );
    }
  }
  return JSON.stringify(builder.build());
}

/** Green, and red from a value on or below it; blue where no value is bad. */
function steps(bad: PanelPlan["bad"]): { value: number | null; color: string }[] {
  if (bad === undefined) return [{ value: null, color: "blue" }];
  return "from" in bad
    ? [
        { value: null, color: "green" },
        { value: bad.from, color: "red" },
      ]
    : [
        { value: null, color: "red" },
        { value: bad.below, color: "green" },
      ];
}
