import assert from "node:assert/strict";
import { RunError } from "@pulumi/pulumi/errors";
import { SettingsError } from "../../../config/settingsError";
import { stackValues } from "../../../config/stackValues";

describe("settings out of Pulumi's configuration", () => {
  it("are all keys of the namespace, known or not, mappings and lists read from JSON", () => {
    const { raw, errors } = stackValues(
      {
        "kafka:cluster": '{"brokers":3}',
        "kafka:deletion": "delete",
        "kafka:nope": "1",
        "aws:region": "x",
        "kafka:bad": "{",
      },
      () => false,
    );
    assert.deepEqual(raw, { cluster: { brokers: 3 }, deletion: "delete", nope: "1", bad: "{" });
    assert.deepEqual(errors, []);
  });

  it("refuse what is encrypted, without showing it", () => {
    const { raw, errors } = stackValues({ "kafka:users": '{"hunter2":{}}' }, () => true);
    assert.deepEqual(raw, {});
    assert.equal(errors.length, 1);
    assert.doesNotMatch(new SettingsError("prod", errors).message, /hunter2/);
  });

  it("are refused with one message that has one line per error, and no stack trace in the engine", () => {
    const error = new SettingsError("prod", [
      { path: ["cluster", "brokers"], text: "found 0; allowed: 1 or more" },
      { path: ["topics", "a.b"], text: "choose another" },
    ]);
    assert.ok(RunError.isInstance(error));
    assert.equal(
      error.message,
      'Pulumi.prod.yaml has 2 errors:\n  kafka:cluster.brokers: found 0; allowed: 1 or more\n  kafka:topics["a.b"]: choose another',
    );
  });
});
