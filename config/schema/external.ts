import { z } from "zod";
import { issuer } from "./certificate";
import { dnsSubdomain } from "./names";

const host = z
  .string()
  .regex(/^[A-Za-z0-9]([A-Za-z0-9.:-]*[A-Za-z0-9])?$/, "a host name or IP address, without a port");

const cidr = z.union([z.cidrv4(), z.cidrv6()], { error: "a CIDR range such as 10.0.0.0/8" });

/** Access from outside Kubernetes. */
export const externalAccess = z.strictObject({
  type: z.enum(["LoadBalancer", "NodePort"]).describe("How each broker gets an address outside."),
  issuer: issuer
    .optional()
    .describe("cert-manager makes the certificate, for the `hosts`: the external listener is SASL_SSL only."),
  tlsSecret: dnsSubdomain
    .optional()
    .describe("In place of `issuer`, a Secret of your own, with the keys that `kafka:security.tls.secret` has too."),
  hosts: z
    .array(host)
    .optional()
    .describe("One advertised host per broker. LoadBalancer without hosts: the address is discovered."),
  nodePorts: z
    .array(z.int("a whole number").min(30000, "30000 or more").max(32767, "32767 or less"))
    .optional()
    .describe("One port per broker, for NodePort."),
  sourceRanges: z.array(cidr).default([]).describe("CIDR ranges that may reach the load balancers."),
  annotations: z
    .record(z.string(), z.string("text, in quotes"))
    .default({})
    .describe("Annotations of each Service, such as the cloud's load balancer settings."),
});
