import assert from "node:assert/strict";
import type { RequiredKind } from "../../../provider/src/guard/kinds";
import { kindRefusals, newKinds } from "../../../provider/src/guard/kinds";

const rule: RequiredKind = {
  apiVersion: "monitoring.coreos.com/v1",
  kind: "PrometheusRule",
  keyPath: "kafka:monitoring.alerts.as",
  advice: "install the Prometheus operator",
};
const monitor: RequiredKind = { ...rule, kind: "ServiceMonitor", keyPath: "kafka:monitoring.serviceMonitor.enabled" };

describe("guard: kinds", () => {
  it("refuses a kind that the cluster doesn't know, in one line with the key path and what to do", () => {
    const line =
      "kafka:monitoring.alerts.as: the Kubernetes cluster knows no PrometheusRule (monitoring.coreos.com/v1): install the Prometheus operator";
    assert.deepEqual(kindRefusals([rule], new Map([["monitoring.coreos.com/v1", []]])), [line]);
    assert.deepEqual(kindRefusals([rule], new Map()), [line]);
    assert.deepEqual(kindRefusals([rule, monitor], new Map([[rule.apiVersion, ["ServiceMonitor"]]])), [line]);
  });

  it("takes what is there", () => {
    const served = new Map([[rule.apiVersion, ["PrometheusRule", "ServiceMonitor"]]]);
    assert.deepEqual(kindRefusals([rule, monitor], served), []);
  });

  it("asks only for kinds that are new to the stack", () => {
    assert.deepEqual(newKinds([], [rule, monitor]), [rule, monitor]);
    assert.deepEqual(newKinds([rule], [{ ...rule, advice: "other words" }, monitor]), [monitor]);
    assert.deepEqual(newKinds([rule, monitor], [rule]), []);
  });
});
