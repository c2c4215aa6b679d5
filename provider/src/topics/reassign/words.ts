import { count, some } from "../../rollout/wording";

/** Bytes as people read them: `1.2 GiB`. */
export function sizeText(bytes: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];
  const power = bytes < 1024 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  const amount = bytes / 1024 ** power;
  return `${power === 0 || amount >= 100 ? Math.round(amount) : amount.toFixed(1)} ${units[power]}`;
}

/** Topics with the number of their partitions: `orders (3 partitions), events (1 partition)`. */
export function topicsText(items: readonly { topic: string }[]): string {
  const counts = new Map<string, number>();
  for (const { topic } of items) counts.set(topic, (counts.get(topic) ?? 0) + 1);
  return some([...counts].map(([topic, number]) => `${topic} (${count(number, "partition")})`));
}

/** Brokers by their node ids. */
export function brokersText(ids: readonly number[]): string {
  return `${ids.length === 1 ? "broker" : "brokers"} ${ids.join(", ")}`;
}
