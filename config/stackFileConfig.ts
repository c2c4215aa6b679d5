import { parse } from "yaml";

/** A stack file's configuration in the shape in which Pulumi gives it to a program. */
export interface StackFileConfig {
  /** `kafka:cluster` → JSON text; plain text for plain values. */
  config: Record<string, string>;
  /** Whether a key's value, or a part of it, is encrypted. */
  isSecret: (key: string) => boolean;
}

/**
 * Reads the text of a `Pulumi.<stack>.yaml` as Pulumi does, for what must work without an engine. Nothing is decrypted.
 *
 * @throws Error with the place where the text is no YAML.
 */
export function stackFileConfig(text: string): StackFileConfig {
  const file = parse(text) as { config?: Record<string, unknown> | null } | null;
  const values = file?.config ?? {};
  return {
    config: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, configText(value)])),
    isSecret: (key) => isEncrypted(values[key]),
  };
}

function configText(value: unknown): string {
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value ?? "");
}

function isEncrypted(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const members = Object.entries(value);
  const [only] = members;
  if (members.length === 1 && only?.[0] === "secure" && typeof only[1] === "string") return true;
  return members.some(([, member]) => isEncrypted(member));
}
