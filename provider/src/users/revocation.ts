import type { Connection } from "../connection";
import type { MechanismName } from "../protocol/scram";
import type { ResourceFunctions } from "../resource";
import { defaultSessions, Sessions } from "../session/sessions";
import { removeCredential } from "./credential";
import { userRequests } from "./requests";
import { bothSlots } from "./slots";

/** Whose credentials go first. */
export interface RevocationInputs {
  connection: Connection;
  /** Name of the user, and id of the resource. */
  name: string;
  mechanism: MechanismName;
}

/**
 * The functions of a resource that depends on all else of a user, and therefore is deleted before it: then it takes the user's
 * credentials from the brokers. Until then it does nothing.
 */
export function revocationFunctions(
  sessions: Sessions = defaultSessions,
): ResourceFunctions<RevocationInputs, RevocationInputs> {
  return {
    check: async (_, news) => ({ inputs: news as unknown as RevocationInputs }),
    // Another mechanism or another way to the brokers is for the day it is deleted.
    diff: async (_, olds, news) => ({ changes: olds.mechanism !== news.mechanism }),
    create: async (inputs) => ({ id: inputs.name, outs: inputs }),
    read: async (id, props) => ({ id, props, inputs: props }),
    update: async (_, __, news) => ({ outs: news }),
    delete: (_, { connection, name, mechanism }) =>
      sessions.with(connection, async (session) => {
        await Promise.all(bothSlots(name).map((slot) => removeCredential(userRequests(session), slot, mechanism)));
      }),
  };
}
