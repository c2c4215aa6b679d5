/** A dashboard in the manner of 2018, of our own making: an input with a name of its own, graph panels, a data source by its name. */
export function oldDashboard(more: object = {}): Record<string, unknown> {
  return {
    __inputs: [
      { name: "DS_WHATEVER-1", label: "Prometheus", type: "datasource", pluginId: "prometheus" },
      { name: "VAR_JOB", type: "constant", value: "kafka" },
    ],
    __requires: [{ type: "grafana", id: "grafana", version: "5.1.1" }],
    id: 17,
    uid: "someone-elses",
    title: "Old board",
    panels: [
      {
        id: 1,
        type: "graph",
        title: "Lag",
        datasource: "${DS_WHATEVER-1}",
        gridPos: { h: 8, w: 12, x: 0, y: 0 },
        fill: 2,
        linewidth: 1,
        stack: true,
        legend: { show: true, alignAsTable: true, rightSide: true, current: true },
        yaxes: [{ format: "bytes" }],
        aliasColors: {},
        targets: [{ expr: 'sum(kafka_consumergroup_lag{job="${VAR_JOB}"}) by (topic)', legendFormat: "{{topic}}" }],
      },
    ],
    templating: {
      list: [
        {
          name: "job",
          type: "query",
          datasource: "${DS_WHATEVER-1}",
          query: "label_values(kafka_consumergroup_current_offset, job)",
        },
      ],
    },
    ...more,
  };
}
