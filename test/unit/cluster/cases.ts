import { schema } from "../../../config/schema";
import type { Settings, StackFile } from "../../../config/schema";

/** The settings of a stack file with nothing in it but what is given. */
export function settings(stackFile: StackFile = {}): Settings {
  return schema.parse({ kubernetes: { context: "test" }, topics: {}, ...stackFile });
}

/** Settings of every shape that the chart's values take, one of each kind. */
export const cases: Record<string, Settings> = {
  prod: settings({
    cluster: { storage: { size: "100Gi", class: "managed-premium" }, antiAffinity: "required", zoneSpread: "required" },
    images: { pullSecrets: ["registry"] },
    monitoring: { serviceMonitor: { enabled: true, labels: { release: "prometheus" } } },
  }),
  dev: settings({ cluster: { brokers: 1, storage: { size: "10Gi" }, antiAffinity: "none", zoneSpread: "none" } }),
  local: settings({
    cluster: { storage: { size: "1Gi" }, networkPolicy: { clientNamespaces: ["apps"] }, heapMiB: 256 },
    monitoring: { kafkaExporter: false },
    security: { mechanism: "SCRAM-SHA-256" },
  }),
  "brokers beside the voters": settings({ cluster: { additionalBrokers: 2, antiAffinity: "none" } }),
  zookeeper: settings({ cluster: { mode: "zookeeper", storage: { size: "100Gi", class: "managed-premium" } } }),
  "TLS inside": settings({ security: { tls: { issuer: { name: "kafka-ca" } } } }),
  "TLS inside, ZooKeeper": settings({ cluster: { mode: "zookeeper" }, security: { tls: { secret: "my-tls" } } }),
  "zookeeper, alone": settings({
    cluster: { mode: "zookeeper", brokers: 1, zookeeper: { replicas: 1 }, networkPolicy: { enabled: false } },
    monitoring: { metrics: false },
  }),
};

/** Settings with access from outside, which the stand-in chart doesn't take. */
export const external: Record<string, Settings> = {
  "load balancers with hosts": settings({
    cluster: { external: { type: "LoadBalancer", tlsSecret: "tls", hosts: ["a.example", "b.example", "c.example"] } },
  }),
  "load balancers, discovered": settings({ cluster: { external: { type: "LoadBalancer", tlsSecret: "tls" } } }),
  "node ports with hosts": settings({
    cluster: {
      external: {
        type: "NodePort",
        tlsSecret: "tls",
        hosts: ["a.example", "b.example", "c.example"],
        nodePorts: [30001, 30002, 30003],
      },
    },
  }),
  "load balancers, and TLS inside": settings({
    security: { tls: { secret: "inside" } },
    cluster: {
      external: {
        type: "LoadBalancer",
        issuer: { name: "public", kind: "ClusterIssuer" },
        hosts: ["a.example", "b.example", "c.example"],
      },
    },
  }),
  "node ports, discovered, ZooKeeper": settings({
    cluster: { mode: "zookeeper", external: { type: "NodePort", tlsSecret: "tls" } },
  }),
};
