import type * as pulumi from "@pulumi/pulumi";
import type { Connection, ServedListener } from "@kafka-on-kubernetes/provider";
import { DynamicResource } from "../dynamic/DynamicResource";

/** Arguments of a {@link CertificateReload}. */
export interface CertificateReloadArgs {
  /** How to reach the cluster. */
  connection: pulumi.Input<Connection>;
  /** The listeners with TLS, and the certificates that they are to serve. */
  listeners: pulumi.Input<pulumi.Input<ServedListener>[]>;
}

/** Lets every broker read a renewed certificate without a restart, and ends when each serves it. */
export class CertificateReload extends DynamicResource {
  public constructor(name: string, args: CertificateReloadArgs, options?: pulumi.CustomResourceOptions) {
    super("certificateReloads", "certificates:CertificateReload", name, { ...args }, options);
  }
}
