import type { KnownSetting } from "../config/kafka/knownSetting";
import type { Written } from "../config/kafka/settingValue";
import { settingValue } from "../config/kafka/settingValue";
import { formatDuration, formatSize } from "../config/units";

/** A value in Kafka's plain text as a person would write it in a stack file: `7d`, `1GiB`, `true`; read back, it is the same. */
export function written(setting: KnownSetting, value: string): Written {
  const candidate = candidateFor(setting, value);
  const read = settingValue(setting, candidate);
  return read.ok && read.value === value ? candidate : value;
}

function candidateFor({ type, unit }: KnownSetting, value: string): Written {
  if (type === "BOOLEAN") return value === "true";
  if (!/^-?\d+$/.test(value) || type === "STRING" || type === "LIST") return value;
  const amount = BigInt(value);
  const human =
    amount <= 0n || unit === undefined ? value : unit === "bytes" ? size(amount) : formatDuration(amount, unit);
  // A number beyond JavaScript's keeps its digits as text only.
  return human === value && Number.isSafeInteger(Number(value)) ? Number(value) : human;
}

/** Bytes that are no whole KiB are best as they are. */
function size(bytes: bigint): string {
  return bytes % 1024n === 0n ? formatSize(bytes) : String(bytes);
}
