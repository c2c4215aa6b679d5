import assert from "node:assert/strict";
import fc from "fast-check";
import type { StatefulSetSpec } from "../../../components/cluster/immutableChanges";
import { immutableChanges } from "../../../components/cluster/immutableChanges";

const spec = (storage = "100Gi", storageClassName: string | undefined = "fast"): StatefulSetSpec => ({
  serviceName: "kafka-controller-headless",
  podManagementPolicy: "Parallel",
  selector: { matchLabels: { "app.kubernetes.io/name": "kafka" } },
  volumeClaimTemplates: [
    {
      metadata: { name: "data" },
      spec: {
        accessModes: ["ReadWriteOnce"],
        resources: { requests: { storage } },
        ...(storageClassName === "" ? {} : { storageClassName }),
      },
    },
  ],
});
const fields = (before: StatefulSetSpec | undefined, now: StatefulSetSpec): string[] =>
  immutableChanges(before, now).map(({ field }) => field);

describe("immutableChanges", () => {
  it("finds none in the same spec, in a new one, and in what may change", () => {
    assert.deepEqual(fields(spec(), spec()), []);
    assert.deepEqual(fields(undefined, spec()), []);
    assert.deepEqual(fields({ ...spec(), ...{ replicas: 1 } }, { ...spec(), ...{ replicas: 3 } }), []);
  });

  it("says how to resize the claims", () => {
    assert.deepEqual(immutableChanges(spec("100Gi"), spec("200Gi")), [
      {
        field: "volumeClaimTemplates.data.storage",
        message:
          "volumeClaimTemplates.data.storage is 100Gi, 200Gi is asked for: expand the claims, then delete the StatefulSet alone (kubectl delete statefulset --cascade=orphan), then `up` (docs/resize-claims.md)",
      },
    ]);
  });

  it("takes equal sizes for equal, however they are written", () => {
    assert.deepEqual(fields(spec("1Ti"), spec("1024Gi")), []);
  });

  it("finds another class, but not the default class that Kubernetes named", () => {
    assert.deepEqual(fields(spec("1Gi", "fast"), spec("1Gi", "slow")), ["volumeClaimTemplates.data.storageClassName"]);
    assert.deepEqual(fields(spec("1Gi", "fast"), spec("1Gi", "")), []);
  });

  it("finds every other immutable field, all at once", () => {
    const other: StatefulSetSpec = {
      serviceName: "other",
      selector: { matchLabels: { "app.kubernetes.io/name": "other" } },
      volumeClaimTemplates: [],
    };
    assert.deepEqual(fields(spec(), other), ["serviceName", "podManagementPolicy", "selector", "volumeClaimTemplates"]);
  });

  it("is symmetric in what it finds, the default class aside", () => {
    const any = fc.record({
      serviceName: fc.constantFrom("a", "b"),
      podManagementPolicy: fc.constantFrom("Parallel", "OrderedReady"),
      size: fc.constantFrom("1Gi", "1024Mi", "2Gi"),
    });
    const make = ({ size, ...rest }: { size: string }): StatefulSetSpec => ({ ...spec(size), ...rest });
    fc.assert(fc.property(any, any, (a, b) => assert.deepEqual(fields(make(a), make(b)), fields(make(b), make(a)))));
  });
});
