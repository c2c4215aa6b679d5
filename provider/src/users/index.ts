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
 */
export function userFunctions(sessions: Sessions = defaultSessions): ResourceFunctions<UserInputs, UserOutputs> {
  return {
    check: async (olds, news) => checkUser(olds, news),
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
    delete: (_, props) => sessions.with(props.connection, (session) => removeUser(session, upgraded(props))),
  };
}
