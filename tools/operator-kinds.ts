import { copyFile, cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cachedFolder } from "./cache";
import { runCommand } from "../commands/subprocess";
import { Progress } from "../commands/progress";
import { versions } from "./versions";
import { requireGo } from "./go";

/** An operator whose CustomResourceDefinitions are taken out of its Go module. */
interface Operator {
  /** Name in the cache, and of the folder with its go.sum. */
  name: string;
  title: string;
  module: string;
  version: string;
  /** Folder of the definitions in the module. */
  folder: string;
  /** The kinds that a stack makes, or may make one day, as the files are named. */
  files: string[];
}

const PROMETHEUS: Operator = {
  name: "operator-kinds",
  title: "the Prometheus operator",
  module: "github.com/prometheus-operator/prometheus-operator",
  version: versions.prometheusOperator,
  folder: join("example", "prometheus-operator-crd"),
  files: ["podmonitors", "prometheusrules", "servicemonitors"].map((kind) => `monitoring.coreos.com_${kind}.yaml`),
};

const CERT_MANAGER: Operator = {
  name: "certificate-kinds",
  title: "cert-manager",
  module: "github.com/cert-manager/cert-manager",
  version: versions.certManager,
  folder: join("deploy", "crds"),
  files: ["certificates"].map((kind) => `cert-manager.io_${kind}.yaml`),
};

/**
 * The folder with the Prometheus operator's CustomResourceDefinitions, out of its Go module: what a cluster must have before it takes
 * ServiceMonitors and PrometheusRules. Only tests need them: a cluster with the operator has its own.
 */
export const ensureOperatorKinds = (progress: Progress): Promise<string> => ensureKinds(PROMETHEUS, progress);

/** The same of cert-manager: what a cluster must have before it takes Certificates. */
export const ensureCertificateKinds = (progress: Progress): Promise<string> => ensureKinds(CERT_MANAGER, progress);

async function ensureKinds(operator: Operator, progress: Progress): Promise<string> {
  const { name, title, version, module, folder, files } = operator;
  const recipe = [join(__dirname, "go", name), __filename];
  return cachedFolder({ name, version, recipe }, progress, (target) =>
    progress.step(`kinds of ${title} ${version}`, async (note) => {
      await requireGo();
      const sources = await moduleSources(name, `${module}@v${version}`, note);
      for (const file of files) await copyFile(join(sources, folder, file), join(target, file));
    }),
  );
}

/** A module's sources, checked against the go.sum beside this file. The checkout's copy stays as it is: Go would write to it. */
async function moduleSources(name: string, module: string, note: (line: string) => void): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), "kafka-go-"));
  try {
    await cp(join(__dirname, "go", name), copy, { recursive: true });
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
