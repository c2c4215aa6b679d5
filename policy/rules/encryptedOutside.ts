import { brokerSettings } from "../kafka";
import { rule } from "../rule";

/** Service types that can be reached from outside Kubernetes. */
const OUTSIDE = new Set(["LoadBalancer", "NodePort"]);

/** Names of the listener that serves them (the chart's own). */
const LISTENER = "EXTERNAL";

/** Messages do not cross a foreign network in plain text. */
export const encryptedOutside = rule({
  name: "encrypted-outside",
  description: "Whatever can be reached from outside Kubernetes is a listener with TLS.",
  limits: {},
  check: (resources) => {
    const map = brokerSettings(resources)?.settings["listener.security.protocol.map"] ?? "";
    const protocols = new Map(
      map.split(",").map((pair) => pair.split(":").map((part) => part.trim()) as [string, string]),
    );
    return resources
      .filter(({ type, props }) => {
        const spec = (props["spec"] ?? {}) as { type?: string };
        return type === "kubernetes:core/v1:Service" && OUTSIDE.has(spec.type ?? "");
      })
      .flatMap((resource) => {
        const protocol = protocols.get(LISTENER);
        return protocol === "SASL_SSL" || protocol === "SSL"
          ? []
          : [
              {
                resource,
                message: `can be reached from outside, over ${protocol ?? "a listener without TLS"}. Use kafka:cluster.external, which is SASL_SSL only`,
              },
            ];
      });
  },
});
