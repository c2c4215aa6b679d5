import { declaredUsers } from "../declaredUsers";
import { found } from "../found";
import type { ExternalCheck, KubernetesCheck } from "./check";
import { RESERVED, SECOND_LOGIN } from "./users";

/** The console's user is nobody else's. */
export const consoleUser: KubernetesCheck = ({ console, users, userGroups }) => {
  const places = new Map(declaredUsers({ users, userGroups }).map(({ name, place }) => [name, place]));
  const names = [console.user, `${console.user}${SECOND_LOGIN}`];
  const other = names.find((name) => RESERVED.has(name) || places.has(name));
  return console.enabled && other !== undefined
    ? [
        {
          path: ["console", "user"],
          text: `found "${console.user}", but ${other} is another user of this stack; choose a name of its own`,
          restsOn: [places.get(other) ?? ["users", other]],
        },
      ]
    : [];
};

/** Where the brokers exist already, so does what people look at them with. */
export const noConsole: ExternalCheck = ({ console }, { raw }) =>
  console.enabled
    ? [
        {
          path: ["console", "enabled"],
          text: `found ${found(raw, ["console", "enabled"])}; allowed: false, as kafka:cluster.type is external: the console is deployed beside brokers of this program's own`,
          restsOn: [["cluster", "type"]],
        },
      ]
    : [];
