import { z } from "zod";

/** A name of one part, as Kubernetes wants it for namespaces and Services (RFC 1123 label). */
export const dnsLabel = (max: number) =>
  z
    .string()
    .regex(
      new RegExp(`^(?=.{1,${max}}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?$`),
      `small letters, digits and -, starting and ending with a letter or digit, at most ${max} characters`,
    );

/** A {@link dnsLabel} that starts with a letter, as Services want it (RFC 1035 label). */
export const serviceName = (max: number) =>
  z
    .string()
    .regex(
      new RegExp(`^(?=.{1,${max}}$)[a-z]([-a-z0-9]*[a-z0-9])?$`),
      `small letters, digits and -, starting with a letter, ending with a letter or digit, at most ${max} characters`,
    );

/** A name that may have dots, as Kubernetes wants it for Secrets and StorageClasses (RFC 1123 subdomain). */
export const dnsSubdomain = z
  .string()
  .regex(
    /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/,
    "small letters, digits, - and ., starting and ending with a letter or digit, at most 253 characters",
  );
