import { z } from "zod";
import { duration } from "../units";
import { clientTls } from "./certificate";
import { passwordMaxAge, quotas } from "./users";

const MINUTE = 60_000;

const whole = (min: number, max: number) =>
  z.int("a whole number").min(min, `from ${min} to ${max}`).max(max, `from ${min} to ${max}`);

/** How clients and brokers prove who they are, SCRAM only, and what they may do. */
export const security = z.strictObject({
  mechanism: z
    .enum(["SCRAM-SHA-512", "SCRAM-SHA-256"])
    .default("SCRAM-SHA-512")
    .describe("SASL mechanism of every listener that takes clients. It can't change later."),
  iterations: whole(4096, 16384).default(8192).describe("SCRAM iterations (KIP-554: 4,096 to 16,384)."),
  rotation: z
    .int("a whole number")
    .min(1, "1 or more")
    .default(1)
    .describe(
      "Raise by one for new passwords of the administrator and the brokers; an ordered restart brings them in (docs/security.md).",
    ),
  passwordMaxAge: passwordMaxAge
    .optional()
    .describe(
      "Age in whole days at which a client's password is followed by the next, in the first `up` on that day or later (docs/security.md). Default: none.",
    ),
  connectionsMaxReauth: duration({ unit: "ms", min: 0 })
    .refine((time) => time === 0 || time >= MINUTE, "1m or more, or 0s for never")
    .default(0)
    .describe(
      "After this time clients prove again who they are, over the open connection, or lose it (Kafka's connections.max.reauth.ms, KIP-368; docs/security.md). A removed client's connections end so. Default: never.",
    ),
  allowEveryoneIfNoAclFound: z
    .boolean()
    .default(false)
    .describe(
      "Let every client use what no access rule is about. Only on the way from an open cluster to a closed one (docs/security.md).",
    ),
  tls: clientTls
    .optional()
    .describe(
      "SASL_SSL on the client listener. Default: SASL_PLAINTEXT, messages unencrypted inside Kubernetes (docs/tls.md).",
    ),
  defaultQuotas: quotas.default({}).describe("Limits of every user that has none of its own."),
});
