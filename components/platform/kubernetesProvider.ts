import type * as pulumi from "@pulumi/pulumi";
import { Provider } from "@pulumi/kubernetes/provider";
import type { StackSettings } from "../../config/schema";
import type { Target } from "../../config/target";

/** The Kubernetes provider of the stack's own cluster, whatever the current context is. */
export function kubernetesProvider(
  name: string,
  settings: StackSettings,
  target: Target,
  parent: pulumi.Resource,
): Provider {
  return new Provider(
    `${name}-kubernetes`,
    {
      context: target.context,
      kubeconfig: settings.kubernetes.kubeconfig ?? target.kubeconfig,
      // A Secret with a new password is changed in place: the plugin's own way deletes it first, and who reads it meanwhile finds none.
      enableSecretMutable: true,
    },
    { parent },
  );
}
