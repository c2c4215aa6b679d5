import { brokerSetting } from "./brokerSettings";
import type { BrokerSettingsInput } from "./effective";
import { brokerSettings } from "./effective";

/** The settings don't change once they are parsed, and each check asks many times. */
const computed = new WeakMap<BrokerSettingsInput, Record<string, string>>();

/** The value that brokers will have for a setting, Kafka's own default where this program sets none. */
export function brokerValue(settings: { cluster: BrokerSettingsInput }, name: string): string {
  const known = computed.get(settings.cluster) ?? brokerSettings(settings);
  computed.set(settings.cluster, known);
  const value = known[name] ?? brokerSetting(name)?.fallback;
  if (value === undefined) throw new RangeError(`Kafka 3.6 has no default for ${name}`);
  return value;
}
