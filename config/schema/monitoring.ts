import { z } from "zod";
import { duration } from "../units";

/** What Prometheus sees. */
export const monitoring = z.strictObject({
  metrics: z.boolean().default(true).describe("JMX exporter beside each broker, and the Kafka exporter."),
  kafkaExporter: z
    .boolean()
    .default(true)
    .describe("The Kafka exporter (consumer lag). Off where its image can't be had."),
  serviceMonitor: z
    .strictObject({
      enabled: z.boolean().default(false).describe("Make ServiceMonitors. The cluster needs the Prometheus operator."),
      labels: z
        .record(z.string(), z.string("text, in quotes"))
        .default({})
        .describe("Labels the Prometheus instance selects by, such as `release`."),
      interval: duration({ unit: "s", min: 1 }).default(30).describe("Time between two scrapes, in seconds."),
    })
    .prefault({})
    .describe("For the Prometheus operator."),
});
