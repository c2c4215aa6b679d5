import { ensureCertificateKinds, ensureOperatorKinds } from "../../tools/operator-kinds";
import { createProgress } from "../../commands/progress";
import type { Kubectl } from "./Kubectl";

/** Gives a cluster the Prometheus operator's kinds, without the operator. @returns once the API server takes objects of them */
export async function installOperatorKinds(kubectl: Kubectl): Promise<void> {
  await install(kubectl, await ensureOperatorKinds(createProgress()));
}

/** Gives a cluster cert-manager's kind of certificates, without cert-manager. @returns once the API server takes objects of it */
export async function installCertificateKinds(kubectl: Kubectl): Promise<void> {
  await install(kubectl, await ensureCertificateKinds(createProgress()));
}

async function install(kubectl: Kubectl, folder: string): Promise<void> {
  const made = await kubectl.run("create", "--filename", folder, "--output", "name");
  await kubectl.run("wait", "--for=condition=Established", "--timeout=60s", ...made.split("\n"));
}
