import type { KubernetesTarget } from "../connection";
import type { Trusted } from "./overlap";

/** Inputs of a listener's certificate. */
export interface CertificateInputs {
  /** The Kubernetes cluster and namespace of the Secret. */
  kubernetes: KubernetesTarget;
  /** Name of the Secret. */
  secret: string;
  /** Names and addresses that the certificate must cover. */
  hosts: string[];
  /** Whether an issuer makes it; else someone brings it. */
  issued: boolean;
  /** Where the stack file says so. */
  keyPath: string;
  /** A hash of the certificate and its signers in the Secret: filled in when the inputs are checked, where there are some. */
  found?: string;
}

/** Outputs: what is in the Secret, without the key, and who is trusted. */
export interface CertificateOutputs extends CertificateInputs, Trusted {
  /** End of the certificate's validity, ISO 8601. */
  notAfter: string;
}
