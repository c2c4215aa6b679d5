import type { KubernetesCheck } from "./check";

/** A stack says which Kubernetes cluster it belongs to: the current context is never taken by accident. */
export const namedCluster: KubernetesCheck = ({ kubernetes: { context, server } }) =>
  context === undefined && server === undefined
    ? [
        {
          path: ["kubernetes", "context"],
          text: "found nothing; allowed: the name of a kube context, or kafka:kubernetes.server with the API server's address",
          restsOn: [
            ["kubernetes", "server"],
            ["cluster", "type"],
          ],
        },
      ]
    : [];
