import type { KubernetesConnection } from "../../../provider/src/connection";
import { type UserInputs, userDefaults } from "../../../provider/src/users/inputs";
import type { TestSecrets } from "../brokers";

export const clientPassword = (name: string): string => `password-of-${name}`;

/** A user that a stack wants, whose Secret is put among the others. */
export function clientInputs(
  secrets: TestSecrets,
  connection: KubernetesConnection,
  name: string,
  rules: UserInputs["rules"] = {},
): UserInputs {
  const secret = secrets.set(`client-${name}`, { username: name, password: clientPassword(name) });
  return { ...userDefaults, connection, name, iterations: 4096, rules, secret };
}
