import * as pulumi from "@pulumi/pulumi";
import { Secret } from "@pulumi/kubernetes/core/v1/secret";

/** Arguments of {@link secretObject}. */
export interface SecretObjectArgs {
  /** Literal name of the Secret. */
  name: string;
  /** Namespace of the Secret. */
  namespace: pulumi.Input<string>;
  /** Labels of the Secret. */
  labels: Record<string, string>;
  /** Its keys with their values in plain text. */
  values: pulumi.Input<Record<string, string>>;
}

/**
 * A Kubernetes Secret under a literal name. Written as `data`, not `stringData`, so that a change made by hand is seen at the
 * next refresh; marked secret as a whole, so that the state holds it encrypted.
 */
export function secretObject(
  resourceName: string,
  args: SecretObjectArgs,
  options: pulumi.CustomResourceOptions,
): Secret {
  const data = pulumi
    .secret(args.values)
    .apply((values) =>
      Object.fromEntries(Object.entries(values).map(([key, value]) => [key, Buffer.from(value).toString("base64")])),
    );
  return new Secret(
    resourceName,
    { metadata: { name: args.name, namespace: args.namespace, labels: args.labels }, type: "Opaque", data },
    { ...options, additionalSecretOutputs: ["data", "stringData"] },
  );
}
