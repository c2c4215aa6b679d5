import { z } from "zod";
import { duration } from "../units";
import { dnsSubdomain } from "./names";

const HOUR = 3600;
const DAY = 24 * HOUR;

/** Who signs the certificate of a listener: an issuer of cert-manager, which renews it by itself. */
export const issuer = z.strictObject({
  name: dnsSubdomain.describe("Name of cert-manager's issuer."),
  kind: z
    .string()
    .regex(/^[A-Z][A-Za-z]{0,62}$/, "a kind such as Issuer or ClusterIssuer")
    .default("Issuer")
    .describe("`Issuer`, which is in the cluster's namespace, `ClusterIssuer`, or a kind of another group."),
  group: dnsSubdomain.default("cert-manager.io").describe("API group of that kind."),
  duration: duration({ unit: "s", min: HOUR })
    .default(90 * DAY)
    .describe("How long a certificate is valid, in seconds; cert-manager's own default."),
  renewBefore: duration({ unit: "s", min: 300 })
    .default(30 * DAY)
    .describe("How long before its end it is renewed, in seconds. Until then an `up` must have run (docs/tls.md)."),
});

/** TLS on the client listener: one of the two. */
export const clientTls = z.strictObject({
  issuer: issuer.optional().describe("cert-manager makes the certificate, for the names of the brokers inside."),
  secret: dnsSubdomain
    .optional()
    .describe(
      "A Secret of your own: `tls-combined.pem` (the private key, PKCS #8, then the certificate and its chain) and `ca.crt`.",
    ),
});
