import { UserError } from "../errors";
import type { AclOperation } from "../protocol/acls";
import { describeError, errorCode } from "../protocol/errors";

/** What is tried with a topic. */
export interface Attempt {
  /** How its failure reads, after the topic's name. */
  words: string;
  /** The operation that Kafka's authorizer must allow (KafkaApis and ControllerApis of Kafka 3.6). */
  operation: AclOperation;
  /** What it must be allowed on. @default the topic */
  on?: "cluster";
}

/** Everything that is tried with topics. */
export const attempts = {
  create: { words: "can't be created", operation: "Create" },
  /** Who creates a topic must be able to see that it is there. */
  seeNew: { words: "can't be created", operation: "Describe" },
  describe: { words: "can't be described", operation: "Describe" },
  describeConfigs: { words: "can't be described", operation: "DescribeConfigs" },
  change: { words: "can't be changed", operation: "AlterConfigs" },
  addPartitions: { words: "can't get more partitions", operation: "Alter" },
  remove: { words: "can't be deleted", operation: "Delete" },
  move: { words: "can't be moved", operation: "Alter", on: "cluster" },
  throttle: { words: "can't be moved", operation: "AlterConfigs" },
  release: { words: "keeps its throttle", operation: "AlterConfigs" },
} as const satisfies Record<string, Attempt>;

const unauthorised = new Set<number>([errorCode.topicAuthorizationFailed, errorCode.clusterAuthorizationFailed]);

/** What to do about errors whose text alone doesn't say it. */
const advice: Record<number, string> = {
  73: "Set delete.topic.enable=true on the brokers",
};

/** A broker's answer about one topic. */
export interface Refusal {
  errorCode: number;
  /** The broker's own text. */
  errorMessage: string | null;
}

/**
 * An error about one topic, in the broker's own words; where a right is missing, which one, whose, and how it is given.
 * @param user who asked, undefined where that isn't known
 */
export function topicError(
  name: string,
  attempt: Attempt,
  { errorCode: code, errorMessage }: Refusal,
  user: string | undefined,
): UserError {
  if (unauthorised.has(code)) return missingRights(name, attempt.words, [attempt.operation], attempt.on, user);
  const further = advice[code] === undefined ? "" : `. ${advice[code]}`;
  return new UserError(`topic "${name}" ${attempt.words}: ${describeError(code, errorMessage)}${further}`);
}

/** Throws the error of a topic's result, if it is one. */
export function throwIfRefused(name: string, attempt: Attempt, result: Refusal, user: string | undefined): void {
  if (result.errorCode !== errorCode.none) throw topicError(name, attempt, result, user);
}

/** The error of a user who may not do what is tried: the right, and the command that gives it. */
export function missingRights(
  name: string,
  words: string,
  operations: readonly AclOperation[],
  on: "cluster" | undefined,
  user: string | undefined,
): UserError {
  const who = user === undefined ? "the connection's user" : `user "${user}"`;
  const principal = user === undefined ? "User:..." : `User:${user}`;
  const list = operations.map((operation) => `--operation ${operation}`).join(" ");
  const resource = on === "cluster" ? "--cluster" : `--topic ${name}`;
  return new UserError(
    `topic "${name}" ${words}: ${who} has no right to ${operations.join(", ")} on the ${on ?? "topic"}. Give it, as a user who may: ` +
      `kafka-acls.sh --add --allow-principal ${principal} ${list} ${resource}`,
  );
}
