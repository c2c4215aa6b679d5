import { createHash } from "node:crypto";
import { sortedJson } from "./sortedJson";

/**
 * A short hash of what the chart is rendered from. Equal settings give an equal hash, whatever the order of their keys.
 *
 * @returns 16 hexadecimal digits.
 */
export function revision(source: unknown): string {
  return createHash("sha256").update(sortedJson(source)).digest("hex").slice(0, 16);
}
