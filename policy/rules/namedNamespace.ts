import { rule } from "../rule";

/** The namespace `default` belongs to nobody. */
export const namedNamespace = rule({
  name: "named-namespace",
  description: "Nothing is in the namespace default.",
  limits: {},
  check: (resources) =>
    resources
      .filter(({ type, props }) => {
        const metadata = props["metadata"] as { namespace?: string } | undefined;
        return type.startsWith("kubernetes:") && metadata?.namespace === "default";
      })
      .map((resource) => ({ resource, message: "is in the namespace default. Set kafka:kubernetes.namespace" })),
});
