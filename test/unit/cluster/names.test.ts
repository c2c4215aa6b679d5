import assert from "node:assert/strict";
import * as names from "../../../components/cluster/names";
import { external, settings } from "./cases";

describe("names", () => {
  it("of a KRaft cluster", () => {
    const stack = settings();
    assert.equal(names.statefulSetName(stack), "kafka-controller");
    assert.equal(names.bootstrapServers(stack), "kafka.middleware.svc.cluster.local:9092");
    assert.deepEqual(names.brokerHosts(stack), [
      "kafka-controller-0.kafka-controller-headless.middleware.svc.cluster.local:9092",
      "kafka-controller-1.kafka-controller-headless.middleware.svc.cluster.local:9092",
      "kafka-controller-2.kafka-controller-headless.middleware.svc.cluster.local:9092",
    ]);
  });

  it("of brokers beside the voters", () => {
    const stack = settings({ cluster: { brokers: 1, additionalBrokers: 2 } });
    assert.deepEqual(names.brokerHosts(stack), [
      "kafka-controller-0.kafka-controller-headless.middleware.svc.cluster.local:9092",
      "kafka-broker-0.kafka-broker-headless.middleware.svc.cluster.local:9092",
      "kafka-broker-1.kafka-broker-headless.middleware.svc.cluster.local:9092",
    ]);
    assert.deepEqual(names.rolledStatefulSets(stack), ["kafka-broker", "kafka-controller"]);
  });

  it("of a ZooKeeper cluster", () => {
    const stack = settings({ cluster: { mode: "zookeeper", name: "events", brokers: 1, zookeeper: { replicas: 1 } } });
    assert.equal(names.statefulSetName(stack), "events-broker");
    assert.equal(names.zookeeperName(stack), "events-zookeeper");
    assert.deepEqual(names.rolledStatefulSets(stack), ["events-zookeeper", "events-broker"]);
  });

  it("of the Secrets", () => {
    const stack = settings();
    const ofTurn = (rotation: number): string => names.internalSecretName(settings({ security: { rotation } }));
    assert.deepEqual([1, 2, 3].map(ofTurn), [
      "kafka-internal-credentials",
      "kafka-internal-credentials-b",
      "kafka-internal-credentials",
    ]);
    assert.equal(names.clusterIdSecretName(stack), "kafka-cluster-id");
    assert.equal(names.operatorSecretName(stack), "kafka-operator");
    assert.equal(names.clientSecretName(stack, "worker"), "kafka-client-worker");
  });

  it("of the brokers outside, where they are known before the cluster is", () => {
    const servers = Object.values(external).map(names.externalBootstrapServers);
    assert.deepEqual(servers, [
      "a.example:9095,b.example:9095,c.example:9095",
      undefined,
      "a.example:30001,b.example:30002,c.example:30003",
      "a.example:9095,b.example:9095,c.example:9095",
      undefined,
    ]);
    assert.equal(names.externalBootstrapServers(settings()), undefined);
  });
});
