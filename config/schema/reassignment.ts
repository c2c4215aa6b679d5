import { z } from "zod";
import { duration, sizeInBytes } from "../units";

/** Bytes a second, at least 1 KiB: brokers take less, but nothing would ever arrive. */
const rate = z
  .union([z.number(), z.string()])
  .transform((value, context): number | null => {
    if (value === "none") return null;
    const bytes = Number(sizeInBytes(String(value)) ?? 0n);
    if (Number.isSafeInteger(bytes) && bytes >= 1024) return bytes;
    context.addIssue({ code: "custom", message: "bytes a second such as 50MiB, 1KiB or more, or none" });
    return z.NEVER;
  })
  .meta({ typeName: "size or `none`" });

/** Node ids of brokers, each once. */
const brokerIds = z
  .array(z.int("a node id").min(0, "a node id"))
  .min(1, "a node id or more")
  .refine((ids) => new Set(ids).size === ids.length, "each broker once");

/** How replicas are moved when a topic's factor or placement changes. The defaults are the provider's: a stack's state holds only what it sets. */
export const reassignment = z.strictObject({
  throttle: rate
    .optional()
    .describe(
      "Bytes a second that each broker may send, and receive, for replicas that move. More than what is produced meanwhile, or they never catch up. Default: `50MiB`.",
    ),
  partitionsAtOnce: z
    .int("a whole number")
    .min(1, "1 or more")
    .max(10_000, "10000 or less")
    .optional()
    .describe("Partitions that are moved at the same time. Default: 50."),
  timeLimit: duration({ unit: "s", min: 1 })
    .optional()
    .describe(
      "How long a run waits for its moves. They go on in the brokers after that, and the next run waits on. Default: `6h`.",
    ),
  waitForOthers: duration({ unit: "s", min: 0 })
    .optional()
    .describe("How long a run waits for moves of the same topic that someone else started. Default: `10m`."),
  brokers: z
    .strictObject({
      targets: brokerIds
        .optional()
        .describe("Node ids of the only brokers that hold replicas, such as those that stay. Default: all."),
      excluded: brokerIds
        .optional()
        .describe("Node ids of brokers that hold no replicas, such as one that is taken away. Default: none."),
    })
    .optional()
    .describe("Which brokers hold the replicas of topics without a `placement`. A change of it moves replicas."),
});
