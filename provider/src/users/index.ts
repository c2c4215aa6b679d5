import type { ResourceFunctions } from "../resource";
import { defaultSessions, Sessions } from "../session/sessions";
import { checkUser } from "./check";
import { removeCredential, writeCredential } from "./credential";
import { diffUser } from "./diff";
import type { UserInputs, UserOutputs } from "./inputs";
import { readUser } from "./read";
import { UserRequests, userRequests } from "./requests";

/**
 * The functions of the user resource over a set of sessions. A user that exists already gets the new credential. Each operation's
 * error is one line that names the user.
 * @param sessions another set where Secrets don't come from Kubernetes
 */
export function userFunctions(sessions: Sessions = defaultSessions): ResourceFunctions<UserInputs, UserOutputs> {
  const { readSecret } = sessions.access;
  const withRequests = <T>(inputs: UserInputs, use: (requests: UserRequests) => Promise<T>) =>
    sessions.with(inputs.connection, (session) => use(userRequests(session)));
  return {
    check: async (_, news) => checkUser(news),
    diff: async (_, olds, news) => diffUser(olds, news),
    create: (inputs) =>
      withRequests(inputs, async (requests) => {
        await writeCredential(requests, readSecret, inputs);
        return { id: inputs.name, outs: { ...inputs, credential: "current" } };
      }),
    read: (_, props) => withRequests(props, (requests) => readUser(sessions, requests, props)),
    update: (_, olds, news) =>
      withRequests(news, async (requests) => {
        await writeCredential(requests, readSecret, news);
        // The old mechanism goes last, so that one of the two always works.
        if (olds.mechanism !== news.mechanism) await removeCredential(requests, news.name, olds.mechanism);
        return { outs: { ...news, credential: "current" } };
      }),
    delete: (_, props) => withRequests(props, (requests) => removeCredential(requests, props.name, props.mechanism)),
  };
}
