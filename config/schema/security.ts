import { z } from "zod";

const whole = (min: number, max: number) =>
  z.int("a whole number").min(min, `from ${min} to ${max}`).max(max, `from ${min} to ${max}`);

/** How clients and brokers prove who they are. SCRAM only. */
export const security = z.strictObject({
  mechanism: z
    .enum(["SCRAM-SHA-512", "SCRAM-SHA-256"])
    .default("SCRAM-SHA-512")
    .describe("SASL mechanism of every listener that takes clients."),
  passwordLength: whole(32, 128).default(40).describe("Characters of each generated password."),
  iterations: whole(4096, 16384).default(8192).describe("SCRAM iterations (KIP-554: 4,096 to 16,384)."),
  internalRotation: z
    .int("a whole number")
    .min(1, "1 or more")
    .default(1)
    .describe("Raise by one for new passwords of the internal users."),
});
