import * as names from "../components/cluster/names";
import { TURN } from "../components/credentials/loginSecret";
import { prefixOf } from "@kafka-on-kubernetes/provider/dist/users/set/inputs";
import { keyPath } from "../config/problem";
import type { StackSettings } from "../config/schema";
import type { Live } from "./marks";

/** A user whose Secret is of another turn than the stack file tells. */
export interface OtherTurn {
  /** Where its turn stands in the stack file. */
  keyPath: string;
  /** What the stack file says. */
  rotation: number;
  /** What the Secret says: an age limit has added the rest. */
  turn: number;
}

/** The users whose passwords an age limit has turned, by what their live Secrets say. The count itself was in the lost state. */
export function otherTurns(settings: StackSettings, live: Live): OtherTurn[] {
  const { namespace } = settings.kubernetes;
  const singles = Object.entries(settings.users).map(([user, { rotation }]) => ({
    path: ["users", user, "rotation"],
    rotation,
    secret: names.loginSecretName(settings, user),
    key: TURN,
  }));
  const grouped = Object.entries(settings.userGroups).flatMap(([group, { users }]) =>
    Object.entries(users).map(([user, { rotation }]) => ({
      path: ["userGroups", group, "users", user, "rotation"],
      rotation,
      secret: names.groupLoginSecretName(settings, group),
      key: `${prefixOf(user)}${TURN}`,
    })),
  );
  return [...singles, ...grouped].flatMap(({ path, rotation, secret, key }) => {
    const turn = Number(live({ namespace, name: secret })?.[key] ?? rotation);
    return turn === rotation ? [] : [{ keyPath: keyPath(path), rotation, turn }];
  });
}
