import type * as pulumi from "@pulumi/pulumi";
import type { KubernetesTarget } from "@kafka-on-kubernetes/provider";
import { DynamicResource } from "../dynamic/DynamicResource";

/** Arguments of a {@link ListenerCertificate}. */
export interface ListenerCertificateArgs {
  /** The Kubernetes cluster and namespace of the Secret. */
  kubernetes: pulumi.Input<KubernetesTarget>;
  /** Name of the Secret. */
  secret: pulumi.Input<string>;
  /** Names and addresses that the certificate must cover. */
  hosts: pulumi.Input<string[]>;
  /** Whether an issuer makes it; else the user brings it. */
  issued: pulumi.Input<boolean>;
  /** Where the stack file says so, for messages. */
  keyPath: pulumi.Input<string>;
}

/**
 * Waits until a listener's Secret holds a certificate that brokers can use and clients will take, for five minutes, and tells who signed it. The
 * key stays where it is. A Secret of the user's own that is of no use is refused at preview.
 */
export class ListenerCertificate extends DynamicResource {
  /** PEM certificates that clients are to trust: who signed it, and for the time of one certificate who signed the one before. */
  declare public readonly authorities: pulumi.Output<string>;
  /** SHA-256 of the certificate. */
  declare public readonly fingerprint: pulumi.Output<string>;

  public constructor(name: string, args: ListenerCertificateArgs, options?: pulumi.CustomResourceOptions) {
    const outputs = { authorities: undefined, fingerprint: undefined };
    super("certificates", "certificates:ListenerCertificate", name, { ...args, ...outputs }, options);
  }
}
