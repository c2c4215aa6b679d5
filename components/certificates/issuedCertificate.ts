import { isIP } from "node:net";
import type * as pulumi from "@pulumi/pulumi";
import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import type { Issuer, ListenerTls } from "../cluster/listenerTls";

/** The kind by which cert-manager is asked. */
export const CERTIFICATE = { apiVersion: "cert-manager.io/v1", kind: "Certificate" } as const;

/** Longest common name of a certificate (RFC 5280, ub-common-name). */
const COMMON_NAME = 64;

/** What cert-manager is asked for: a certificate of a listener, under the Secret's name, in the form that Kafka reads. */
export function certificateSpec({ secret, askedFor }: ListenerTls, issuer: Issuer): Record<string, unknown> {
  const names = askedFor.filter((host) => isIP(host) === 0);
  const addresses = askedFor.filter((host) => isIP(host) !== 0);
  const commonName = names.filter((name) => !name.startsWith("*") && name.length <= COMMON_NAME).at(-1);
  return {
    secretName: secret,
    // The same at each renewal: Kafka takes a certificate of another subject at a restart only.
    ...(commonName === undefined ? {} : { commonName }),
    ...(names.length === 0 ? {} : { dnsNames: names }),
    ...(addresses.length === 0 ? {} : { ipAddresses: addresses }),
    duration: `${issuer.duration}s`,
    renewBefore: `${issuer.renewBefore}s`,
    usages: ["digital signature", "key encipherment", "server auth"],
    privateKey: { algorithm: "RSA", size: 2048, encoding: "PKCS8", rotationPolicy: "Always" },
    additionalOutputFormats: [{ type: "CombinedPEM" }],
    issuerRef: { name: issuer.name, kind: issuer.kind, group: issuer.group },
  };
}

/** Asks cert-manager for a listener's certificate. It is not waited for here: what it says of itself is no proof of the Secret. */
export function issuedCertificate(
  resourceName: string,
  {
    tls,
    issuer,
    namespace,
    labels,
  }: { tls: ListenerTls; issuer: Issuer; namespace: string; labels: Record<string, string> },
  options: pulumi.CustomResourceOptions,
): pulumi.Resource {
  const annotations = { "pulumi.com/skipAwait": "true" };
  return new CustomResource(
    resourceName,
    {
      ...CERTIFICATE,
      metadata: { name: tls.secret, namespace, labels, annotations },
      spec: certificateSpec(tls, issuer),
    },
    options,
  );
}
