import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { Connection } from "@kafka-on-kubernetes/provider";
import { KafkaTopic } from "../../../components/topics/KafkaTopic";
import { KafkaTopicSet } from "../../../components/topics/KafkaTopicSet";

/** A dynamic resource with a stand-in of the benchmark's as its provider. */
class StandIn extends pulumi.CustomResource {
  constructor(file: string, name: string, inputs: pulumi.Inputs) {
    const text = `exports.handler = () => require(${JSON.stringify(join(__dirname, "..", file))});`;
    super("pulumi-nodejs:dynamic/bench:StandIn", name, { ...inputs, name, __provider: text });
  }
}

const config = new pulumi.Config("bench");
const kind = config.require("kind");
const connection = config.requireObject<Connection>("connection");
const topic = config.requireObject<{ partitions: number; replicationFactor: number; config: Record<string, string> }>(
  "topic",
);
const names = Array.from(
  { length: config.requireNumber("count") },
  (_, index) => `${config.require("prefix")}-${index}`,
);
const topics = Object.fromEntries(names.map((name) => [name, topic]));
const each = (make: (name: string) => void) => names.forEach(make);

const kinds: Record<string, () => void> = {
  set: () => void new KafkaTopicSet("all", { connection, topics, deletion: "delete" }),
  single: () => each((name) => void new KafkaTopic(name, { connection, deletion: "delete", ...topic })),
  noopSet: () => void new StandIn("noop.cjs", "all", { connection, topics, deletion: "delete", adopt: false }),
  noopSingle: () =>
    each((name) => void new StandIn("noop.cjs", name, { connection, ...topic, deletion: "delete", adopt: false })),
  onePerRequest: () => each((name) => void new StandIn("onePerRequest.cjs", name, { connection, ...topic })),
};
kinds[kind]?.();
