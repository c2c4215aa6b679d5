import { stringify } from "yaml";

/** YAML with the keys of every map sorted and no line folded: equal data give equal text. */
export function document(value: unknown): string {
  return stringify(value, { sortMapEntries: true, lineWidth: 0, aliasDuplicateObjects: false });
}

/** Several documents in one file. */
export function documents(values: readonly unknown[]): string {
  return values.map(document).join("---\n");
}
