import { spawn } from "node:child_process";
import { once } from "node:events";

it("waits beside a process in a group of its own", async function () {
  this.timeout(120_000);
  const child = spawn("sleep", ["120"], { detached: true, stdio: "ignore" });
  await once(child, "exit");
});
