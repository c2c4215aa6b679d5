import { topics } from "@kafka-on-kubernetes/provider";
import { Failure } from "../commands/failure";
import type { Engine } from "../review/engine";

/**
 * Hands an encrypted setting to the provider, decrypted by Pulumi with the caller's own login and passphrase. It is kept in this
 * process's memory alone.
 *
 * @throws Failure where it can't be decrypted.
 */
export async function handOver(engine: Engine, setting: string): Promise<void> {
  const { code, stdout, stderr } = await engine.run("config", "get", setting);
  if (code !== 0) {
    throw new Failure(`${setting} can't be read with pulumi config get: ${stderr.trim().split("\n").at(-1)}`);
  }
  const value = stdout.replace(/\r?\n$/, "");
  await topics.configure({ config: { get: (key) => (key === setting ? value : undefined) } });
}
