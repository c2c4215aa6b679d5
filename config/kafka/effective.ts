import type { Settings } from "../schema";
import { defaultBrokerSettings } from "./defaults";

/** The part of the settings that decides what a broker is told. */
export type BrokerSettingsInput = Pick<Settings["cluster"], "brokers" | "settings" | "logFlush">;

/**
 * Every broker setting that this program sets, by Kafka's own names and in Kafka's plain numbers, sorted by name: the
 * guide's defaults, then the `logFlush` option, then the stack's own settings over both.
 */
export function brokerSettings(settings: { cluster: BrokerSettingsInput }): Record<string, string> {
  const { brokers, logFlush, settings: own } = settings.cluster;
  const explicit = Object.fromEntries(Object.entries(own).map(([key, value]) => [key, String(value)]));
  const flush: Record<string, string> =
    logFlush === undefined
      ? {}
      : {
          "log.flush.interval.messages": String(logFlush.intervalMessages),
          "log.flush.interval.ms": String(logFlush.intervalMs),
        };
  return sorted({ ...defaultBrokerSettings({ brokers, explicit }), ...flush, ...explicit });
}

/**
 * The sizes that a client must be given so that the cluster's largest message fits: Kafka's own client defaults (1 MiB) are
 * below the guide's `message.max.bytes`. Sorted by name.
 */
export function clientSizes(settings: { cluster: BrokerSettingsInput }): Record<string, string> {
  const bytes = brokerSettings(settings)["message.max.bytes"] ?? "1048588";
  return {
    // The consumer's own default of 50 MiB stays where it is the larger one.
    "fetch.max.bytes": String(Math.max(Number(bytes), 52_428_800)),
    "max.partition.fetch.bytes": bytes,
    "max.request.size": bytes,
  };
}

function sorted(settings: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1)));
}
