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
  await untilEstablished(kubectl, ...made.split("\n"));
}

/** @returns once the API server takes objects of these kinds, named as `customresourcedefinition/<name>` */
export async function untilEstablished(kubectl: Kubectl, ...definitions: string[]): Promise<void> {
  // A new definition's conditions are null for a moment, which kubectl's wait for a condition fails on, and its wait for a path doesn't.
  await kubectl.run("wait", "--for=jsonpath={.status.conditions[0].type}", "--timeout=60s", ...definitions);
  await kubectl.run("wait", "--for=condition=Established", "--timeout=60s", ...definitions);
}
