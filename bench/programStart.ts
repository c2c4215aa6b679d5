import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { parse } from "yaml";

const run = promisify(execFile);

/**
 * Seconds from the program's first import to its first registration, each time in a process of its own, transpiled as Pulumi does it.
 *
 * @param rounds How often; one more that is not counted goes before.
 * @param configFile The stack's configuration.
 */
export async function programStart(rounds: number, configFile: string, env: NodeJS.ProcessEnv): Promise<number[]> {
  const { config } = parse(readFileSync(configFile, "utf8")) as { config: Record<string, unknown> };
  const texts = Object.entries(config).map(([key, value]) => [
    key,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  const seconds: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const { stdout } = await run(process.execPath, [join(__dirname, "firstRegistration.cjs")], {
      cwd: join(__dirname, ".."),
      env: { ...env, PULUMI_CONFIG: JSON.stringify(Object.fromEntries(texts)) },
    });
    if (round > 0) seconds.push(Number(stdout));
  }
  return seconds;
}
