import fc from "fast-check";
import type { KafkaView, Observation, PodView, VoterView } from "../../../provider/src/rollout/observation";

const failure = fc.record({
  reason: fc.constantFrom("CrashLoopBackOff", "ImagePullBackOff", "Unschedulable"),
  detail: fc.constantFrom("", "exit code 1"),
  container: fc.constantFrom("kafka", undefined),
  graceSeconds: fc.constantFrom(0, 60),
  forSeconds: fc.integer({ min: 0, max: 200 }),
});

/** Mostly healthy, so that many observations get as far as a restart. */
const pod: fc.Arbitrary<Omit<PodView, "name" | "role">> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ state: fc.constant("ready"), outdated: fc.boolean(), unhealthySeconds: fc.constant(0) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      state: fc.constantFrom("missing", "terminating", "starting", "ready"),
      outdated: fc.boolean(),
      unhealthySeconds: fc.integer({ min: 0, max: 900 }),
      failure: fc.option(failure, { nil: undefined }),
    }),
  },
) as fc.Arbitrary<Omit<PodView, "name" | "role">>;

const mostly = (weight: number) => fc.integer({ min: 0, max: weight }).map((number) => number > 0);

function kafka(names: string[]): fc.Arbitrary<KafkaView> {
  const ids = names.map((_, id) => id);
  const subset = fc.oneof({ weight: 6, arbitrary: fc.constant(ids) }, { weight: 1, arbitrary: fc.subarray(ids) });
  const voters = fc
    .tuple(...ids.map(() => mostly(20)))
    .map((current) => ids.map((id): VoterView => ({ id, current: current[id] ?? true })));
  const partition = fc
    .record({
      replicas: fc.subarray(ids, { minLength: 1 }),
      behind: mostly(20),
      minIsr: fc.integer({ min: 1, max: 3 }),
    })
    .map(({ replicas, behind, minIsr }) => ({ replicas, isr: behind ? replicas : replicas.slice(1), minIsr }));
  return fc.record({
    brokers: subset.chain((alive) =>
      fc
        .tuple(...alive.map(() => mostly(20)))
        .map((answers) => alive.map((id, index) => ({ id, pod: names[id] ?? "", answers: answers[index] ?? true }))),
    ),
    controller: fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom(...ids) },
      { weight: 1, arbitrary: fc.constant(null) },
    ),
    voters,
    partitions: fc
      .array(partition, { maxLength: 4 })
      .map((partitions) =>
        partitions.map((view, number) => ({ topic: "t", partition: number, leader: view.isr[0] ?? -1, ...view })),
      ),
  });
}

/** Anything that may be seen of one StatefulSet of brokers, possible or not. */
export const observations: fc.Arbitrary<Observation> = fc.integer({ min: 1, max: 5 }).chain((size) => {
  const names = Array.from({ length: size }, (_, id) => `kafka-controller-${id}`);
  return fc.record({
    sets: fc.constantFrom("current", "current", "current", "stale", "absent").map((state) => [
      {
        name: "kafka-controller",
        role: "broker" as const,
        replicas: size,
        state: state as "current" | "stale" | "absent",
        strategy: "OnDelete",
      },
    ]),
    pods: fc
      .tuple(...names.map(() => pod))
      .map((pods) => pods.map((view, id): PodView => ({ ...view, name: names[id] ?? "", role: "broker" }))),
    kafka: fc.oneof(
      { weight: 9, arbitrary: kafka(names) },
      { weight: 1, arbitrary: fc.constant({ unreachable: "no answer" }) },
    ),
    zookeeper: fc.constant([]),
    waitedSeconds: fc.integer({ min: 0, max: 1200 }),
  });
});
