import * as pulumi from "@pulumi/pulumi";
import type { KubernetesConnection } from "@kafka-on-kubernetes/provider";
import { passwordDigest } from "@kafka-on-kubernetes/provider/dist/guard/digest";
import { DynamicResource } from "../dynamic/DynamicResource";

/** Arguments of a {@link CredentialsGuard}. */
export interface CredentialsGuardArgs {
  /** Names the Kubernetes cluster to look at. */
  connection: pulumi.Input<KubernetesConnection>;
  /** The Secret that the brokers read their passwords from, and one of its keys. */
  secret: { name: string; namespace: pulumi.Input<string>; key: string };
  /** The password that the state has for that key. Its digest alone becomes an input. */
  password: pulumi.Input<string>;
}

/**
 * Stands before a cluster's Secrets and refuses, at preview, a state that does not know the passwords of a cluster that lives already: a
 * creation takes over what has the same name, so they would be written over and be lost.
 */
export class CredentialsGuard extends DynamicResource {
  public constructor(name: string, args: CredentialsGuardArgs, options?: pulumi.CustomResourceOptions) {
    const { password, ...rest } = args;
    const digest = pulumi.unsecret(pulumi.output(password).apply(passwordDigest));
    super("credentialsGuard", "credentials:CredentialsGuard", name, { ...rest, digest }, options);
  }
}
