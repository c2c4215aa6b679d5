import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What to render. */
export interface HelmRelease {
  /** The release's name. */
  name: string;
  /** A folder, an archive or an address. */
  chart: string;
  /** Version of a chart that has an address. */
  version?: string;
  namespace: string;
  values: unknown;
  /**
   * The Kubernetes version that the chart is to see.
   * @default Helm's own
   */
  kubernetes?: string;
}

/**
 * What `helm template` makes of a chart, YAML.
 *
 * @param helm Path of the executable.
 * @throws Error with Helm's own message.
 */
export function helmTemplate(helm: string, release: HelmRelease): string {
  const { name, chart, version, namespace, values, kubernetes } = release;
  const folder = mkdtempSync(join(tmpdir(), "values-"));
  try {
    const file = join(folder, "values.json");
    writeFileSync(file, JSON.stringify(values));
    const optional = [
      ...(version === undefined ? [] : ["--version", version]),
      ...(kubernetes === undefined ? [] : ["--kube-version", kubernetes]),
    ];
    return execFileSync(helm, ["template", name, chart, "--namespace", namespace, "--values", file, ...optional], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
      timeout: 60_000,
      maxBuffer: 64 * 1024 * 1024,
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
