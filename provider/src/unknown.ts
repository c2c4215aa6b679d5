/** What the engine passes for a value that a preview doesn't know yet. */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Whether a value, or anything inside it, isn't known yet. */
export function hasUnknown(value: unknown): boolean {
  if (typeof value === "object" && value !== null) return Object.values(value).some(hasUnknown);
  return value === unknownValue;
}
