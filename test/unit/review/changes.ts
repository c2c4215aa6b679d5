import type { Change, Inputs, Operation } from "../../../review/change";
import type { Finding } from "../../../review/finding";
import { findings } from "../../../review/meaning";
import { contextOf } from "../../../review/meaning/context";
import type { Config } from "../../../review/meaning/topicConfig";

/** A change as a preview gives it. */
export function change(
  type: string,
  name: string,
  op: Operation,
  states: { before?: Inputs; after?: Inputs; retained?: boolean },
): Change {
  return { op, type, name, retained: false, ...states };
}

const TOPIC = "pulumi-nodejs:dynamic/kafka/topics:KafkaTopic";
const USER = "pulumi-nodejs:dynamic/kafka/users:KafkaUser";

/** A topic's change; without `before` it is new, without `after` it goes. */
export function topic(name: string, before?: Inputs, after?: Inputs): Change {
  const full = (own: Inputs): Inputs => ({
    name,
    partitions: 8,
    replicationFactor: 3,
    config: {},
    deletion: "retain",
    adopt: false,
    ...own,
  });
  return between(TOPIC, name, before && full(before), after && full(after));
}

/** A user's change. */
export function user(name: string, before?: Inputs, after?: Inputs): Change {
  const full = (own: Inputs): Inputs => ({ name, mechanism: "SCRAM-SHA-512", iterations: 8192, rotation: 1, ...own });
  return between(USER, name, before && full(before), after && full(after));
}

/** A change whose operation follows from what there is before and after. */
export function between(type: string, name: string, before?: Inputs, after?: Inputs): Change {
  const op = before === undefined ? "create" : after === undefined ? "delete" : "update";
  return change(type, name, op, { ...(before && { before }), ...(after && { after }) });
}

/** What changes mean, on three brokers with these settings. */
export function meaning(changes: readonly Change[], settings: Config = {}): Finding[] {
  return findings(changes, contextOf(changes, { brokers: 3, settings }));
}

/** The findings as `risk kind name: text`. */
export function lines(changes: readonly Change[], settings: Config = {}): string[] {
  return meaning(changes, settings).map(({ risk, kind, name, text }) => `${risk} ${kind} ${name}: ${text}`);
}
