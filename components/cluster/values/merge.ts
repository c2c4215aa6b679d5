/** Values of a Helm chart: plain data, keyed as in its `values.yaml`. */
export type Values = Record<string, unknown>;

/** Whether a value is a map: neither a list nor a single value. */
export function isMap(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Deep merge, the later over the earlier as Helm does it: maps are merged, lists and single values replaced. */
export function merge(...layers: Values[]): Values {
  return layers.reduce<Values>((base, over) => {
    // A map, since an assignment to a key such as __proto__ would be none.
    const merged = new Map(Object.entries(base));
    for (const [key, value] of Object.entries(over)) {
      const earlier = merged.get(key);
      merged.set(key, isMap(value) ? merge(isMap(earlier) ? earlier : {}, value) : value);
    }
    return Object.fromEntries(merged);
  }, {});
}

/** The same values with the keys of every map in order and undefined members left out: equal values, equal text. */
export function sortKeys<T>(value: T): T {
  if (Array.isArray(value)) return value.map((member: unknown) => sortKeys(member)) as T;
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => [key, sortKeys(member)]),
  ) as T;
}
