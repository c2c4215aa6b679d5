import type { Connection } from "../../../provider/src/connection";
import { type UserInputs, userDefaults } from "../../../provider/src/users/inputs";
import { TestSecrets } from "../brokers";

const nameOf = (index: number) => `user-${index}`;

/** The password that {@link secretsOf} holds for a user. */
export const passwordOf = (name: string): string => `password-of-${name}`;

/** Secrets of that many users. */
export function secretsOf(count: number): TestSecrets {
  const secrets = new TestSecrets();
  for (let index = 0; index < count; index++) {
    secrets.set(`login-${nameOf(index)}`, { username: nameOf(index), password: passwordOf(nameOf(index)) });
  }
  return secrets;
}

/** Many users of three rules and a quota each, with the Secrets of {@link secretsOf}. */
export function estate(connection: Connection, count: number, iterations = 4096): UserInputs[] {
  return Array.from({ length: count }, (_, index) => ({
    ...userDefaults,
    connection,
    name: nameOf(index),
    iterations,
    rules: { produce: [`topic-${index}`], consume: { topics: [`topic-${index}`], groups: [`group-${index}*`] } },
    quotas: { request_percentage: 50 },
    secret: { name: `login-${nameOf(index)}`, namespace: "tests" },
  }));
}
