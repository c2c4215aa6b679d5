import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "mocha";
import type { TopicInputs } from "../../../provider/src/topics/inputs";
import { topicDiffers } from "../../../provider/src/topics/diff";
import { FileJournal, withJournal } from "../../../provider/src/topics/journal";

const topic = (name: string, context = "one"): TopicInputs => ({
  connection: {
    brokers: ["b:9092", "a:9092"],
    access: "portForward",
    mechanism: "SCRAM-SHA-512",
    kubernetes: { context, namespace: "middleware" },
    secretName: "kafka-operator",
  },
  name,
  partitions: 1,
  replicationFactor: 1,
  config: {},
  deletion: "retain",
  adopt: false,
});

describe("journal of creations and moves", () => {
  it("knows in the next process of replicas that a killed one left moving, and shows the topic as a change", async () => {
    const folder = mkdtempSync(join(tmpdir(), "journal-"));
    try {
      const killed = new FileJournal(folder, spawnSync("true").pid);
      const next = new FileJournal(folder, process.pid, 0);
      assert.deepEqual(withJournal(next, topic("a")), topic("a"));
      killed.beginMove(topic("a"));
      assert.deepEqual(withJournal(next, topic("a")), { ...topic("a"), moving: true });
      assert.equal(topicDiffers(withJournal(next, topic("a")), topic("a")), true);
      assert.deepEqual([next.moveLeft(topic("b")), next.moveLeft(topic("a", "two"))], [false, false]);
      assert.equal(next.begin(topic("a")), false);
      next.beginMove(topic("a"));
      assert.equal(new FileJournal(folder).moveLeft(topic("a")), false, "its process is alive");
      killed.beginMove(topic("a"));
      next.finishMove(topic("a"));
      assert.equal(next.moveLeft(topic("a")), false);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("knows in the next process what was begun and not finished, cluster by cluster", async () => {
    const folder = mkdtempSync(join(tmpdir(), "journal-"));
    try {
      const killed = spawnSync("true").pid;
      const journal = new FileJournal(join(folder, "own"), killed);
      journal.finish(topic("a"));
      assert.equal(journal.begin(topic("a")), false);
      const next = new FileJournal(join(folder, "own"));
      assert.equal(next.begin(topic("a")), true);
      const stranger = new FileJournal(join(folder, "own"));
      assert.equal(stranger.begin(topic("a")), false, "its process is alive");
      stranger.finish(topic("a"));
      assert.equal(next.begin(topic("b")), false);
      assert.equal(next.begin(topic("a", "two")), false);
      next.finish(topic("a"));
      assert.equal(next.begin(topic("a")), false);
      for (const mark of [topic("a"), topic("b"), topic("a", "two")]) next.finish(mark);
      assert.deepEqual(readdirSync(join(folder, "own")), []);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
