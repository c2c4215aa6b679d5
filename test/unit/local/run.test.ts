import assert from "node:assert/strict";
import { chartReachable, overridesFor } from "../../../local/chart-source";
import { parseDown, parseUp } from "../../../local/options";
import { createProgress, duration } from "../../../commands/progress";
import { mergeSettings } from "../../../local/stack";

describe("the options of `npm run local`", () => {
  it("have defaults", () => {
    assert.deepEqual(parseUp([]), { context: undefined, nodes: 1, help: false });
    assert.deepEqual(parseUp(["--context", "mine"]), { context: "mine", nodes: 1, help: false });
    assert.equal(parseUp(["--nodes=3"]).nodes, 3);
    assert.equal(parseDown(["--help"]).help, true);
  });

  it("are refused in one line when they are wrong", () => {
    assert.throws(() => parseUp(["--nodes", "12"]), {
      name: "Failure",
      message: "--nodes 12: must be a number from 1 to 9",
    });
    assert.throws(() => parseUp(["--context", "mine", "--nodes", "3"]), /leave it out with --context/);
    assert.throws(() => parseUp(["--foo"]), /^Failure: Unknown option '--foo'; --help shows what there is$/);
    assert.throws(() => parseDown(["everything"]), /Failure: Unexpected argument 'everything'/);
  });
});

describe("the settings of the local run", () => {
  const own = { kind: "own" as const, context: "kafka-local", kubeconfig: "/k" };

  it("take chart and images made here where the registry can't be reached", () => {
    const overrides = overridesFor(own, false);
    assert.match(overrides["kafka:chart"]?.path ?? "", /local\/chart$/);
    assert.deepEqual(overrides["kafka:images"], { registry: "registry.local" });
  });

  it("take only the images made here for a cluster without a way out", () => {
    assert.deepEqual(Object.keys(overridesFor(own, true)), ["kafka:kubernetes", "kafka:images"]);
    assert.deepEqual(Object.keys(overridesFor({ ...own, kind: "kind" }, true)), ["kafka:kubernetes"]);
    const named = { ...own, kind: "named" as const, kubeconfig: "/one:/two" };
    assert.deepEqual(overridesFor(named, true), { "kafka:kubernetes": { context: own.context } });
  });

  it("lie over the committed ones key by key, and keep the salt", () => {
    const committed = { config: { "kafka:kubernetes": { context: "x", namespace: "n" }, "kafka:deletion": "delete" } };
    assert.deepEqual(mergeSettings(committed, { "kafka:kubernetes": { context: "y" } }, "salt"), {
      encryptionsalt: "salt",
      config: { "kafka:kubernetes": { context: "y", namespace: "n" }, "kafka:deletion": "delete" },
    });
    assert.equal("encryptionsalt" in mergeSettings({}, {}, undefined), false);
  });

  it("ask for the chart's registry once", () => {
    assert.equal(chartReachable(), chartReachable());
  });
});

describe("progress", () => {
  it("shows each step with its result and time, and a failed one as failed", async () => {
    const lines: string[] = [];
    let time = 0;
    const progress = createProgress({ write: (line) => lines.push(line), now: () => (time += 1500) });
    await progress.step("first", async (note, done) => {
      note("something");
      done("made");
    });
    await assert.rejects(progress.step("second", () => Promise.reject(new Error("no"))));
    assert.deepEqual(lines, ["  … first: something", "✓ first: made (1.5 s)", "✗ second failed after 1.5 s"]);
  });

  it("writes times as people do", () => {
    assert.equal(duration(850), "0.8 s");
    assert.equal(duration(59_940), "59.9 s");
    assert.equal(duration(125_400), "2 min 5 s");
  });
});
