import { z } from "zod";

/** Units that a plain number of a duration may count. */
export type DurationUnit = "ms" | "s" | "minutes" | "hours";

const MILLISECONDS = { ms: 1n, s: 1000n, minutes: 60_000n, hours: 3_600_000n } satisfies Record<DurationUnit, bigint>;

/** Largest first: {@link formatDuration} takes the first that fits. */
const DURATION_SUFFIXES: readonly (readonly [string, bigint])[] = [
  ["w", 604_800_000n],
  ["d", 86_400_000n],
  ["h", 3_600_000n],
  ["m", 60_000n],
  ["s", 1000n],
  ["ms", 1n],
];

const BINARY = "KMGTPE".split("").map((letter, index) => [letter, 1024n ** BigInt(index + 1)] as const);
const DECIMAL = "kMGTPE".split("").map((letter, index) => [letter, 1000n ** BigInt(index + 1)] as const);

/** `KiB` and Kubernetes' `Ki` count in 1024, `kB` and Kubernetes' `k` in 1000. */
const SIZE_SUFFIXES: ReadonlyMap<string, bigint> = new Map([
  ["", 1n],
  ["B", 1n],
  ...BINARY.flatMap(([letter, bytes]) => [[`${letter}i`, bytes] as const, [`${letter}iB`, bytes] as const]),
  ...DECIMAL.flatMap(([letter, bytes]) => [[letter, bytes] as const, [`${letter}B`, bytes] as const]),
]);

/** `amount × factor` where that is a whole number. Exact: no floating point, so 64-bit settings keep every digit. */
function exact(amount: string, factor: bigint, divisor: bigint): bigint | undefined {
  const [whole = "", fraction = ""] = amount.split(".");
  const numerator = BigInt(whole + fraction) * factor;
  const denominator = 10n ** BigInt(fraction.length) * divisor;
  return numerator % denominator === 0n ? numerator / denominator : undefined;
}

/**
 * A duration as people write it (`7d`, `1.5h`, `30s`, `500ms`) as a whole number of `unit`.
 *
 * @returns undefined where the text is no duration, or no whole number of `unit` (`500ms` in hours).
 */
export function durationIn(text: string, unit: DurationUnit): bigint | undefined {
  const [, amount, suffix] = /^(\d{1,15}(?:\.\d{1,9})?)(ms|s|m|h|d|w)$/.exec(text) ?? [];
  const factor = DURATION_SUFFIXES.find(([known]) => known === suffix)?.[1];
  return amount === undefined || factor === undefined ? undefined : exact(amount, factor, MILLISECONDS[unit]);
}

/** The shortest exact writing of a duration: {@link durationIn} reads it back. */
export function formatDuration(amount: bigint, unit: DurationUnit): string {
  const milliseconds = amount * MILLISECONDS[unit];
  const [suffix, factor] = DURATION_SUFFIXES.find(([, each]) => milliseconds % each === 0n) ?? ["ms", 1n];
  return milliseconds === 0n ? "0s" : `${milliseconds / factor}${suffix}`;
}

/**
 * A size as people write it (`1GiB`, `100Mi`, `10MB`, `1048576`) in bytes.
 *
 * @returns undefined where the text is no size, or no whole number of bytes.
 */
export function sizeInBytes(text: string): bigint | undefined {
  const [, amount, suffix] = /^(\d{1,19}(?:\.\d{1,9})?)([A-Za-z]{0,3})$/.exec(text) ?? [];
  const factor = suffix === undefined ? undefined : SIZE_SUFFIXES.get(suffix);
  return amount === undefined || factor === undefined ? undefined : exact(amount, factor, 1n);
}

/** The shortest exact writing of a number of bytes, in powers of 1024: {@link sizeInBytes} reads it back. */
export function formatSize(bytes: bigint): string {
  const found = BINARY.findLast(([, each]) => bytes !== 0n && bytes % each === 0n);
  return found === undefined ? `${bytes}B` : `${bytes / found[1]}${found[0]}iB`;
}

/** Bytes of a Kubernetes quantity of memory or storage that the schema accepted. */
export function quantityToBytes(quantity: string): number {
  const bytes = sizeInBytes(quantity);
  if (bytes === undefined) throw new RangeError(`no quantity of bytes: ${quantity}`);
  return Number(bytes);
}

/** Millicores of a Kubernetes quantity of CPU that the schema accepted. */
export function quantityToMillicores(quantity: string): number {
  const [, amount, milli] = CPU.exec(quantity) ?? [];
  if (amount === undefined) throw new RangeError(`no quantity of CPU: ${quantity}`);
  return milli === "m" ? Number(amount) : Math.round(Number(amount) * 1000);
}

const CPU = /^(\d{1,6}(?:\.\d{1,3})?)(m?)$/;

/** A Kubernetes quantity of CPU: `500m`, `2`, `0.5`. A plain number is cores. Kept as written, as text. */
export const cpuQuantity = z
  .union([z.number(), z.string()])
  .transform((value, context) => {
    const text = String(value);
    if (CPU.test(text) && quantityToMillicores(text) > 0 && !/\.\d*m$/.test(text)) return text;
    context.addIssue({ code: "custom", message: "an amount of CPU above 0, such as 500m or 2" });
    return z.NEVER;
  })
  .meta({ typeName: "CPU" });

/**
 * A Kubernetes quantity of bytes: `4Gi`, `512Mi`, `1048576`. `4GiB` is taken for `4Gi`; Kubernetes' `m` (a thousandth of a
 * byte) is refused, as it is always a slip for `M`. Kept as written, as text.
 */
export const byteQuantity = z
  .union([z.number(), z.string()])
  .transform((value, context) => {
    const text = String(value).replace(/B$/, "");
    if ((sizeInBytes(text) ?? 0n) > 0n) return text;
    context.addIssue({ code: "custom", message: "a number of bytes above 0, such as 512Mi or 4Gi" });
    return z.NEVER;
  })
  .meta({ typeName: "size" });

/** Bytes per second as people write them (`10MiB`), or a plain number; becomes a number. */
export const bytesPerSecond = z
  .union([z.number(), z.string()])
  .transform((value, context): number => {
    const bytes = Number(sizeInBytes(String(value)) ?? 0n);
    if (bytes > 0 && Number.isSafeInteger(bytes)) return bytes;
    context.addIssue({ code: "custom", message: "a number of bytes per second above 0, such as 512KiB or 10MiB" });
    return z.NEVER;
  })
  .meta({ typeName: "size" });

/** Unit of a duration's plain number, and the shortest that makes sense. */
interface DurationBounds {
  unit: "ms" | "s";
  /** In `unit`. */
  min: number;
}

/** A duration as people write it (`30s`, `15m`), or a plain number of `unit`; becomes a number of `unit`. */
export const duration = ({ unit, min }: DurationBounds) =>
  z
    .union([z.number(), z.string()])
    .transform((value, context): number => {
      const amount = typeof value === "number" ? value : Number(durationIn(value, unit) ?? Number.NaN);
      if (Number.isSafeInteger(amount) && amount >= min) return amount;
      context.addIssue({
        code: "custom",
        message: `a duration such as 30s or 15m, or a whole number of ${unit === "s" ? "seconds" : "milliseconds"}, ${min} or more`,
      });
      return z.NEVER;
    })
    .meta({ typeName: "duration" });
