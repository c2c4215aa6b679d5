import { ensureOperatorKinds } from "../../tools/operator-kinds";
import { createProgress } from "../../commands/progress";
import type { Kubectl } from "./Kubectl";

/** Gives a cluster the Prometheus operator's kinds, without the operator. @returns once the API server takes objects of them */
export async function installOperatorKinds(kubectl: Kubectl): Promise<void> {
  const folder = await ensureOperatorKinds(createProgress());
  const made = await kubectl.run("create", "--filename", folder, "--output", "name");
  await kubectl.run("wait", "--for=condition=Established", "--timeout=60s", ...made.split("\n"));
}
