import { inSlices } from "../../batch/slices";
import { UserError } from "../../errors";
import { Owners } from "../../owners";
import type { Progress } from "../../progress";
import { consoleProgress } from "../../progress";
import type { ResourceFunctions } from "../../resource";
import { PartialFailure } from "../../resource";
import type { Session } from "../../session/session";
import { defaultSessions, Sessions } from "../../session/sessions";
import { reasons } from "../../topics/set/failure";
import { hasUnknown } from "../../unknown";
import { applyUser, removeUser } from "../apply";
import { diffUser } from "../diff";
import type { UserInputs, UserOutputs } from "../inputs";
import { inputsOf } from "../inputs";
import { readUser } from "../read";
import { checkUserSet } from "./check";
import type { UserSetInputs, UserSetOutputs } from "./inputs";
import { expand, shorten } from "./inputs";
import { describeUserChanges } from "./wording";

type Users = ReadonlyMap<string, UserOutputs>;

/** What sets of users work with. */
export interface UserSetParts {
  sessions: Sessions;
  /** Which resource of the program has which user: one that moved to another is left alone when it goes from here. */
  owners: Owners;
  /** Where is said what changes, user by user. */
  progress: Progress;
}

/**
 * The functions of a set of users: one resource, each user with its own result, by the same steps as a single one. What fails is named
 * user by user, and what succeeded is kept in the state; the next run does the rest.
 */
export function userSetFunctions(parts: Partial<UserSetParts> = {}): ResourceFunctions<UserSetInputs, UserSetOutputs> {
  const { sessions = defaultSessions, owners = new Owners(), progress = consoleProgress } = parts;
  const ownerOf = ({ name }: UserSetInputs | UserSetOutputs) => `group ${name}`;

  /** Brings the users from one state to another. @throws PartialFailure, or UserError when nothing was done */
  async function change(set: UserSetInputs | UserSetOutputs, olds: Users, news: Users): Promise<UserSetOutputs> {
    const done = new Map(olds);
    const failures = new Map<string, unknown>();
    const attempt = async (name: string, work: () => Promise<void>) => {
      try {
        await work();
      } catch (error) {
        failures.set(name, error);
      }
    };
    const remove = async (session: Session, name: string, user: UserOutputs) => {
      if (!owners.keeps(set.connection, name, ownerOf(set))) await removeUser(session, user);
      done.delete(name);
    };
    const bring = async (session: Session, name: string, user: UserOutputs) =>
      void done.set(name, await brought(session, olds.get(name), inputsOf(user)));
    await sessions.with(set.connection, async (session) => {
      const attempts: Promise<void>[] = [];
      const gone = [...olds].filter(([name]) => !news.has(name));
      await inSlices(gone, ([name, user]) => attempts.push(attempt(name, () => remove(session, name, user))));
      await inSlices(news, ([name, user]) => attempts.push(attempt(name, () => bring(session, name, user))));
      await Promise.all(attempts);
    });
    const outputs: UserSetOutputs = { ...set, users: await shorten(done, set.secret) };
    if (failures.size === 0) return outputs;
    const lines = reasons(failures, "user");
    const nothingDone = failures.size === new Set([...olds.keys(), ...news.keys()]).size;
    throw nothingDone
      ? new UserError([`nothing was changed in the group "${set.name}":`, ...lines].join("\n  "))
      : new PartialFailure(set.name, outputs, lines);
  }

  async function brought(session: Session, olds: UserOutputs | undefined, news: UserInputs): Promise<UserOutputs> {
    if (olds !== undefined && !diffUser(olds, news).changes) return olds;
    return applyUser(sessions, session, olds, news);
  }

  return {
    check: async (olds, news) => {
      const { inputs, failures, elsewhere } = await checkUserSet(olds, news);
      if (failures.length === 0 && typeof inputs.users === "object") {
        owners.declare(inputs.connection, ownerOf(inputs), Object.keys(inputs.users));
        owners.declare(inputs.connection, "others", elsewhere);
      }
      return { inputs, failures };
    },
    diff: async (_, olds, news) => {
      if (hasUnknown(news.users) || hasUnknown(news.secret)) return { changes: true };
      const moved = (name: string) => owners.keeps(news.connection, name, ownerOf(news));
      const lines = await describeUserChanges(await expand(olds), await expand(news), moved);
      if (lines.length > 0) progress.line([`users that change in the group "${news.name}":`, ...lines].join("\n  "));
      return { changes: lines.length > 0 };
    },
    create: async (inputs) => ({ id: inputs.name, outs: await change(inputs, new Map(), await expand(inputs)) }),
    read: (id, props) =>
      sessions.with(props.connection, async (session) => {
        const users = new Map<string, UserOutputs>();
        const inputs = new Map<string, UserInputs>();
        const failures = new Map<string, unknown>();
        const look = async (name: string, user: UserOutputs) => {
          try {
            const found = await readUser(sessions, session, user);
            if (found.props !== undefined) users.set(name, found.props);
            if (found.inputs !== undefined) inputs.set(name, found.inputs);
          } catch (error) {
            failures.set(name, error);
          }
        };
        const looks: Promise<void>[] = [];
        await inSlices(await expand(props), ([name, user]) => looks.push(look(name, user)));
        await Promise.all(looks);
        // What could not be read is neither unchanged nor gone, so that no answer would be true.
        if (failures.size > 0) {
          throw new UserError([`the group "${props.name}" can't be read:`, ...reasons(failures, "user")].join("\n  "));
        }
        return {
          id,
          props: { ...props, users: await shorten(users, props.secret) },
          inputs: { ...props, users: (await shorten(inputs, props.secret)) as UserSetInputs["users"] },
        };
      }),
    update: async (_, olds, news) => ({ outs: await change(news, await expand(olds), await expand(news)) }),
    delete: async (_, props) => void (await change(props, await expand(props), new Map())),
  };
}
