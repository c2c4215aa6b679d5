import assert from "node:assert/strict";
import fc from "fast-check";
import { parseSettings } from "../../../config/parse";
import type { StackFile } from "../../../config/schema";
import { formatDuration } from "../../../config/units";
import { accepted } from "./parsed";

const label = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/).filter((name) => name !== "operator" && name !== "interbroker");
const seconds = fc.oneof(
  fc.integer({ min: 1, max: 100_000 }),
  fc.integer({ min: 1, max: 100_000 }).map((amount) => formatDuration(BigInt(amount), "s")),
);

const topic = fc.record(
  {
    partitions: fc.integer({ min: 1, max: 64 }),
    replicationFactor: fc.constant(3),
    config: fc.record(
      {
        "retention.ms": fc.constantFrom<string | number>("7d", "30s", -1, "604800000"),
        "cleanup.policy": fc.constantFrom("delete", "compact", "compact, delete"),
        "max.message.bytes": fc.constantFrom<string | number>("1MiB", 1000, "10Mi"),
      },
      { requiredKeys: [] },
    ),
    deletion: fc.constantFrom("retain" as const, "delete" as const),
    adopt: fc.boolean(),
  },
  { requiredKeys: [] },
);

/** Stack files that are right. */
const stackFiles: fc.Arbitrary<StackFile> = fc.record(
  {
    environment: label,
    kubernetes: fc.record(
      { context: fc.string({ minLength: 1 }), namespace: label, createNamespace: fc.boolean() },
      { requiredKeys: ["context"] },
    ),
    cluster: fc.record(
      {
        name: label,
        mode: fc.constantFrom("kraft" as const, "zookeeper" as const),
        brokers: fc.integer({ min: 3, max: 10 }),
        heapMiB: fc.integer({ min: 128, max: 4095 }),
        storage: fc.record({ size: fc.constantFrom("1Gi", "10GiB", 1048576), class: label }, { requiredKeys: [] }),
        settings: fc.record(
          {
            "num.io.threads": fc.oneof(fc.integer({ min: 1, max: 64 }), fc.constant("8")),
            "log.retention.ms": fc.constantFrom<string | number>("7d", -1, 86400000),
            "message.max.bytes": fc.constantFrom<string | number>("1MiB", "20MiB", 1048576),
          },
          { requiredKeys: [] },
        ),
        logFlush: fc.record({ intervalMs: fc.integer({ min: 1, max: 10_000 }) }, { requiredKeys: [] }),
        rolloutTimeout: seconds,
        terminationGracePeriod: seconds,
        antiAffinity: fc.constantFrom("required" as const, "preferred" as const, "none" as const),
      },
      { requiredKeys: [] },
    ),
    security: fc.record({ iterations: fc.integer({ min: 4096, max: 16384 }) }, { requiredKeys: [] }),
    deletion: fc.constantFrom("retain" as const, "delete" as const),
    topics: fc.dictionary(fc.stringMatching(/^[a-zA-Z0-9-]{1,20}$/), topic, { maxKeys: 5 }),
    users: fc.dictionary(label, fc.record({ rotation: fc.integer({ min: 1, max: 9 }) }, { requiredKeys: [] })),
    monitoring: fc.record({ metrics: fc.boolean() }, { requiredKeys: [] }),
  },
  { requiredKeys: ["kubernetes"] },
);

/** Paths of all mappings in a value where the schema names the keys: a map of the user's own names has no unknown key. */
function mappings(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  const below = Object.entries(value).flatMap(([key, child]) => mappings(child, [...path, key]));
  return ["topics", "users"].includes(path.join(".")) ? below : [path, ...below];
}

function reversed(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, child]) => [key, reversed(child)]),
  );
}

describe("any settings", function () {
  // A hundred random stack files a test, also on a machine that is busy with other things.
  this.timeout(60_000);

  it("that are right are accepted, and what comes out is accepted again and stays the same", () => {
    fc.assert(
      fc.property(stackFiles, (raw) => {
        const { settings } = accepted(raw);
        assert.deepEqual(accepted(settings).settings, settings);
      }),
    );
  });

  it("mean the same in any order", () => {
    fc.assert(
      fc.property(stackFiles, (raw) => {
        assert.deepEqual(accepted(reversed(raw)).settings, accepted(raw).settings);
      }),
    );
  });

  it("are not changed by being read", () => {
    fc.assert(
      fc.property(stackFiles, (raw) => {
        const before = structuredClone(raw);
        parseSettings({ ...raw, nope: 1, access: "x" }, "test");
        assert.deepEqual(structuredClone(raw), before);
      }),
    );
  });

  it("are refused with an unknown key anywhere, which is the only error", () => {
    fc.assert(
      fc.property(stackFiles, fc.nat(), (raw, choice) => {
        const wrong = structuredClone(raw);
        const paths = mappings(wrong);
        const path = paths[choice % paths.length] ?? [];
        const holder = path.reduce<object>((value, key) => Reflect.get(value, key) as object, wrong);
        Reflect.set(holder, "noSuchKey", 1);
        const parsed = parseSettings(wrong, "test");
        assert.ok(!parsed.ok);
        assert.deepEqual(
          parsed.errors.map((error) => error.path),
          [[...path, "noSuchKey"]],
        );
      }),
    );
  });

  it("of any other kind are refused without failing", () => {
    const keys = fc.constantFrom("kubernetes", "cluster", "topics", "users", "access", "chart", "security", "nope");
    const anything = fc.oneof(fc.object(), fc.dictionary(keys, fc.anything({ maxDepth: 4 })), fc.anything());
    fc.assert(
      fc.property(anything, (raw) => {
        const parsed = parseSettings(raw, "test");
        assert.ok(parsed.ok || parsed.errors.length > 0);
      }),
    );
  });
});
