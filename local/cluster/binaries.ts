import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { CacheEntry, cachedFolder, cacheKey } from "../../tools/cache";
import { Progress } from "../../commands/progress";
import { goBuild } from "../../tools/go";
import { versions } from "../../tools/versions";

const kubernetes = versions.cluster.kubernetes;

/** One executable that is all of these, by the name it is called: shared code is linked once (132 MB instead of 600). */
const commands = [
  "etcd",
  "kube-apiserver",
  "kube-controller-manager",
  "kube-scheduler",
  "kubelet",
  "kube-proxy",
] as const;

const kubernetesEntry: CacheEntry = {
  name: "kubernetes",
  version: kubernetes,
  recipe: [join(__dirname, "go/hyperkube")],
  inputs: [process.arch],
};

export const corednsEntry: CacheEntry = {
  name: "coredns",
  version: versions.cluster.coredns,
  recipe: [join(__dirname, "go/coredns")],
  inputs: [process.arch],
};

/** The folder with etcd and Kubernetes' own executables, built from Go modules when it is not in the cache. */
export function kubernetesBinaries(progress: Progress): Promise<string> {
  return cachedFolder(kubernetesEntry, progress, (folder) =>
    progress.step(`Kubernetes ${kubernetes}, built from Go modules, about 6 min`, async (note) => {
      await goBuild({
        module: join(__dirname, "go/hyperkube"),
        static: true,
        variables: versionVariables(kubernetes),
        output: join(folder, "hyperkube"),
        note,
      });
      for (const command of commands) symlinkSync("hyperkube", join(folder, command));
    }),
  );
}

export const corednsKey = () => cacheKey(corednsEntry);

export function corednsBinary(progress: Progress): Promise<string> {
  return cachedFolder(corednsEntry, progress, (folder) =>
    progress.step(`CoreDNS ${versions.cluster.coredns}, built from Go modules, about 1 min`, (note) =>
      goBuild({ module: join(__dirname, "go/coredns"), static: true, output: join(folder, "coredns"), note }),
    ),
  ).then((folder) => join(folder, "coredns"));
}

/** Without these the API server calls itself v0.0.0, and clients take its features for missing. */
function versionVariables(version: string): Record<string, string> {
  const [major = "", minor = ""] = version.split(".");
  const values = {
    gitVersion: `v${version}`,
    gitMajor: major,
    gitMinor: minor,
    gitCommit: "0".repeat(40),
    gitTreeState: "clean",
    buildDate: "1970-01-01T00:00:00Z",
  };
  return Object.fromEntries(
    ["k8s.io/component-base/version", "k8s.io/client-go/pkg/version"].flatMap((name) =>
      Object.entries(values).map(([key, value]) => [`${name}.${key}`, value]),
    ),
  );
}
