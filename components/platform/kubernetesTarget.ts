import type { KubernetesTarget } from "@kafka-on-kubernetes/provider";
import type { StackSettings } from "../../config/schema";
import type { Target } from "../../config/target";

/** The stack's Kubernetes cluster as the provider package knows it. */
export function kubernetesTarget({ kubernetes }: StackSettings, { context }: Target): KubernetesTarget {
  const { kubeconfig, server, namespace } = kubernetes;
  return {
    context,
    ...(kubeconfig === undefined ? {} : { kubeconfig }),
    ...(server === undefined ? {} : { server }),
    namespace,
  };
}
