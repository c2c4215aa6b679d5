import { z } from "zod";

const text = (what: string) => z.string().min(1, what);

const fromSite = z.strictObject({
  id: z.int("a whole number").min(1, "1 or more").describe("Number of the dashboard on the site."),
  revision: z
    .int("a whole number")
    .min(1, "1 or more")
    .describe("Its revision: pinned, so that nothing changes by itself."),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, "64 hexadecimal digits")
    .optional()
    .describe("Checksum of the file as it is downloaded. Without it any content is taken."),
  optional: z
    .boolean()
    .default(false)
    .describe("Go on without it, with a warning, where the site can't be reached or has no such dashboard."),
});

const fromFile = z.strictObject({
  file: text("path of a file").describe("Dashboard's JSON, a path beside the stack file."),
});

/** Grafana dashboards. */
export const dashboards = z.strictObject({
  as: z
    .enum(["none", "configMap", "grafanaDashboard"])
    .default("none")
    .describe(
      "How dashboards reach Grafana: ConfigMaps for its sidecar, or GrafanaDashboards for the Grafana operator.",
    ),
  overview: z.boolean().default(true).describe("This program's own dashboard, on the metrics that its rules give."),
  list: z
    .array(z.union([fromSite, fromFile]))
    .default([
      {
        id: 7589,
        revision: 5,
        sha256: "cf020e14465626360418e8b5746818c80d77c0301422f3060879fddc099c2151",
        optional: false,
      },
      { id: 11963, revision: 1, optional: true },
    ])
    .describe(
      "Dashboards of the site (`id`, `revision`, `sha256`, `optional`) or of files (`file`). Default: 7589 and 11963.",
    ),
  site: text("an address or a folder")
    .default("https://grafana.com")
    .describe(
      "Where numbered dashboards come from: the site, a mirror that has its routes, or a folder with files `<id>-r<revision>.json`.",
    ),
  datasource: text("name or uid of a data source")
    .default("prometheus")
    .describe("Grafana's uid of the Prometheus data source that the dashboards ask."),
  folder: text("a folder's name").default("Kafka").describe("Folder in Grafana."),
  labels: z
    .record(z.string(), z.string("text, in quotes"))
    .default({ grafana_dashboard: "1" })
    .describe("Labels that Grafana's sidecar selects ConfigMaps by."),
  instanceSelector: z
    .record(z.string(), z.string("text, in quotes"))
    .default({ dashboards: "grafana" })
    .describe("Labels of the Grafana that the operator gives the dashboards to."),
});
