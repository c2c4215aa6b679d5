import assert from "node:assert/strict";
import type { ResourceTransformArgs } from "@pulumi/pulumi";
import { ensembleUnreplaced } from "../../../components/cluster/ensembleUnreplaced";

describe("the ensemble's StatefulSet of a newer chart", () => {
  const claims = { metadata: { name: "data" }, spec: { resources: { requests: { storage: "20Gi" } } } };
  const kind = { apiVersion: "v1", kind: "PersistentVolumeClaim" };
  const transform = ensembleUnreplaced("kafka-zookeeper");
  const transformed = (spec: object, name = "kafka-zookeeper", type = "kubernetes:apps/v1:StatefulSet") =>
    transform({ type, name, props: { metadata: { name }, spec }, opts: {}, custom: true } as ResourceTransformArgs) as
      { props: { spec: object } } | undefined;

  it("is as the older chart wrote it, which Kubernetes fills in to the same", () => {
    const older = { replicas: 3, volumeClaimTemplates: [claims] };
    const newer = { ...older, revisionHistoryLimit: 10, volumeClaimTemplates: [{ ...kind, ...claims }] };
    assert.deepEqual(transformed(newer)?.props.spec, older);
    assert.deepEqual(transformed(older)?.props.spec, older);
  });

  it("gets no claim templates that it does not have", () => {
    assert.deepEqual(transformed({ replicas: 3 })?.props.spec, { replicas: 3 });
  });

  it("keeps a limit that somebody chose", () => {
    const own = { revisionHistoryLimit: 3, volumeClaimTemplates: [] };
    assert.deepEqual(transformed(own)?.props.spec, own);
  });

  it("leaves the brokers' as the chart has it, and all that is no StatefulSet", () => {
    const spec = { revisionHistoryLimit: 10, volumeClaimTemplates: [{ ...kind, ...claims }] };
    assert.equal(transformed(spec, "kafka-broker"), undefined);
    assert.equal(transformed(spec, "kafka-zookeeper", "kubernetes:core/v1:Service"), undefined);
  });
});
