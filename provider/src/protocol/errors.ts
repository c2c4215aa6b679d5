import { errorCodes } from "kafkajs/src/protocol/error";

/** An error code of the Kafka protocol with the broker's own words, where it sent any. */
export class BrokerError extends Error {
  /** Kafka's name of the error, such as `INVALID_CONFIG`. */
  readonly type: string;

  constructor(
    readonly code: number,
    /** The broker's own text, else null. */
    readonly text: string | null,
  ) {
    super(describeError(code, text));
    this.name = "BrokerError";
    this.type = errorName(code);
  }
}

/** Names of the codes that kafkajs 2.2.4 doesn't know (org.apache.kafka.common.protocol.Errors of Kafka 3.6, from 89 on). */
const newerNames = [
  "THROTTLING_QUOTA_EXCEEDED",
  "PRODUCER_FENCED",
  "RESOURCE_NOT_FOUND",
  "DUPLICATE_RESOURCE",
  "UNACCEPTABLE_CREDENTIAL",
  "INCONSISTENT_VOTER_SET",
  "INVALID_UPDATE_VERSION",
  "FEATURE_UPDATE_FAILED",
  "PRINCIPAL_DESERIALIZATION_FAILURE",
  "SNAPSHOT_NOT_FOUND",
  "POSITION_OUT_OF_RANGE",
  "UNKNOWN_TOPIC_ID",
  "DUPLICATE_BROKER_REGISTRATION",
  "BROKER_ID_NOT_REGISTERED",
  "INCONSISTENT_TOPIC_ID",
  "INCONSISTENT_CLUSTER_ID",
  "TRANSACTIONAL_ID_NOT_FOUND",
  "FETCH_SESSION_TOPIC_ID_ERROR",
  "INELIGIBLE_REPLICA",
  "NEW_LEADER_ELECTED",
  "OFFSET_MOVED_TO_TIERED_STORAGE",
  "FENCED_MEMBER_EPOCH",
  "UNRELEASED_INSTANCE_ID",
  "UNSUPPORTED_ASSIGNOR",
  "STALE_MEMBER_EPOCH",
  "MISMATCHED_ENDPOINT_TYPE",
  "UNSUPPORTED_ENDPOINT_TYPE",
  "UNKNOWN_CONTROLLER_ID",
];

const known = new Map<number, { type: string; message: string }>([
  ...errorCodes.map((entry): [number, { type: string; message: string }] => [entry.code, entry]),
  ...newerNames.map((type, index): [number, { type: string; message: string }] => [89 + index, { type, message: "" }]),
]);

/** The codes that the provider acts upon. */
export const errorCode = {
  none: 0,
  unknownServerError: -1,
  unknownTopicOrPartition: 3,
  leaderNotAvailable: 5,
  notLeader: 6,
  requestTimedOut: 7,
  topicAuthorizationFailed: 29,
  clusterAuthorizationFailed: 31,
  topicAlreadyExists: 36,
  invalidConfig: 40,
  notController: 41,
  policyViolation: 44,
  securityDisabled: 54,
  preferredLeaderNotAvailable: 80,
  electionNotNeeded: 84,
  noReassignmentInProgress: 85,
  throttlingQuotaExceeded: 89,
  resourceNotFound: 91,
} as const;

/** Kafka's name of an error code; `ERROR_<code>` for one that is newer than Kafka 3.6. */
export function errorName(code: number): string {
  return known.get(code)?.type ?? `ERROR_${code}`;
}

/** The broker's words where it sent any, else Kafka's general words for the code; the name in both cases. */
export function describeError(code: number, text: string | null): string {
  const words = text ?? known.get(code)?.message ?? "";
  return words === "" ? errorName(code) : `${words.replace(/\.$/, "")} (${errorName(code)})`;
}

/** Throws the answer's error, if it is one. */
export function throwIfFailed(code: number, text: string | null): void {
  if (code !== errorCode.none) throw new BrokerError(code, text);
}
