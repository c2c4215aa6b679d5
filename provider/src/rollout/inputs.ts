import type { KubernetesConnection } from "../connection";

/** Inputs of a rollout, and its outputs. */
export interface RolloutInputs {
  connection: KubernetesConnection;
  /** The StatefulSets to bring to their newest revision; ZooKeeper's first. */
  statefulSets: string[];
  /** Number of brokers. */
  replicas: number;
  /** A hash of what the pods are made from: only a trigger. */
  revision: string;
  /** Time limit of one restart until everything is caught up, in seconds. */
  timeoutSeconds: number;
}

/** How unknown values of a preview look to a dynamic provider. */
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

type Failures = { property: string; reason: string }[];

/** What is wrong with inputs that no settings could give. */
export function failuresOf({ statefulSets, replicas, timeoutSeconds }: RolloutInputs): Failures {
  const failures: Failures = [];
  const refuse = (property: keyof RolloutInputs, value: unknown, fits: boolean, must: string) => {
    if (value !== unknown && !fits)
      failures.push({ property, reason: `${property} must be ${must}, found ${JSON.stringify(value)}` });
  };
  const names = Array.isArray(statefulSets) && statefulSets.length > 0 && statefulSets.every((name) => name !== "");
  refuse("statefulSets", statefulSets, names, "the names of one StatefulSet or more");
  refuse("replicas", replicas, Number.isInteger(replicas) && replicas > 0, "a whole number of brokers from 1 on");
  refuse("timeoutSeconds", timeoutSeconds, timeoutSeconds > 0, "a number of seconds above 0");
  return failures;
}

/** The inputs that make a difference: the way to the cluster and the time limit change nothing in it. */
const significant = ["revision", "replicas", "statefulSets"] as const;

/** Whether there is something to roll out. */
export function hasChanged(olds: Partial<RolloutInputs>, news: RolloutInputs): boolean {
  return significant.some((key) => JSON.stringify(olds[key]) !== JSON.stringify(news[key]));
}

/** The cluster's name: what its StatefulSets are named after. */
export function clusterName({ statefulSets }: RolloutInputs): string {
  return (statefulSets.at(-1) ?? "").replace(/-(controller|broker)$/, "");
}
