import type { FactRow, KafkaType } from "./facts/facts";

/** What a plain number of a setting counts. */
export type SettingUnit = "ms" | "s" | "minutes" | "hours" | "bytes";

/** A broker setting or topic config that Kafka 3.6 knows. */
export interface KnownSetting {
  name: string;
  type: KafkaType;
  /** Kafka's own default, in its plain text. Absent where it has none. */
  fallback?: string;
  /** Whole-number and decimal types: the range, as Kafka's validator or the type itself bounds it. */
  min?: number | bigint;
  max?: number | bigint;
  /** Strings and lists: the only values. */
  choices?: readonly string[];
  /** What a plain number counts. */
  unit?: SettingUnit;
  /** Kafka keeps it to itself: neither documented nor supported. */
  internal: boolean;
}

const TYPE_RANGES: Partial<Record<KafkaType, readonly [bigint, bigint]>> = {
  SHORT: [-(2n ** 15n), 2n ** 15n - 1n],
  INT: [-(2n ** 31n), 2n ** 31n - 1n],
  LONG: [-(2n ** 63n), 2n ** 63n - 1n],
};

/** The unit follows from the name: Kafka names its settings so. The first that fits counts. */
const UNITS: readonly (readonly [RegExp, SettingUnit])[] = [
  [/\.ms$/, "ms"],
  [/\.(seconds|secs)$/, "s"],
  [/\.minutes$/, "minutes"],
  [/\.hours$/, "hours"],
  [/[.]bytes(\.per\.second|\.between\.snapshots)?$/, "bytes"],
  [/\.(buffer|receive)\.size$/, "bytes"],
];

const NUMERIC: ReadonlySet<KafkaType> = new Set<KafkaType>(["SHORT", "INT", "LONG", "DOUBLE"]);

/** Reads one row of the facts. */
export function knownSetting(name: string, [type, fallback, accepts, internal]: FactRow): KnownSetting {
  const unit = NUMERIC.has(type) ? UNITS.find(([pattern]) => pattern.test(name))?.[1] : undefined;
  return {
    name,
    type,
    internal: internal === "internal",
    ...(fallback == null ? {} : { fallback }),
    ...(unit === undefined ? {} : { unit }),
    ...(NUMERIC.has(type) ? range(type, accepts ?? "") : choices(accepts ?? "")),
  };
}

/** `[1,...]` and `[0,...,1]`, Kafka's way to write a range, within what the type can hold. */
function range(type: KafkaType, accepts: string): Pick<KnownSetting, "min" | "max"> {
  const [, min, max] = /^\[([-\d.]+?),\.\.\.(?:,([-\d.]+))?\]$/.exec(accepts) ?? [];
  const bounds = TYPE_RANGES[type];
  const number = (text: string | undefined): number | bigint | undefined =>
    text === undefined ? undefined : bounds === undefined ? Number(text) : BigInt(text);
  const low = number(min) ?? bounds?.[0];
  const high = number(max) ?? bounds?.[1];
  return { ...(low === undefined ? {} : { min: low }), ...(high === undefined ? {} : { max: high }) };
}

/** `[a, b]`, Kafka's way to write a choice. Its other validators (`non-empty list`, the throttle lists) are prose. */
function choices(accepts: string): Pick<KnownSetting, "choices"> {
  const [, list] = /^\[(\w+(?:, \w+)*)\]$/.exec(accepts) ?? [];
  return list === undefined ? {} : { choices: list.split(", ") };
}
