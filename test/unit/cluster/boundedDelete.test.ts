import assert from "node:assert/strict";
import type { CustomResourceOptions } from "@pulumi/pulumi";
import { boundedDelete } from "../../../components/cluster/boundedDelete";

describe("the time limit of a deletion", () => {
  it("is set for Kubernetes objects, and a limit of the caller's own stays", () => {
    const kept: CustomResourceOptions = { protect: true };
    assert.deepEqual(boundedDelete("kubernetes:core/v1:ConfigMap", kept), {
      protect: true,
      customTimeouts: { delete: "30s" },
    });
    const unset = { customTimeouts: { create: "", delete: "" } };
    assert.deepEqual(boundedDelete("kubernetes:core/v1:Secret", unset), {
      customTimeouts: { create: "", delete: "30s" },
    });
    assert.deepEqual(boundedDelete("kubernetes:core/v1:Service", {}), { customTimeouts: { delete: "2m" } });
    const own = { customTimeouts: { create: "1m", delete: "5m" } };
    assert.deepEqual(boundedDelete("kubernetes:core/v1:Secret", own), own);
  });

  it("leaves what goes slowly, and what is not Kubernetes'", () => {
    const types = ["kubernetes:apps/v1:StatefulSet", "kubernetes:core/v1:Namespace", "random:index:RandomPassword"];
    for (const type of types) assert.deepEqual(boundedDelete(type, {}), {}, type);
  });
});
