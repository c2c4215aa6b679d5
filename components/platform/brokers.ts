import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "@kafka-on-kubernetes/provider";
import type { ClientAccess } from "../credentials/clientSecret";
import type { SecretReference } from "./outputs";

/** The brokers that a stack's topics and users are made on, wherever they come from. */
export interface Brokers {
  /** How this program reaches them. */
  connection: Connection;
  /** What must be there before the first topic: brokers that are healthy. */
  ready: pulumi.Resource[];
  /** How clients reach them. */
  access: Pick<ClientAccess, "bootstrapServers" | "securityProtocol" | "mechanism">;
  /** `host:port` of each broker. */
  addresses: string[];
  /** `host:port` of each broker for clients outside Kubernetes, where that is another one. */
  externalBootstrapServers?: string;
  /** PEM certificates of who signs theirs. Undefined without TLS, and where public authorities do. */
  authorities?: pulumi.Input<string>;
  /** The Secret with the certificates of who signs the external listener's, if there is one. */
  caSecret?: SecretReference;
  /**
   * Lets running brokers take renewed certificates, once what it is given is done. Undefined where the brokers are not this program's.
   */
  followCertificates?: (after: pulumi.Resource[]) => void;
  /** Where the clients' Secrets go; undefined where there is no Kubernetes. */
  secrets?: {
    namespace: string;
    /** What must exist before the Secrets. */
    before: pulumi.Resource[];
    /** Options of what makes the Secrets. */
    options: pulumi.ComponentResourceOptions;
  };
}
