import type { CheckFailure, ResourceFunctions } from "../resource";
import { defaultSessions, type Sessions } from "../session/sessions";
import { hasUnknown } from "../unknown";
import { removeCredential } from "../users/credential";
import { userRequests } from "../users/requests";
import type { InternalUsers } from "./inputs";
import { internalNames, rotationPath } from "./inputs";

/**
 * The functions of a resource that comes after the restart of the brokers: nobody uses the logins of the turn before any more, and it takes
 * them away. What its state says is the last turn that has ended.
 */
export function endedLoginsFunctions(
  sessions: Sessions = defaultSessions,
): ResourceFunctions<InternalUsers, InternalUsers> {
  const end = ({ connection, rotation }: InternalUsers): Promise<void> =>
    sessions.with(connection, async (session) => {
      if (rotation === 1) return;
      // The session may have begun with the login that goes: its next connection is to use the one that the Secret holds now.
      session.cluster.forgetLogin();
      const requests = userRequests(session);
      const { mechanism } = connection;
      await Promise.all(internalNames(rotation - 1).map((name) => removeCredential(requests, name, mechanism)));
    });
  return {
    check: async (olds, news) => {
      const inputs = news as unknown as InternalUsers;
      return { inputs, failures: hasUnknown(inputs.rotation) ? [] : unfinished(olds, inputs) };
    },
    diff: async (_, olds, news) => ({ changes: olds.rotation !== news.rotation }),
    create: async (inputs) => {
      await end(inputs);
      return { id: inputs.name, outs: inputs };
    },
    read: async (id, props) => ({ id, props, inputs: props }),
    update: async (_, __, news) => {
      await end(news);
      return { outs: news };
    },
    delete: async () => undefined,
  };
}

/** The next turn would change a password that brokers still use, as long as the one before hasn't ended. */
function unfinished({ rotation: ended }: Partial<InternalUsers>, { rotation }: InternalUsers): CheckFailure[] {
  if (ended === undefined || rotation <= ended + 1) return [];
  return [
    {
      property: "rotation",
      reason: `${rotationPath}: found ${rotation} while the turn to ${ended + 1} hasn't ended: set ${ended + 1} and run \`pulumi up\` until the restart of the brokers has ended`,
    },
  ];
}
