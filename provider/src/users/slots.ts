/** What decides under which names a user logs in. */
export interface Slots {
  name: string;
  /** Counts the passwords, from 1 on. */
  rotation: number;
  /** What is done with the password before the current one. */
  previous: "keep" | "remove";
}

/** Behind a user stand two SCRAM users that take turns, because Kafka keeps one password a user: the odd turns have the user's own name. */
const secondSlot = ".b";

/** The name that a user logs in under at a turn. */
export function slotName(name: string, rotation: number): string {
  return rotation % 2 === 1 ? name : `${name}${secondSlot}`;
}

/** Both names, used yet or not. */
export function bothSlots(name: string): [string, string] {
  return [slotName(name, 1), slotName(name, 2)];
}

/** The names that may log in: the current one and, after a rotation until it is told to go, the one before. */
export function liveSlots({ name, rotation, previous }: Slots): string[] {
  const current = slotName(name, rotation);
  return rotation === 1 || previous === "remove" ? [current] : [current, slotName(name, rotation - 1)];
}
