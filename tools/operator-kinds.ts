import { copyFile, cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CacheEntry, cachedFolder } from "./cache";
import { runCommand } from "../commands/subprocess";
import { Progress } from "../commands/progress";
import { versions } from "./versions";
import { requireGo } from "./go";

const OPERATOR = "github.com/prometheus-operator/prometheus-operator";

/** The kinds that a stack's monitoring makes, or may make one day, as the operator's files are named. */
const KINDS = ["podmonitors", "prometheusrules", "servicemonitors"];

const entry: CacheEntry = {
  name: "operator-kinds",
  version: versions.prometheusOperator,
  recipe: [join(__dirname, "go", "operator-kinds"), __filename],
};

/**
 * The folder with the Prometheus operator's CustomResourceDefinitions, out of its Go module: what a cluster must have before it takes
 * ServiceMonitors and PrometheusRules. Only tests need them: a cluster with the operator has its own.
 */
export async function ensureOperatorKinds(progress: Progress): Promise<string> {
  return cachedFolder(entry, progress, (target) =>
    progress.step(`kinds of the Prometheus operator ${entry.version}`, async (note) => {
      await requireGo();
      const sources = await moduleSources(`${OPERATOR}@v${entry.version}`, note);
      for (const kind of KINDS) {
        const file = `monitoring.coreos.com_${kind}.yaml`;
        await copyFile(join(sources, "example", "prometheus-operator-crd", file), join(target, file));
      }
    }),
  );
}

/** A module's sources, checked against the go.sum beside this file. The checkout's copy stays as it is: Go would write to it. */
async function moduleSources(module: string, note: (line: string) => void): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), "kafka-go-"));
  try {
    await cp(join(__dirname, "go", "operator-kinds"), copy, { recursive: true });
    const printed = await runCommand("go", ["mod", "download", "-json", module], {
      cwd: copy,
      env: { GOFLAGS: "-mod=mod", GOWORK: "off" },
      onLine: note,
    });
    return (JSON.parse(printed) as { Dir: string }).Dir;
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}
