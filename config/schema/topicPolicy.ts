import { z } from "zod";
import { allowedValues, settingValue } from "../kafka/settingValue";
import { topicConfig, topicConfigNames } from "../kafka/topicConfigs";
import { nearest } from "../nearest";

/** Smallest and largest value of a config, in Kafka's plain units. */
export interface AllowedRange {
  min?: string;
  max?: string;
}

const written = z.union([z.string(), z.number()], { error: "text or a number" }).optional();

const ranges = z
  .record(
    z.string(),
    z.strictObject({ min: written.describe("Smallest value."), max: written.describe("Largest value.") }),
  )
  .transform((given, context): Record<string, AllowedRange> => {
    const entries = Object.entries(given).map(([name, range]) => {
      const setting = topicConfig(name);
      const refuse = (path: string[], message: string, whole: boolean) =>
        context.addIssue({ code: "custom", path, message, params: { whole } });
      if (setting === undefined) {
        refuse([name], unknownConfig(name), true);
        return [name, {}] as const;
      }
      const bounds = (["min", "max"] as const).flatMap((bound) => {
        const value = range[bound];
        if (value === undefined) return [];
        const read = settingValue(setting, value);
        if (read.ok && /^-?\d+(\.\d+)?$/.test(read.value)) return [[bound, read.value] as const];
        refuse([name, bound], read.ok ? "a bound of a config whose values are numbers" : allowedValues(setting), false);
        return [];
      });
      return [name, Object.fromEntries(bounds)] as const;
    });
    return Object.fromEntries(entries);
  });

const requiredConfig = z.array(
  z.string().refine((name) => topicConfig(name) !== undefined, {
    error: ({ input }) => `a topic config of Kafka 3.6; the nearest is ${nearest(String(input), topicConfigNames())}`,
  }),
);

/** What every topic of the stack must keep to. */
export const topicPolicy = z.strictObject({
  name: z
    .string()
    .refine(isPattern, "a regular expression")
    .optional()
    .describe(
      "Regular expression that every topic's whole name must match, such as `[a-z]+\\.[a-z-]+`. Default: any name.",
    ),
  maxPartitions: z
    .int("a whole number")
    .min(1, "1 or more")
    .optional()
    .describe("Most partitions of a topic. Default: any number."),
  requiredConfig: requiredConfig.default([]).describe("Topic configs that every topic must set itself."),
  ranges: ranges
    .default({})
    .describe(
      "Smallest and largest value of topic configs, where a topic sets them: `{ retention.ms: { min: 1h, max: 30d } }`. A key under `requiredConfig` too must be set.",
    ),
});

function unknownConfig(name: string): string {
  return `Kafka 3.6 knows no such topic config; the nearest is ${nearest(name, topicConfigNames())}`;
}

function isPattern(text: string): boolean {
  try {
    new RegExp(`^(?:${text})$`);
    return true;
  } catch {
    return false;
  }
}
