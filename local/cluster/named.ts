import { runCommand } from "../../commands/subprocess";
import { Failure } from "../../commands/failure";
import { Progress } from "../../commands/progress";
import { ensureKubectl } from "../../tools";
import { Cluster } from "./cluster";

/** A cluster of the user's own, by the name of its context in the user's kubeconfig. Nothing of it is started or stopped. */
export async function namedCluster(context: string, progress: Progress): Promise<Cluster> {
  const kubectl = await ensureKubectl(progress);
  const view = ["config", "view", "--raw", "--flatten", "-o", "json"];
  const config = JSON.parse(await runCommand(kubectl, view)) as { contexts?: { name: string }[] | null };
  const names = (config.contexts ?? []).map(({ name }) => name);
  if (!names.includes(context)) {
    throw new Failure(`--context ${context}: the kubeconfig has no such context; it has ${names.join(", ") || "none"}`);
  }
  await runCommand(kubectl, ["--context", context, "get", "--raw", "/readyz", "--request-timeout=10s"]);
  const kubeconfig = process.env.KUBECONFIG ?? `${process.env.HOME}/.kube/config`;
  return { kind: "named", kubeconfig, context, created: false, stop: () => Promise.resolve() };
}
