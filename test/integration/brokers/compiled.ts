import { execFile } from "node:child_process";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { kafkaLibs } from "../../../local/kafka/libs";

/**
 * Compiles classes that brokers of the tests load, such as policies, from their sources in `brokers/classes`.
 * @returns the folder of the classes, to be removed by the caller
 */
export async function compiled(...names: string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "kafka-classes-"));
  const sources = names.map((name) => join(__dirname, "classes", `${name}.java`));
  const classPath = `${await kafkaLibs()}/*`;
  await promisify(execFile)("javac", ["-cp", classPath, "-d", folder, ...sources]);
  return folder;
}
