import { brokerSettings, topics } from "../kafka";
import { rule } from "../rule";

const HOUR = 3_600_000;

/** Data is there when it is needed, and does not fill the disks for ever. */
export const topicRetention = rule({
  name: "topic-retention",
  description: "Topics keep messages for at least `minHours` and at most `maxHours`; compacted ones as they like.",
  limits: { minHours: 1, maxHours: 24 * 90 },
  check: (resources, { minHours, maxHours }) => {
    const brokers = brokerSettings(resources)?.settings ?? {};
    return topics(resources).flatMap(({ name, resource, config }) => {
      if ((config["cleanup.policy"] ?? brokers["log.cleanup.policy"] ?? "delete") === "compact") return [];
      const hours = retentionOf(config, brokers) / HOUR;
      if (hours >= minHours && hours <= maxHours) return [];
      const found = Number.isFinite(hours) ? `${Math.round(hours * 10) / 10} h` : "ever";
      return [
        {
          resource,
          message: `kafka:topics.${name} keeps messages for ${found}. Set config["retention.ms"] to between ${minHours} and ${maxHours} hours`,
        },
      ];
    });
  },
});

/** In milliseconds; Infinity for no limit. The first that is set counts, Kafka's own default is 7 days. */
function retentionOf(config: Record<string, string>, brokers: Record<string, string>): number {
  const written: [string | undefined, number][] = [
    [config["retention.ms"], 1],
    [brokers["log.retention.ms"], 1],
    [brokers["log.retention.minutes"], 60_000],
    [brokers["log.retention.hours"], HOUR],
    ["168", HOUR],
  ];
  const [value, unit] = written.find(([text]) => text !== undefined)!;
  return Number(value) < 0 ? Infinity : Number(value) * unit;
}
