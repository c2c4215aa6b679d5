const UNITS = {
  ms: [
    ["d", 86_400_000],
    ["h", 3_600_000],
    ["min", 60_000],
    ["s", 1000],
    ["ms", 1],
  ],
  bytes: [
    ["TiB", 1024 ** 4],
    ["GiB", 1024 ** 3],
    ["MiB", 1024 ** 2],
    ["KiB", 1024],
    ["B", 1],
  ],
} as const;

/** An amount as people say it, rounded to a tenth of the largest unit that fits: `7 d`, `1.5 GiB`. */
export function amount(value: number, unit: keyof typeof UNITS): string {
  const [name, size] = UNITS[unit].find(([, each]) => Math.abs(value) >= each) ?? UNITS[unit].at(-1)!;
  return `${Math.round((value / size) * 10) / 10} ${name}`;
}

/** `1 broker`, `3 brokers`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function list(items: readonly string[]): string {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}
