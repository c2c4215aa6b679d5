import assert from "node:assert/strict";
import { exitCode } from "../../../review/drift/find";
import { readRefresh } from "../../../review/drift/events";
import { driftReport } from "../../../review/drift/markdown";
import { parseDrift } from "../../../review/drift/options";

const URN = "urn:pulumi:s::p::pulumi-nodejs:dynamic/kafka/users:KafkaUser::worker";
const type = "pulumi-nodejs:dynamic/kafka/users:KafkaUser";

/** An event stream, as the engine prints it, with a line of somebody else among it. */
function stream(...events: object[]): string {
  return ["a line of a plugin", ...events.map((event) => JSON.stringify(event))].join("\n");
}
const outputs = (op: string, from: object, to?: object): object => ({
  resOutputsEvent: {
    metadata: {
      op,
      urn: URN,
      type,
      old: { custom: true, inputs: { name: "worker" }, outputs: from },
      ...(to && { new: { custom: true, inputs: { name: "worker" }, outputs: to } }),
    },
  },
});
const summary = { summaryEvent: { resourceChanges: { same: 1 } } };
const said = (severity: string, message: string): object => ({
  diagnosticEvent: { prefix: `${severity}: `, message, severity },
});

describe("what a refresh found", () => {
  it("is nothing where all is the same", () => {
    const found = readRefresh(stream(outputs("same", {}, {}), summary), 0);
    assert.equal(exitCode(found), 0);
    assert.equal(driftReport("prod", found), "## Kafka stack `prod`: no drift\n\n1 resource looked at.\n");
  });

  it("is what the provider found beside the inputs, where those are the same", () => {
    const found = readRefresh(
      stream(outputs("update", { credential: "current" }, { credential: "outdated" }), summary),
      0,
    );
    assert.equal(exitCode(found), 2);
    assert.match(driftReport("prod", found), /- KafkaUser `worker`: `credential`\n/);
    assert.match(driftReport("prod", found), /credential: current → outdated/);
  });

  it("is that a resource is gone", () => {
    const found = readRefresh(stream(outputs("delete", {}), summary), 0);
    assert.match(driftReport("prod", found), /- KafkaUser `worker` is gone/);
  });

  it("is an error where the refresh did not come to its end, whatever it had found", () => {
    for (const [text, code] of [
      [stream(outputs("delete", {}), said("error", "no answer"), summary), 255],
      [stream(outputs("delete", {}), said("error", "no answer")), 0],
    ] as const) {
      const found = readRefresh(text, code);
      assert.equal(exitCode(found), 1);
      assert.match(driftReport("prod", found), /drift could not be looked for\n\n```\nno answer\n```/);
    }
  });

  it("has nothing of the engine's debug messages, which show what plugins answered", () => {
    const found = readRefresh(stream(said("debug", "password=hunter2"), summary), 0);
    assert.deepEqual(found.messages, []);
  });
});

describe("the options of `npm run drift`", () => {
  it("are refused in one line when they are wrong", () => {
    assert.throws(() => parseDrift([]), { name: "Failure", message: /^--stack: name the stack/ });
    assert.throws(() => parseDrift(["--stack", "a", "b"]), /Unexpected argument 'b'/);
    assert.equal(parseDrift(["--help"]), undefined);
    assert.deepEqual(parseDrift(["--stack", "a"]), { stack: "a", out: undefined, configFile: undefined });
  });
});
