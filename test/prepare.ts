import { join } from "node:path";
import { kubernetesBinaries } from "../local/cluster/binaries";
import { kafkaImageArchive, systemImageArchive } from "../local/images";
import { taskImageArchive } from "../local/images/tasks";
import { jmxExporterJars, kafkaLibs, mirrorMakerLibs, zooKeeperLibs } from "../local/kafka/libs";
import { checkout } from "../commands/checkout";
import type { Progress } from "../commands/progress";
import { createProgress } from "../commands/progress";
import { ensureTools } from "../tools";
import { ensureCertificateKinds, ensureOperatorKinds } from "../tools/operator-kinds";
import { ensurePythonHost } from "../tools/pulumiPython";
import { findPython, PYTHON_NEEDED, pythonEnvironment } from "../tools/python";
import { ensureClassArchive } from "./integration/brokers/ensureClassArchive";

/** What each tier needs to be there before its first test: on a fresh machine half an hour of builds, which no test's time limit allows for. */
export const PREPARATIONS = {
  unit: [],
  integration: [
    ensureTools,
    ensureOperatorKinds,
    ensureCertificateKinds,
    kubernetesBinaries,
    kafkaLibs,
    zooKeeperLibs,
    jmxExporterJars,
    ensureClassArchive,
    pythonExamples,
  ],
  e2e: [
    ensureTools,
    ensureOperatorKinds,
    kubernetesBinaries,
    kafkaLibs,
    systemImageArchive,
    kafkaImageArchive,
    pythonImage,
  ],
  operations: [
    ensureTools,
    ensureOperatorKinds,
    kubernetesBinaries,
    kafkaLibs,
    mirrorMakerLibs,
    systemImageArchive,
    kafkaImageArchive,
  ],
} as const;

/** What the examples in Python need; without a Python their tests are skipped. */
async function pythonExamples(progress: Progress): Promise<void> {
  const python = await findPython();
  if (python === undefined) {
    progress.info(`${PYTHON_NEEDED} not found: the tests of the examples in Python are skipped`);
    return;
  }
  await ensurePythonHost(progress);
  for (const example of ["python", "python-stack"]) {
    await pythonEnvironment(python, join(checkout, "examples", example, "requirements.txt"), progress);
  }
}

async function pythonImage(progress: Progress): Promise<void> {
  const python = await findPython();
  if (python !== undefined) await taskImageArchive(python, progress);
}

/** Name of a tier of tests. */
export type Tier = keyof typeof PREPARATIONS;

/** Makes what the tiers need, one after the other, with progress; what is there already takes no time. */
export async function prepare(tiers: readonly Tier[]): Promise<void> {
  const progress = createProgress();
  for (const preparation of new Set(tiers.flatMap((tier) => [...PREPARATIONS[tier]]))) await preparation(progress);
}
