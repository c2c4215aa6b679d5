import { UserError } from "../../errors";
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

type Users = ReadonlyMap<string, UserOutputs>;

/**
 * The functions of a set of users: one resource, each user with its own result, by the same steps as a single one. What fails is named
 * user by user, and what succeeded is kept in the state; the next run does the rest.
 */
export function userSetFunctions(
  sessions: Sessions = defaultSessions,
): ResourceFunctions<UserSetInputs, UserSetOutputs> {
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
    await sessions.with(set.connection, (session) =>
      Promise.all([
        ...[...olds]
          .filter(([name]) => !news.has(name))
          .map(([name, user]) =>
            attempt(name, async () => {
              await removeUser(session, user);
              done.delete(name);
            }),
          ),
        ...[...news].map(([name, user]) =>
          attempt(name, async () => void done.set(name, await brought(session, olds.get(name), inputsOf(user)))),
        ),
      ]),
    );
    const outputs: UserSetOutputs = { ...set, users: shorten(done) };
    if (failures.size === 0) return outputs;
    const lines = reasons(failures, "user");
    const nothingDone = failures.size === new Set([...olds.keys(), ...news.keys()]).size;
    throw nothingDone
      ? new UserError([`nothing was changed in the set "${set.name}":`, ...lines].join("\n  "))
      : new PartialFailure(set.name, outputs, lines);
  }

  async function brought(session: Session, olds: UserOutputs | undefined, news: UserInputs): Promise<UserOutputs> {
    if (olds !== undefined && !diffUser(olds, news).changes) return olds;
    return applyUser(sessions, session, olds, news);
  }

  return {
    check: async (olds, news) => checkUserSet(olds, news),
    diff: async (_, olds, news) => {
      if (hasUnknown(news.users)) return { changes: true };
      const [before, after] = [expand(olds), expand(news)];
      const gone = [...before.keys()].some((name) => !after.has(name));
      const changed = [...after].some(([name, user]) => {
        const old = before.get(name);
        return old === undefined || diffUser(old, inputsOf(user)).changes;
      });
      return { changes: gone || changed };
    },
    create: async (inputs) => ({ id: inputs.name, outs: await change(inputs, new Map(), expand(inputs)) }),
    read: (id, props) =>
      sessions.with(props.connection, async (session) => {
        const users = new Map<string, UserOutputs>();
        const inputs = new Map<string, UserInputs>();
        const failures = new Map<string, unknown>();
        await Promise.all(
          [...expand(props)].map(async ([name, user]) => {
            try {
              const found = await readUser(sessions, session, user);
              if (found.props !== undefined) users.set(name, found.props);
              if (found.inputs !== undefined) inputs.set(name, found.inputs);
            } catch (error) {
              failures.set(name, error);
            }
          }),
        );
        // What could not be read is neither unchanged nor gone, so that no answer would be true.
        if (failures.size > 0) {
          throw new UserError([`the set "${props.name}" can't be read:`, ...reasons(failures, "user")].join("\n  "));
        }
        return {
          id,
          props: { ...props, users: shorten(users) },
          inputs: { ...props, users: shorten(inputs) as UserSetInputs["users"] },
        };
      }),
    update: async (_, olds, news) => ({ outs: await change(news, expand(olds), expand(news)) }),
    delete: async (_, props) => void (await change(props, expand(props), new Map())),
  };
}
