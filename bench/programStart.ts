import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { stringify } from "yaml";
import { stackConfig } from "../test/e2e/environment";

const run = promisify(execFile);
const CONTEXT = "kafka-bench";

/**
 * Seconds from the program's first import to its first registration, with the prod stack's settings, each time in a process of its own,
 * started as Pulumi.yaml says. No cluster is needed for that: the kubeconfig is only looked at.
 *
 * @param rounds How often; one more that is not counted goes before.
 * @param folder Where the kubeconfig may be written.
 */
export async function programStart(rounds: number, folder: string): Promise<number[]> {
  const KUBECONFIG = join(folder, "kubeconfig");
  const cluster = { name: CONTEXT, cluster: { server: "https://127.0.0.1:6443" } };
  const context = { name: CONTEXT, context: { cluster: CONTEXT } };
  writeFileSync(KUBECONFIG, stringify({ contexts: [context], clusters: [cluster] }));
  const texts = Object.entries(stackConfig("prod", { "kafka:kubernetes": { context: CONTEXT } })).map(
    ([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)],
  );
  const seconds: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const { stdout } = await run(
      process.execPath,
      ["--require", "./start/lazySdk.cjs", join(__dirname, "firstRegistration.cjs")],
      {
        cwd: join(__dirname, ".."),
        env: { ...process.env, KUBECONFIG, PULUMI_CONFIG: JSON.stringify(Object.fromEntries(texts)) },
      },
    );
    if (round > 0) seconds.push(Number(stdout));
  }
  return seconds;
}
