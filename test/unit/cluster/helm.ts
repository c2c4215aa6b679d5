import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * What `helm template` makes of a chart with these values, for the release `kafka`.
 *
 * @param helm Path of the executable.
 * @throws Error with Helm's own message.
 */
export function helmTemplate(helm: string, chart: string, namespace: string, values: unknown): string {
  const folder = mkdtempSync(join(tmpdir(), "values-"));
  try {
    const file = join(folder, "values.json");
    writeFileSync(file, JSON.stringify(values));
    return execFileSync(helm, ["template", "kafka", chart, "-n", namespace, "-f", file], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
      timeout: 30_000,
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
