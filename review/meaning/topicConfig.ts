import type { Judgement } from "../finding";
import { amount } from "./amounts";

/** Topic configs by Kafka's own names, in its plain text. */
export type Config = Readonly<Record<string, string>>;

interface Meaning {
  /** The broker setting that a topic without the config has, with what one of its units counts. The first that is set wins. */
  broker: readonly (readonly [string, number?])[];
  /** Kafka 3.6's own default. */
  fallback: string;
  judge: (before: string, after: string) => Judgement;
}

/** A limit of kept data: −1 means none. */
const limit = (value: string): number => (Number(value) < 0 ? Infinity : Number(value));

const kept = (unit: "ms" | "bytes") => (value: string) =>
  Number(value) < 0 ? "unlimited" : amount(Number(value), unit);

const isTrue = (value: string): boolean => value === "true";

/** The configs whose change means something to whoever uses the topic. */
const MEANINGS: ReadonlyMap<string, Meaning> = new Map<string, Meaning>(
  Object.entries({
    "retention.ms": {
      broker: [["log.retention.ms"], ["log.retention.minutes", 60_000], ["log.retention.hours", 3_600_000]],
      fallback: "604800000",
      judge: (before, after) => {
        const [from, to] = [before, after].map(kept("ms"));
        return limit(after) < limit(before)
          ? { risk: "danger", text: `retention shortened from ${from} to ${to}: DELETES data older than ${to}` }
          : { risk: "plain", text: `retention extended from ${from} to ${to}: the disks fill further` };
      },
    },
    "retention.bytes": {
      broker: [["log.retention.bytes"]],
      fallback: "-1",
      judge: (before, after) => {
        const [from, to] = [before, after].map(kept("bytes"));
        return limit(after) < limit(before)
          ? {
              risk: "danger",
              text: `size limit lowered from ${from} to ${to} a partition: DELETES the oldest data beyond that`,
            }
          : { risk: "plain", text: `size limit raised from ${from} to ${to} a partition: the disks fill further` };
      },
    },
    "cleanup.policy": {
      broker: [["log.cleanup.policy"]],
      fallback: "delete",
      judge: (before, after) => {
        const [from, to] = [before, after].map((value) => new Set(value.split(",").map((part) => part.trim())));
        if (to!.has("compact") && !from!.has("compact")) {
          return {
            risk: "danger",
            text: `is compacted from now on (cleanup.policy ${before} → ${after}): DELETES all but the newest message of each key, and refuses messages without a key`,
          };
        }
        if (to!.has("delete") && !from!.has("delete")) {
          return {
            risk: "danger",
            text: `old messages are deleted from now on (cleanup.policy ${before} → ${after}): DELETES what is past the retention, the only message of a key too`,
          };
        }
        return { risk: "care", text: `cleanup.policy ${before} → ${after}: less is deleted than before` };
      },
    },
    "min.insync.replicas": {
      broker: [["min.insync.replicas"]],
      fallback: "1",
      judge: (before, after) =>
        Number(after) < Number(before)
          ? {
              risk: "care",
              text: `min.insync.replicas lowered from ${before} to ${after}: an acknowledged message may be on ${after === "1" ? "one broker" : `${after} brokers`} only`,
            }
          : {
              risk: "care",
              text: `min.insync.replicas raised from ${before} to ${after}: producers with acks=all are refused while fewer than ${after} replicas are in sync`,
            },
    },
    "unclean.leader.election.enable": {
      broker: [["unclean.leader.election.enable"]],
      fallback: "false",
      judge: (_, after) =>
        isTrue(after)
          ? {
              risk: "danger",
              text: "unclean leader election is allowed: acknowledged messages may be LOST at a failure",
            }
          : {
              risk: "plain",
              text: "unclean leader election is forbidden: a partition without an in-sync replica waits for one",
            },
    },
    "max.message.bytes": {
      broker: [["message.max.bytes"]],
      fallback: "1048588",
      judge: (before, after) => {
        const [from, to] = [before, after].map((value) => amount(Number(value), "bytes"));
        return Number(after) < Number(before)
          ? { risk: "care", text: `largest message lowered from ${from} to ${to}: larger ones are refused` }
          : {
              risk: "care",
              text: `largest message raised from ${from} to ${to}: consumers must be able to fetch that much`,
            };
      },
    },
  }),
);

/** Names of the broker settings that are a default of topics, with the topic config that each stands for. */
export const TOPIC_DEFAULTS: ReadonlyMap<string, string> = new Map(
  [...MEANINGS].flatMap(([config, { broker }]) => broker.map(([setting]) => [setting, config] as const)),
);

/** The value that a topic without the config has on brokers with these settings. */
export function brokerDefault(config: string, brokers: Config): string {
  const { broker = [], fallback = "" } = MEANINGS.get(config) ?? {};
  const found = broker.find(([setting]) => brokers[setting] !== undefined);
  if (found === undefined) return fallback;
  const [setting, factor] = found;
  const value = brokers[setting] ?? fallback;
  return factor === undefined || Number(value) < 0 ? value : String(Number(value) * factor);
}

/** What the change of one config means; undefined where nothing changes. */
export function judgeConfig(config: string, before: string, after: string): Judgement | undefined {
  if (before === after) return undefined;
  const known = MEANINGS.get(config);
  return known?.judge(before, after) ?? { risk: "plain", text: `${config} ${before} → ${after}` };
}

/**
 * What the change of a topic's own configs means, one judgement a config. A config that is taken out goes back to the brokers'.
 *
 * @param brokers The brokers' settings before and after, for what a topic does not say itself.
 */
export function judgeConfigs(before: Config, after: Config, brokers: { before: Config; after: Config }): Judgement[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return keys.flatMap((key) => {
    const known = MEANINGS.has(key);
    const [from, to] = [
      before[key] ?? (known ? brokerDefault(key, brokers.before) : "(the brokers' default)"),
      after[key] ?? (known ? brokerDefault(key, brokers.after) : "(the brokers' default)"),
    ];
    return judgeConfig(key, from, to) ?? [];
  });
}
