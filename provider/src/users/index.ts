import type { ResourceFunctions } from "../resource";
import { defaultSessions, Sessions } from "../session/sessions";
import type { Session } from "../session/session";
import { checkUser } from "./check";
import { removeCredential, writeCredential } from "./credential";
import { diffUser } from "./diff";
import type { UserInputs, UserOutputs } from "./inputs";
import { waitForLogin } from "./login";
import { readUser } from "./read";
import { userRequests } from "./requests";

/**
 * The functions of the user resource over a set of sessions. A user that exists already gets the new credential. Each operation's
 * error is one line that names the user.
 * @param sessions another set where Secrets don't come from Kubernetes
 */
export function userFunctions(sessions: Sessions = defaultSessions): ResourceFunctions<UserInputs, UserOutputs> {
  const write = (session: Session, inputs: UserInputs) =>
    writeCredential(userRequests(session), sessions.access.readSecret, inputs).then((password) =>
      waitForLogin(sessions, session, inputs, password),
    );
  return {
    check: async (_, news) => checkUser(news),
    diff: async (_, olds, news) => diffUser(olds, news),
    create: (inputs) =>
      sessions.with(inputs.connection, async (session) => {
        await write(session, inputs);
        return { id: inputs.name, outs: { ...inputs, credential: "current" } };
      }),
    read: (_, props) => sessions.with(props.connection, (session) => readUser(sessions, userRequests(session), props)),
    update: (_, olds, news) =>
      sessions.with(news.connection, async (session) => {
        await write(session, news);
        // The old mechanism goes last, so that one of the two always works.
        if (olds.mechanism !== news.mechanism) {
          await removeCredential(userRequests(session), news.name, olds.mechanism);
        }
        return { outs: { ...news, credential: "current" } };
      }),
    delete: (_, props) =>
      sessions.with(props.connection, (session) =>
        removeCredential(userRequests(session), props.name, props.mechanism),
      ),
  };
}
