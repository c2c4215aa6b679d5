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
      // What has other content is changed in place. The plugin's own way is a replacement: a Secret is deleted first, and who reads it
      // meanwhile finds none; of a chart's ConfigMap the new one is made first, under the same name, and the API server refuses it.
      enableSecretMutable: true,
      enableConfigMapMutable: true,
    },
    { parent },
  );
}
