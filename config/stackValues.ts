import type { Problem } from "./problem";

/** Settings out of Pulumi's configuration, before anything is checked. */
export interface StackValues {
  /** The stack file's settings without the namespace. */
  raw: Record<string, unknown>;
  /** Keys that are encrypted and need not be. */
  errors: Problem[];
}

/** The settings that are secrets. They are never taken: the engine hands them to the provider itself. */
const SECRETS: ReadonlySet<string> = new Set(["administratorPassword"]);

/** What stands for a secret: that there is one, in the shape of the stack file. */
const HIDDEN = { secure: "(hidden)" } as const;

/**
 * Picks one namespace's keys out of Pulumi's flat configuration. Every key is taken, known or not, so that unknown ones are
 * found later.
 *
 * @param config Pulumi's configuration: `kafka:cluster` → JSON text; plain text for plain values.
 * @param isSecret Whether a key's value is encrypted in the stack file.
 */
export function stackValues(
  config: Readonly<Record<string, string>>,
  isSecret: (key: string) => boolean,
  namespace = "kafka",
): StackValues {
  const prefix = `${namespace}:`;
  const keys = Object.keys(config).filter((key) => key.startsWith(prefix));
  const name = (key: string): string => key.slice(prefix.length);
  const [secret, plain] = [keys.filter(isSecret), keys.filter((key) => !isSecret(key))];
  return {
    raw: Object.fromEntries([
      ...plain.map((key) => [name(key), structured(config[key] ?? "")] as const),
      ...secret.filter((key) => SECRETS.has(name(key))).map((key) => [name(key), HIDDEN] as const),
    ]),
    errors: secret
      .filter((key) => !SECRETS.has(name(key)))
      .map((key) => ({
        path: [name(key)],
        text: "is encrypted, but this setting is no secret and shows in plain text in the state; write it without secure:",
      })),
  };
}

/** Mappings and lists come as JSON; any other text is itself, `8` and `true` too. */
function structured(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    // Text that only looks like JSON is still text: what reads it says that it is the wrong thing.
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}
