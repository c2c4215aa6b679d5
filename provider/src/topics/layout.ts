import type { CheckFailure } from "../resource";
import type { TopicInputs } from "./inputs";
import type { TopicState } from "./plan";

/** Node ids of a partition's replicas by the partition's number, the preferred leader first. */
export type Placement = Record<string, number[]>;

/** The keys of a topic's inputs that say how many partitions it has and where its replicas are. */
export type LayoutInputs = Pick<TopicInputs, "partitions" | "replicationFactor" | "placement">;

/** Partitions and replicas that are asked for. What isn't is the brokers' choice at the creation (KIP-464), and not looked at later. */
export interface Layout {
  partitions: number | undefined;
  replicationFactor: number | undefined;
  /** Replicas of each partition, by its number. */
  placement: number[][] | undefined;
}

/** What inputs ask for; a placement says it all. */
export function layoutOf({ partitions, replicationFactor, placement }: LayoutInputs): Layout {
  if (placement === undefined) return { partitions, replicationFactor, placement };
  const lists = numbered(placement).map(([, replicas]) => replicas);
  return { partitions: lists.length, replicationFactor: lists[0]?.length, placement: lists };
}

/** Whether a topic has the partitions and replicas that are asked for. */
export function isLaidOut(inputs: LayoutInputs, state: Pick<TopicState, "replicas">): boolean {
  const { partitions = state.replicas.length } = layoutOf(inputs);
  return partitions === state.replicas.length && hasReplicas(inputs, state);
}

/** Whether the replicas of the partitions that a topic has are as asked for. */
export function hasReplicas(inputs: LayoutInputs, { replicas }: Pick<TopicState, "replicas">): boolean {
  const { placement, replicationFactor } = layoutOf(inputs);
  if (placement !== undefined) {
    return replicas.every((list, partition) => placement[partition] === undefined || same(list, placement[partition]));
  }
  return replicationFactor === undefined || replicas.every((list) => list.length === replicationFactor);
}

/** What a look at the brokers shows of the keys that are asked for; those that aren't stay out. */
export function observedLayout(props: LayoutInputs, { replicas }: Pick<TopicState, "replicas">): LayoutInputs {
  const { placement, replicationFactor } = layoutOf(props);
  const other = replicas.find((list) => list.length !== replicationFactor)?.length;
  return {
    ...(props.partitions === undefined ? {} : { partitions: replicas.length }),
    ...(props.replicationFactor === undefined ? {} : { replicationFactor: other ?? props.replicationFactor }),
    ...(placement === undefined ? {} : { placement: Object.fromEntries(replicas.map((list, index) => [index, list])) }),
  };
}

/** What is wrong with a placement, by itself and beside the other two keys. */
export function layoutFailures({ partitions, replicationFactor, placement }: LayoutInputs): CheckFailure[] {
  if (placement === undefined) return [];
  const entries = Object.entries(placement);
  const shape = entries.flatMap(([key, replicas]) =>
    isReplicaList(replicas)
      ? []
      : [failure(`placement.${key}`, replicas, "a list of node ids of brokers, each once, the preferred leader first")],
  );
  if (shape.length > 0) return shape;
  const numbers = numbered(placement).map(([number]) => number);
  const missing = numbers.findIndex((number, index) => number !== index);
  if (numbers.length === 0 || missing >= 0) {
    return [failure("placement", Object.keys(placement), "every partition from 0 on, none left out")];
  }
  const { partitions: count, replicationFactor: factor } = layoutOf({ placement });
  const uneven = entries.filter(([, replicas]) => replicas.length !== factor);
  return [
    ...uneven.map(([key, replicas]) => failure(`placement.${key}`, replicas, `${factor} replicas, as partition 0 has`)),
    ...(partitions === undefined || partitions === count
      ? []
      : [failure("partitions", partitions, `${count}, those of the placement, or nothing`)]),
    ...(replicationFactor === undefined || replicationFactor === factor
      ? []
      : [failure("replicationFactor", replicationFactor, `${factor}, that of the placement, or nothing`)]),
  ];
}

function failure(property: string, found: unknown, allowed: string): CheckFailure {
  return { property, reason: `found ${JSON.stringify(found)}, allowed is ${allowed}` };
}

function isReplicaList(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    new Set(value).size === value.length &&
    value.every((id) => typeof id === "number" && Number.isInteger(id) && id >= 0)
  );
}

/** Partitions in the order of their numbers: the keys of a map have another, and may have been written as `01`. */
function numbered(placement: Placement): [number, number[]][] {
  return Object.entries(placement)
    .map(([key, replicas]): [number, number[]] => [/^\d+$/.test(key) ? Number(key) : Number.NaN, replicas])
    .sort(([left], [right]) => left - right);
}

function same(left: readonly number[], right: readonly number[]): boolean {
  return left.length === right.length && left.every((id, index) => id === right[index]);
}
