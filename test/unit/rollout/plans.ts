import fc from "fast-check";
import type { Plan } from "./SimulatedCluster";

const delay = fc.record({
  recreate: fc.integer({ min: 0, max: 30 }),
  ready: fc.integer({ min: 1, max: 60 }),
  register: fc.integer({ min: 0, max: 30 }),
  catchUp: fc.integer({ min: 0, max: 10 }),
});

/** Any cluster whose brokers come back within the time limit of the tests, 600 s. */
export function plans(faults: "none" | "some"): fc.Arbitrary<Plan> {
  return fc.integer({ min: 1, max: 7 }).chain((brokers) => {
    const perBroker = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: brokers, maxLength: brokers });
    const id = fc.integer({ min: 0, max: brokers - 1 });
    const some = faults === "some";
    return fc.record({
      brokers: fc.constant(brokers),
      replicationFactor: fc.integer({ min: 1, max: Math.min(3, brokers) }),
      partitions: fc.integer({ min: 0, max: 12 }),
      controller: id,
      outdated: perBroker(fc.boolean()),
      delays: perBroker(delay),
      crashedAtStart: perBroker(some ? fc.boolean() : fc.constant(false)),
      newIsBroken: some ? fc.boolean() : fc.constant(false),
      accidents: some
        ? fc.array(fc.record({ broker: id, at: fc.integer({ min: 0, max: 900 }) }), { maxLength: 3 })
        : fc.constant([]),
    });
  });
}
