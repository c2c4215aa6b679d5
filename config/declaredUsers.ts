import type { Path } from "./problem";
import type { StackSettings } from "./schema";

/** A user as the stack file declares it, in whichever place. */
export interface DeclaredUser {
  name: string;
  user: StackSettings["userGroups"][string]["users"][string];
  /** Where it stands in the stack file. */
  place: Path;
}

/** Every user of the stack, single ones and those of groups. */
export function declaredUsers({ users, userGroups }: Pick<StackSettings, "users" | "userGroups">): DeclaredUser[] {
  const singles = Object.entries(users).map(([name, user]) => ({ name, user, place: ["users", name] }));
  const grouped = Object.entries(userGroups).flatMap(([group, { users: members }]) =>
    Object.entries(members).map(([name, user]) => ({ name, user, place: ["userGroups", group, "users", name] })),
  );
  return [...singles, ...grouped];
}
