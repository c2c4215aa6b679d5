import { durationIn, sizeInBytes } from "../units";
import type { KnownSetting, SettingUnit } from "./knownSetting";

/** A value as a stack file may hold it. */
export type Written = string | number | boolean;

/** A value in Kafka's plain text, or what would be allowed in its place. */
export type SettingValue = { ok: true; value: string } | { ok: false; allowed: string };

const UNIT_WORDS: Record<SettingUnit, string> = {
  ms: "a duration such as 7d or 30s, or a whole number of milliseconds",
  s: "a duration such as 30s, or a whole number of seconds",
  minutes: "a duration such as 7d, or a whole number of minutes",
  hours: "a duration such as 7d, or a whole number of hours",
  bytes: "a size such as 1GiB or 10MiB, or a whole number of bytes",
};

/** Turns what people write (`7d`, `1GiB`, `true`) into Kafka's plain text (`604800000`, `1073741824`, `true`), or says what is allowed. */
export function settingValue(setting: KnownSetting, written: Written): SettingValue {
  const value = READERS[setting.type](setting, String(written).trim(), written);
  return value === undefined ? { ok: false, allowed: allowedValues(setting) } : { ok: true, value };
}

type Reader = (setting: KnownSetting, text: string, written: Written) => string | undefined;

const whole: Reader = (setting, text, written) => {
  // A number this large has lost digits before it came here: it must be written in quotes.
  if (typeof written === "number" && !Number.isSafeInteger(written)) return undefined;
  const value = /^-?\d{1,19}$/.test(text) ? BigInt(text) : inUnit(text, setting.unit);
  return value !== undefined && inRange(setting, value) ? String(value) : undefined;
};

const decimal: Reader = (setting, text) => {
  const value = /^-?\d+(\.\d+)?([eE][-+]?\d+)?$/.test(text) ? Number(text) : Number(inUnit(text, setting.unit) ?? NaN);
  return Number.isFinite(value) && inRange(setting, value) ? String(value) : undefined;
};

const boolean: Reader = (_, text) => (/^(true|false)$/i.test(text) ? text.toLowerCase() : undefined);

/** One line of printable ASCII: Kafka reads its properties file as Latin-1, and the chart renders it as a template. */
const isPlain = (text: string): boolean => /^[\x20-\x7e]*$/.test(text) && !text.includes("{{");

const string: Reader = (setting, text) =>
  isPlain(text) && (setting.choices?.includes(text) ?? true) ? text : undefined;

const list: Reader = (setting, text) => {
  const items = text === "" ? [] : text.split(",").map((item) => item.trim());
  return isPlain(text) && items.every((item) => setting.choices?.includes(item) ?? true) ? items.join(",") : undefined;
};

const READERS: Record<KnownSetting["type"], Reader> = {
  BOOLEAN: boolean,
  SHORT: whole,
  INT: whole,
  LONG: whole,
  DOUBLE: decimal,
  STRING: string,
  CLASS: string,
  PASSWORD: string,
  LIST: list,
};

function inUnit(text: string, unit: SettingUnit | undefined): bigint | undefined {
  if (unit === undefined) return undefined;
  return unit === "bytes" ? sizeInBytes(text) : durationIn(text, unit);
}

function inRange({ min, max }: KnownSetting, value: number | bigint): boolean {
  return (min === undefined || value >= min) && (max === undefined || value <= max);
}

/** What a setting accepts, in words. */
export function allowedValues({ type, unit, min, max, choices }: KnownSetting): string {
  const bounds = [min === undefined ? "" : ` from ${min}`, max === undefined ? "" : ` to ${max}`].join("");
  const words: Record<KnownSetting["type"], string> = {
    BOOLEAN: "true or false",
    SHORT: "a whole number",
    INT: "a whole number",
    LONG: "a whole number (in quotes above 9007199254740991)",
    DOUBLE: "a number",
    STRING: choices === undefined ? "one line of plain ASCII text without {{" : `one of ${choices.join(", ")}`,
    CLASS: "the name of a Java class",
    PASSWORD: "one line of plain ASCII text without {{",
    LIST: choices === undefined ? "a list with commas, plain ASCII" : `a list of ${choices.join(", ")} with commas`,
  };
  return `${unit === undefined ? words[type] : UNIT_WORDS[unit]}${bounds}`;
}
