import fc from "fast-check";
import { schema } from "../../../config/schema";
import type { Settings, StackFile } from "../../../config/schema";

type Cluster = NonNullable<StackFile["cluster"]>;

const name = fc.stringMatching(/^[a-z][a-z0-9]{0,11}$/);
const label = fc.stringMatching(/^[a-z]([a-z0-9-]{0,10}[a-z0-9])?$/);
const host = fc.stringMatching(/^[a-z][a-z0-9]{0,8}\.example$/);
const spread = fc.constantFrom("required", "preferred", "none");
const memory = fc.integer({ min: 2, max: 64 });
const storage = fc.record(
  { size: fc.integer({ min: 1, max: 900 }).map((gib) => `${gib}Gi`), class: label },
  { requiredKeys: ["size"] },
);
const resources = memory.map((gib) => ({
  requests: { cpu: "500m", memory: `${gib}Gi` },
  limits: { cpu: "2", memory: `${2 * gib}Gi` },
}));

const exactly = <T>(member: fc.Arbitrary<T>, count: number): fc.Arbitrary<T[]> =>
  fc.array(member, { minLength: count, maxLength: count });

const external = (brokers: number): fc.Arbitrary<Cluster["external"]> =>
  fc.record(
    {
      type: fc.constantFrom("LoadBalancer", "NodePort"),
      tlsSecret: label,
      hosts: exactly(host, brokers),
      nodePorts: exactly(fc.integer({ min: 30000, max: 32767 }), brokers),
      sourceRanges: fc.constantFrom<string[]>([], ["10.0.0.0/8"]),
      annotations: fc.dictionary(label, fc.string({ maxLength: 8 }), { maxKeys: 2 }),
    },
    { requiredKeys: ["type", "tlsSecret"] },
  );

const cluster: fc.Arbitrary<Cluster> = fc.integer({ min: 1, max: 9 }).chain((brokers) =>
  fc.record(
    {
      name,
      mode: fc.constantFrom("kraft", "zookeeper"),
      brokers: fc.constant(brokers),
      heapMiB: fc.integer({ min: 128, max: 1500 }),
      resources,
      storage,
      zookeeper: fc.record({ replicas: fc.constantFrom(1, 3, 5), heapMiB: fc.integer({ min: 64, max: 512 }), storage }),
      settings: fc.record(
        { "num.partitions": fc.integer({ min: 1, max: 64 }), "log.retention.hours": fc.integer({ min: 1, max: 999 }) },
        { requiredKeys: [] },
      ),
      logFlush: fc.constant({}),
      podDisruptionBudget: fc.boolean(),
      antiAffinity: spread,
      zoneSpread: spread,
      networkPolicy: fc.record(
        { enabled: fc.boolean(), clientNamespaces: fc.array(label, { maxLength: 3 }) },
        { requiredKeys: ["enabled"] },
      ),
      terminationGracePeriod: fc.integer({ min: 1, max: 600 }),
      rolloutTimeout: fc.integer({ min: 1, max: 3600 }),
      external: external(brokers),
    },
    { requiredKeys: ["brokers"] },
  ),
) as fc.Arbitrary<Cluster>;

const digest = fc.stringMatching(/^[0-9a-f]{64}$/).map((hex) => `sha256:${hex}`);
const image = fc.record({ repository: label, tag: label, digest }, { requiredKeys: ["repository", "tag"] });

/** Stack files that the schema takes: every mode, every option on and off. */
export const stackFiles: fc.Arbitrary<StackFile> = fc.record(
  {
    kubernetes: fc.record({ context: label, namespace: label }),
    images: fc.record(
      {
        registry: label,
        pullPolicy: fc.constantFrom("Always", "IfNotPresent", "Never"),
        pullSecrets: fc.array(label),
        kafka: image,
      },
      { requiredKeys: [] },
    ),
    cluster,
    security: fc.record(
      {
        mechanism: fc.constantFrom("SCRAM-SHA-512", "SCRAM-SHA-256"),
        tls: fc.oneof(fc.record({ secret: label }), fc.record({ issuer: fc.record({ name: label }) })),
      },
      { requiredKeys: [] },
    ),
    monitoring: fc.record(
      {
        metrics: fc.boolean(),
        kafkaExporter: fc.boolean(),
        serviceMonitor: fc.record(
          {
            enabled: fc.boolean(),
            labels: fc.dictionary(label, label, { maxKeys: 2 }),
            interval: fc.integer({ min: 5, max: 120 }),
          },
          { requiredKeys: ["enabled"] },
        ),
      },
      { requiredKeys: [] },
    ),
    topics: fc.constant({}),
  },
  { requiredKeys: ["kubernetes", "topics"] },
) as fc.Arbitrary<StackFile>;

/** {@link stackFiles}, read: with every default filled in. */
export const anySettings: fc.Arbitrary<Settings> = stackFiles.map((stackFile) => schema.parse(stackFile));
