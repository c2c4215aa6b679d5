import { z } from "zod";

const whole = (min: number, max: number) =>
  z.int("a whole number").min(min, `from ${min} to ${max}`).max(max, `from ${min} to ${max}`);

/** How clients and brokers prove who they are. SCRAM only. */
export const security = z.strictObject({
  mechanism: z
    .enum(["SCRAM-SHA-512", "SCRAM-SHA-256"])
    .default("SCRAM-SHA-512")
    .describe("SASL mechanism of every listener that takes clients. It can't change later."),
  iterations: whole(4096, 16384).default(8192).describe("SCRAM iterations (KIP-554: 4,096 to 16,384)."),
});
