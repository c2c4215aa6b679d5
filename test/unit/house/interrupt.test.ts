import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { poll } from "../../../commands/deadline";
import { checkout } from "../../../commands/checkout";
import { processesWith } from "../../engine/processesWith";

const RUN = join("test", "unit", "house", "interrupted", "run.ts");

describe("a test run that is told to end", function () {
  this.timeout(120_000);

  for (const [name, code] of [
    ["SIGTERM", 143],
    ["SIGINT", 130],
  ] as const) {
    it(`ends at ${name} with code ${code}, and what its tests started with it`, async () => {
      const id = randomUUID();
      const env = { ...process.env, THIS_TEST: id };
      const child = spawn(process.execPath, ["--import", "tsx", RUN], {
        cwd: checkout,
        env,
        stdio: ["ignore", "pipe", "pipe"],
      });
      let printed = "";
      for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (printed += String(chunk)));
      const sleeps = (): boolean => processesWith(id).some((pid) => commandOf(pid) === "sleep");
      await poll(() => sleeps() || undefined, { what: "the test's process", timeout: 60_000, explain: () => printed });
      const closed = once(child, "close");
      child.kill(name);
      assert.deepEqual(await closed, [code, null], printed);
      assert.deepEqual(processesWith(id), []);
      assert.match(printed, new RegExp(`Stopped by ${name}`));
    });
  }
});

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, "utf8").trim();
  } catch {
    // It ended since it was found.
    return "";
  }
}
