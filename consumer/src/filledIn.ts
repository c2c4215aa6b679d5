import { LOGIN } from "./contract/v1";
import type { Login } from "./KafkaClient";

/** The data of a client's Secret in base64, from the plain template of its keys and the login. */
export function filledIn(template: Record<string, string>, login: Login): Record<string, string> {
  return Object.fromEntries(
    Object.entries(template).map(([key, text]) => {
      const whole = text
        .replaceAll(LOGIN.username, () => login.username)
        .replaceAll(LOGIN.password, () => login.password);
      return [key, Buffer.from(whole).toString("base64")];
    }),
  );
}
