import { kubernetesBinaries } from "../local/cluster/binaries";
import { kafkaImageArchive, systemImageArchive } from "../local/images";
import { jmxExporterJars, kafkaLibs, zooKeeperLibs } from "../local/kafka/libs";
import { createProgress } from "../commands/progress";
import { ensureTools } from "../tools";
import { ensureOperatorKinds } from "../tools/operator-kinds";

/** What each tier needs to be there before its first test: on a fresh machine half an hour of builds, which no test's time limit allows for. */
export const PREPARATIONS = {
  unit: [],
  integration: [ensureTools, ensureOperatorKinds, kubernetesBinaries, kafkaLibs, zooKeeperLibs, jmxExporterJars],
  e2e: [ensureTools, ensureOperatorKinds, kubernetesBinaries, kafkaLibs, systemImageArchive, kafkaImageArchive],
} as const;

/** Name of a tier of tests. */
export type Tier = keyof typeof PREPARATIONS;

/** Makes what the tiers need, one after the other, with progress; what is there already takes no time. */
export async function prepare(tiers: readonly Tier[]): Promise<void> {
  const progress = createProgress();
  for (const preparation of new Set(tiers.flatMap((tier) => [...PREPARATIONS[tier]]))) await preparation(progress);
}
