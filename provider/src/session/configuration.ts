import { UserError } from "../errors";

/** The configuration of the stack as the engine hands it to a dynamic provider: full names, secrets in plain text. */
export interface StackConfiguration {
  get(key: string): string | undefined;
}

/** What the engine calls once in a process, before anything else of a provider. */
export interface Configurable {
  configure(request: { config: StackConfiguration }): Promise<void>;
}

let configuration: StackConfiguration | undefined;

/**
 * Adds the engine's `configure` to the functions of a resource. It keeps the configuration and returns at once: the engine's calls
 * come side by side, and don't wait for the one that configures.
 */
export function configured<Functions extends object>(functions: Functions): Functions & Configurable {
  return {
    ...functions,
    configure: async ({ config }) => {
      configuration = config;
    },
  };
}

/**
 * A setting of the stack, in plain text. It is asked for at each run and kept nowhere.
 * @throws UserError when the stack has none
 */
export function readSetting(key: string): string {
  const value = configuration?.get(key);
  if (value !== undefined && value !== "") return value;
  throw new UserError(
    `${key}: found nothing; it must be the password of Kafka's administrator: pulumi config set --secret ${key}`,
  );
}
