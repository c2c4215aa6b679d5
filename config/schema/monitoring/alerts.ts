import { z } from "zod";
import { duration } from "../../units";
import { ALERT_NAMES } from "./alertNames";

const whole = (what: string, by: number) => z.int("a whole number").min(0, "0 or more").default(by).describe(what);
const ratio = (what: string, by: number) =>
  z.number("a number").min(0, "0 to 1").max(1, "0 to 1").default(by).describe(what);
const seconds = (what: string, by: number) => duration({ unit: "s", min: 1 }).default(by).describe(what);

const thresholds = z.strictObject({
  diskFreeRatio: ratio("Free part of a broker's volume below which somebody should look.", 0.15),
  diskCriticalRatio: ratio("Free part of a broker's volume below which somebody is called.", 0.05),
  diskFullIn: seconds(
    "A volume that will be full within this time, going on as in the last 6 hours, is told of.",
    86_400,
  ),
  consumerLag: whole("Messages that a consumer group may be behind in a topic.", 10_000),
  stuckAfter: seconds("Time without progress after which a group that is behind counts as stuck.", 900),
  requestHandlerIdle: ratio("Idle part of the request handlers below which a broker counts as overloaded.", 0.3),
  networkProcessorIdle: ratio("Idle part of the network threads below which a broker counts as overloaded.", 0.3),
  isrShrinksPerMinute: z.number().positive("above 0").default(1).describe("Shrinks of an ISR a minute, on one broker."),
  loginFailuresPerMinute: z.number().positive("above 0").default(5).describe("Failed logins a minute, on one broker."),
  certificateExpiresIn: seconds("Time before a listener's certificate expires.", 14 * 86_400),
  leaderImbalance: z
    .number()
    .min(1, "1 or more")
    .default(1.5)
    .describe("Leaders of the broker with most of them, against the average."),
  controllerElectionsPerHour: whole("Elections of a controller in an hour.", 3),
  quorumLag: whole("Records that a member of the KRaft quorum may be behind.", 1000),
  replicaLag: whole("Messages that a follower may be behind its leader.", 10_000),
  requestLatencyMs: whole("99th percentile of the time that a broker takes to answer a Produce request, in ms.", 1000),
  gcTimeRatio: ratio("Part of the time that a broker's JVM may spend in garbage collection.", 0.1),
  openFilesRatio: ratio("Part of the permitted file descriptors that a broker may have open.", 0.8),
  zookeeperOutstanding: whole(
    "Requests that wait in a ZooKeeper server, above which it counts as overloaded (ZooKeeper's own monitoring guide).",
    10,
  ),
  restartsIn30m: whole("Starts of one broker's JVM within 30 minutes.", 2),
});

/** Alert and recording rules. */
export const alerts = z.strictObject({
  as: z
    .enum(["none", "prometheusRule", "configMap"])
    .default("none")
    .describe(
      "How the rules reach Prometheus: `prometheusRule` for the Prometheus operator, `configMap` as a rule file to mount.",
    ),
  labels: z
    .record(z.string(), z.string("text, in quotes"))
    .default({})
    .describe(
      "Labels of the PrometheusRule (or ConfigMap) that the Prometheus instance selects by, such as `release`.",
    ),
  ruleLabels: z
    .record(z.string().regex(/^[A-Za-z_]\w*$/, "a label's name"), z.string("text, in quotes"))
    .default({})
    .describe("Labels that every alert carries beside `severity`, for the routing, such as `team`."),
  runbookBase: z
    .url("an address such as https://wiki.example/runbooks")
    .default("https://github.com/kafka-on-kubernetes/kafka-on-kubernetes/blob/main/docs/runbooks")
    .describe("Where the pages of docs/runbooks/ can be read; each alert links to `<base>/<alert>.md`."),
  disabled: z.array(z.enum(ALERT_NAMES)).default([]).describe("Names of alerts that this stack goes without."),
  silentTopics: z
    .record(z.string(), duration({ unit: "s", min: 60 }))
    .default({})
    .describe("Topics that must not be silent for longer than this, by name."),
  thresholds: thresholds.prefault({}).describe("When an alert fires."),
});
