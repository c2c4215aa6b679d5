/** The same text for the same value, whatever the order of the keys. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([left], [right]) => (left < right ? -1 : 1)))
      : part,
  );
}

/** Whether two values are the same, whatever the order of the keys. */
export function same(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  // Most values are no objects, and their texts take as long to write as all else that is done with a user.
  const plain = (value: unknown): boolean => typeof value !== "object" || value === null;
  return !plain(left) && !plain(right) && canonical(left) === canonical(right);
}
