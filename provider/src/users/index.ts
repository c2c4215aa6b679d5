import { Owners } from "../owners";
import type { ResourceFunctions } from "../resource";
import { defaultSessions, Sessions } from "../session/sessions";
import { applyUser, removeUser } from "./apply";
import { checkUser } from "./check";
import { diffUser } from "./diff";
import type { UserInputs, UserOutputs } from "./inputs";
import { upgraded } from "./inputs";
import { readUser } from "./read";

/**
 * The functions of the user resource over a set of sessions. A user that exists already gets the new credential. Each operation's
 * error is one line that names the user.
 * @param sessions another set where Secrets don't come from Kubernetes
 * @param owners which resource of the program has which user: one that moved to a group is left alone when it goes from here
 */
export function userFunctions(
  sessions: Sessions = defaultSessions,
  owners: Owners = new Owners(),
): ResourceFunctions<UserInputs, UserOutputs> {
  const ownerOf = ({ name }: UserInputs) => `user ${name}`;
  return {
    check: async (olds, news) => {
      const checked = checkUser(olds, news);
      const { connection, name } = checked.inputs;
      if (checked.failures.length === 0) owners.declare(connection, ownerOf(checked.inputs), [name]);
      return checked;
    },
    diff: async (_, olds, news) => diffUser(olds, news),
    create: (inputs) =>
      sessions.with(inputs.connection, async (session) => ({
        id: inputs.name,
        outs: await applyUser(sessions, session, undefined, inputs),
      })),
    read: (_, props) => sessions.with(props.connection, (session) => readUser(sessions, session, upgraded(props))),
    update: (_, olds, news) =>
      sessions.with(news.connection, async (session) => ({
        outs: await applyUser(sessions, session, upgraded(olds), news),
      })),
    delete: async (_, props) => {
      if (owners.keeps(props.connection, props.name, ownerOf(props))) return;
      await sessions.with(props.connection, (session) => removeUser(session, upgraded(props)));
    },
  };
}
