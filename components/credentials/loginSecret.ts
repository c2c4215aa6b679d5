import { slotName } from "@kafka-on-kubernetes/provider/dist/users/slots";

/** The passwords of a user's two logins, as far as there are any: of the odd turns of its rotation, and of the even ones. */
export interface TurnPasswords {
  odd: string;
  even: string | undefined;
}

/** A login under a user's name of one turn. */
export interface Login {
  username: string;
  password: string;
}

/** The login of a turn. */
export function loginOfTurn(name: string, rotation: number, passwords: TurnPasswords): Login {
  const password = rotation % 2 === 1 ? passwords.odd : passwords.even;
  if (password === undefined) throw new Error(`no password was generated for turn ${rotation} of ${name}`);
  return { username: slotName(name, rotation), password };
}

/** The keys from which the provider gives the brokers a user's logins: the current one, and the one before while it is kept. */
export function loginSecret(current: Login, previous: Login | undefined): Record<string, string> {
  return {
    ...(previous === undefined
      ? {}
      : { "previous.password": previous.password, "previous.username": previous.username }),
    password: current.password,
    username: current.username,
  };
}

/** Key of the turn, which the stack file doesn't tell where passwords have an age limit. What is read is for people and a lost state. */
export const TURN = "turn";

/** The latest turn up to this one that has the same parity, or undefined where there is none yet: what a password is counted by. */
export function turnOf(parity: "odd" | "even", rotation: number): number | undefined {
  const turn = (rotation % 2 === 1) === (parity === "odd") ? rotation : rotation - 1;
  return turn >= 1 ? turn : undefined;
}
