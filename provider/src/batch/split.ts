import { inSlices } from "./slices";

/**
 * Splits items into groups, in their order, so that no group weighs more than the limit. An item that is heavier than the limit
 * by itself gets a group of its own: only the broker can refuse it.
 */
export function splitByWeight<T>(items: readonly T[], weigh: (item: T) => number, limit: number): T[][] {
  const groups: T[][] = [];
  let weight = 0;
  for (const item of items) {
    const added = weigh(item);
    const last = groups.at(-1);
    if (last === undefined || weight + added > limit) {
      groups.push([item]);
      weight = added;
    } else {
      last.push(item);
      weight += added;
    }
  }
  return groups;
}

/** Splits items into those with keys all different, the first of each, and the rest, both in their order. They may be very many. */
export async function takeDistinct<T>(
  items: readonly T[],
  key: (item: T) => string,
): Promise<{ taken: T[]; rest: T[] }> {
  const seen = new Set<string>();
  const taken: T[] = [];
  const rest: T[] = [];
  await inSlices(items, (item) => {
    const own = key(item);
    if (seen.has(own)) rest.push(item);
    else taken.push(item);
    seen.add(own);
  });
  return { taken, rest };
}
