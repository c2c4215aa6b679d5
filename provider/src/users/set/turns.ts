import { consoleProgress } from "../../progress";
import type { ResourceFunctions } from "../../resource";
import type { AgedUser, Turn, TurnParts } from "../turn";
import { differs, nextTurn, utcDay } from "../turn";

/** A user of a group, and the turn that it is in. */
export type CountedUser = AgedUser & Turn;

/** What a stack file says of the ages of a group's passwords. */
export interface GroupTurnsInputs {
  /** Name of the group, and id of the resource. */
  name: string;
  /** The users that have an age limit, by name. */
  users: Record<string, AgedUser>;
}

/** What the engine keeps: nothing of it is secret. */
export interface CountedGroup {
  name: string;
  users: Record<string, CountedUser>;
}

/** Most users that a run names one by one whose passwords have reached their age. */
const NAMED = 10;

/**
 * The functions of a resource that counts the turns of a group's users by time, each by its own age: what `turnFunctions` does for one. It
 * decides in `check`, so that a preview shows which users turn.
 */
export function groupTurnsFunctions(
  { progress, today }: TurnParts = { progress: consoleProgress, today: utcDay },
): ResourceFunctions<CountedGroup, CountedGroup> {
  return {
    check: async (olds, news) => {
      const { name, users } = news as unknown as GroupTurnsInputs;
      const day = today();
      const lines: string[] = [];
      const counted = Object.entries(users).map(([user, wanted]): [string, CountedUser] => {
        const keyPath = `kafka:userGroups.${name}.users.${user}`;
        const { notice, turn, since } = nextTurn(olds.users?.[user], wanted, day, keyPath);
        if (notice !== undefined) lines.push(`user "${user}": ${notice}`);
        return [user, { ...wanted, turn, since }];
      });
      if (lines.length > 0) progress.line([`ages of passwords in the group "${name}":`, ...few(lines)].join("\n  "));
      return { inputs: { name, users: Object.fromEntries(counted) } };
    },
    diff: async (_, olds, news) => ({ changes: groupDiffers(olds, news) }),
    create: async (inputs) => ({ id: inputs.name, outs: inputs }),
    read: async (id, props) => ({ id, props, inputs: props }),
    update: async (_, __, news) => ({ outs: news }),
    delete: async () => undefined,
  };
}

function few(lines: readonly string[]): string[] {
  const more = lines.length - NAMED;
  return more > 0 ? [...lines.slice(0, NAMED), `and ${more} more`] : [...lines];
}

function groupDiffers({ users: olds }: CountedGroup, { users: news }: CountedGroup): boolean {
  const names = new Set([...Object.keys(olds), ...Object.keys(news)]);
  return [...names].some((name) => {
    const [before, after] = [olds[name], news[name]];
    return before === undefined || after === undefined || differs(before, after);
  });
}
