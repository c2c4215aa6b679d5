import { z } from "zod";
import { duration } from "../../units";
import { alerts } from "./alerts";
import { dashboards } from "./dashboards";

/** What Prometheus and Grafana see. */
export const monitoring = z.strictObject({
  metrics: z.boolean().default(true).describe("JMX exporter beside each broker, and the Kafka exporter."),
  kafkaExporter: z
    .boolean()
    .default(true)
    .describe("The Kafka exporter (consumer lag). Off where its image can't be had."),
  serviceMonitor: z
    .strictObject({
      enabled: z
        .boolean()
        .default(false)
        .describe(
          "Make ServiceMonitors. The cluster needs the Prometheus operator; without it the Services carry prometheus.io/scrape annotations instead.",
        ),
      labels: z
        .record(z.string(), z.string("text, in quotes"))
        .default({})
        .describe("Labels the Prometheus instance selects by, such as `release`."),
      interval: duration({ unit: "s", min: 1 }).default(30).describe("Time between two scrapes, in seconds."),
      scrapeTimeout: duration({ unit: "s", min: 1 })
        .default(10)
        .describe("Time limit of a scrape, in seconds; no longer than the interval."),
    })
    .prefault({})
    .describe("For the Prometheus operator."),
  alerts: alerts.prefault({}).describe("Alert and recording rules, each alert with a page in docs/runbooks/."),
  dashboards: dashboards.prefault({}).describe("Grafana dashboards."),
});
