import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { identify, isAlive, parseStartTime, sameProcess, signal } from "../../../commands/identity";

describe("a process's identity", () => {
  it("reads the start time after a command name of any kind", () => {
    const rest = Array.from({ length: 30 }, (_, i) => `${i + 4}`).join(" ");
    assert.equal(parseStartTime(`12 (a) b) (c) S ${rest}\n`), "22");
    assert.equal(parseStartTime(`12 (node) R ${rest}`), "22");
  });

  it("is not that of a later process with the same pid, nor of one before a reboot", function () {
    const own = identify(process.pid);
    if (!own || process.platform !== "linux") return this.skip();
    assert.ok(isAlive(own));
    assert.ok(!isAlive({ ...own, startTime: `${Number(own.startTime) - 1}` }));
    assert.ok(!isAlive({ ...own, bootId: "another" }));
    assert.ok(!sameProcess(own, undefined));
  });

  it("gets no signal when only its number is alive", async function () {
    if (process.platform !== "linux") return this.skip();
    const child = spawn("sleep", ["60"]);
    await once(child, "spawn");
    const identity = identify(child.pid as number);
    assert.ok(identity);
    assert.equal(signal({ ...identity, startTime: "1" }, "SIGKILL"), false);
    assert.ok(isAlive(identity));
    assert.equal(signal(identity, "SIGKILL"), true);
    await once(child, "exit");
    assert.ok(!isAlive(identity));
    assert.equal(signal(identity, "SIGKILL"), false);
  });
});
