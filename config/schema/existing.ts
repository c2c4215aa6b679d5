import { z } from "zod";
import { dnsSubdomain } from "./names";

const server = z
  .string()
  .regex(
    /^([A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:]+\]):(?!0)\d{1,5}$/,
    "an address such as kafka-1.example.com:9092",
  );

/** How brokers that exist already are reached: the keys of `type: external` beside those that say what the brokers are. */
export const existing = {
  type: z.literal("external"),
  bootstrapServers: z
    .array(server)
    .min(1, "one address or more")
    .describe("`host:port` of the brokers' client listener. For rendered forms: one per broker, in order."),
  protocol: z.enum(["SASL_SSL", "SASL_PLAINTEXT"]).default("SASL_SSL").describe("Security protocol of that listener."),
  caFile: z
    .string()
    .min(1, "the path of a file")
    .optional()
    .describe(
      "Path of the PEM certificate that signs the brokers', from the project's folder. Default: the public authorities.",
    ),
  administrator: z
    .strictObject({
      username: z
        .string()
        .regex(/^[\w.@-]{1,249}$/, "letters, digits and . _ @ -")
        .default("operator")
        .describe("User name, where no `secret` is named. Its password is `kafka:administratorPassword`."),
      secret: dnsSubdomain
        .optional()
        .describe("Secret in `kafka:kubernetes.namespace` with the keys `username` and `password`, in place of both."),
    })
    .prefault({})
    .describe("Who this program logs in as."),
};

/**
 * The administrator's password, as Pulumi writes an encrypted value. Settings only tell that there is one: the provider gets it
 * from the engine, and it is never among the settings.
 */
export const administratorPassword = z.strictObject(
  { secure: z.string().describe("What Pulumi writes; never by hand.") },
  {
    error:
      "an encrypted value: pulumi config set --secret kafka:administratorPassword (it would stand in the file for all to read)",
  },
);
