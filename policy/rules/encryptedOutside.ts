import { brokerSettings } from "../kafka";
import type { Breach, Resource } from "../rule";
import { rule } from "../rule";

/** Service types that can be reached from outside Kubernetes. */
const OUTSIDE = new Set(["LoadBalancer", "NodePort"]);

/** Names of the listeners for clients (the chart's own). */
const LISTENERS = { outside: "EXTERNAL", inside: "CLIENT" };

/** Messages do not cross a foreign network in plain text, nor the cluster's own where that is asked for. */
export const encryptedOutside = rule({
  name: "encrypted-outside",
  description:
    "Whatever can be reached from outside Kubernetes is a listener with TLS; inside too, where `inside` asks for it.",
  limits: { inside: false },
  check: (resources, { inside }) => {
    const brokers = brokerSettings(resources);
    const protocols = protocolsOf(brokers?.settings ?? {});
    const outside = protocols.get(LISTENERS.outside);
    const within = protocols.get(LISTENERS.inside);
    return [
      ...(encrypted(outside) ? [] : resources.filter(reachable).map((resource) => breachOutside(resource, outside))),
      ...(inside && brokers !== undefined && !encrypted(within) ? [breachInside(brokers.resource, within)] : []),
    ];
  },
});

function protocolsOf(settings: Record<string, string>): Map<string, string> {
  const pairs = (settings["listener.security.protocol.map"] ?? "").split(",");
  return new Map(pairs.map((pair) => pair.split(":").map((part) => part.trim()) as [string, string]));
}

const encrypted = (protocol: string | undefined): boolean => protocol === "SASL_SSL" || protocol === "SSL";

function reachable({ type, props }: Resource): boolean {
  const spec = (props["spec"] ?? {}) as { type?: string };
  return type === "kubernetes:core/v1:Service" && OUTSIDE.has(spec.type ?? "");
}

function breachOutside(resource: Resource, protocol = "a listener without TLS"): Breach {
  return {
    resource,
    message: `can be reached from outside, over ${protocol}. Use kafka:cluster.external, which is SASL_SSL only`,
  };
}

function breachInside(resource: Resource, protocol = "no protocol"): Breach {
  return {
    resource,
    message: `lets clients inside Kubernetes send messages in plain text (${protocol}). Set kafka:security.tls`,
  };
}
