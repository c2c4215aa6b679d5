import { createHmac } from "node:crypto";
import { slotName } from "@kafka-on-kubernetes/provider/dist/users/slots";
import { prefixOf } from "@kafka-on-kubernetes/provider/dist/users/set/inputs";
import type { ClientAccess } from "./clientSecret";
import { AUTHORITIES, clientSecret } from "./clientSecret";
import type { Login } from "./loginSecret";
import { loginSecret, TURN } from "./loginSecret";
import { LENGTH } from "./password";

/** What the passwords of a group's user depend on. */
export interface GroupUserTurn {
  /** Counts the user's passwords, from 1 on. */
  rotation: number;
  /** Whether the password before the current one still works. */
  previous: "keep" | "remove";
}

/** A user's logins: the current one, and the one before while it is kept. */
export interface GroupLogins {
  current: Login;
  previous: Login | undefined;
}

/** A seed as {@link seed} has it generated. */
const GENERATED = new RegExp(`^[0-9A-Za-z]{${LENGTH}}$`);

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/**
 * The password of a user's turn, made from what the group has one of. HMAC-SHA-512 of the name and the turn is as good as a random
 * text to whoever doesn't know the seed: one user's password tells nothing of another's, nor of its own next one. 40 letters and digits
 * of its 512 bits leave less than 2^-270 of bias.
 *
 * @param seed Generated, at least 238 bits, kept as every password is.
 */
export function groupPassword(seed: string, user: string, turn: number): string {
  // What stands for a seed where none is generated, as in a render, stands for its passwords too: nobody must take a known one for real.
  if (!GENERATED.test(seed)) return seed;
  let rest = BigInt(`0x${createHmac("sha512", seed).update(`${turn} ${user}`).digest("hex")}`);
  let text = "";
  while (text.length < LENGTH) {
    text += DIGITS[Number(rest % 62n)];
    rest /= 62n;
  }
  return text;
}

/** The logins of a group's user. */
export function groupLogins(seed: string, user: string, { rotation, previous }: GroupUserTurn): GroupLogins {
  const login = (turn: number): Login => ({
    username: slotName(user, turn),
    password: groupPassword(seed, user, turn),
  });
  return {
    current: login(rotation),
    previous: rotation > 1 && previous === "keep" ? login(rotation - 1) : undefined,
  };
}

/** The keys from which the provider gives the brokers the logins of a group. */
export function groupLoginSecret(users: Readonly<Record<string, GroupLogins>>): Record<string, string> {
  return inOne(users, ({ current, previous }) => loginSecret(current, previous));
}

/** Keys by which a lost state's turns are known that ages have counted. */
export function groupTurnKeys(turns: Readonly<Record<string, GroupUserTurn>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(turns).map(([user, { rotation }]) => [`${prefixOf(user)}${TURN}`, String(rotation)]),
  );
}

/**
 * The keys of a group's Secret: once what all of its users share, and for each of them `NAME_username`, `NAME_password`,
 * `NAME_client.properties` and `NAME_librdkafka.conf`. Who signs the brokers' certificates stands there once, so the files look for it where
 * the Secret is mounted, {@link MOUNTED_AUTHORITIES}.
 */
export function groupClientSecret(
  users: Readonly<Record<string, GroupLogins>>,
  access: Omit<ClientAccess, "username" | "password">,
): Record<string, string> {
  const { authorities } = access;
  return {
    "bootstrap.servers": access.bootstrapServers,
    "sasl.mechanism": access.mechanism,
    "security.protocol": access.securityProtocol,
    ...(authorities === undefined ? {} : { [AUTHORITIES]: authorities }),
    ...inOne(users, ({ current }) => {
      const { username, password, ...own } = clientSecret({ ...access, ...current, trust: "mounted" });
      return {
        username: username ?? "",
        password: password ?? "",
        "client.properties": own["client.properties"] ?? "",
        "librdkafka.conf": own["librdkafka.conf"] ?? "",
      };
    }),
  };
}

function inOne(
  users: Readonly<Record<string, GroupLogins>>,
  keysOf: (logins: GroupLogins) => Record<string, string>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(users).flatMap(([user, logins]) =>
      Object.entries(keysOf(logins)).map(([key, value]): [string, string] => [`${prefixOf(user)}${key}`, value]),
    ),
  );
}
