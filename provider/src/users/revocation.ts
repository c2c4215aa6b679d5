import type { Connection } from "../connection";
import { Owners } from "../owners";
import type { MechanismName } from "../protocol/scram";
import type { ResourceFunctions } from "../resource";
import { defaultSessions, Sessions } from "../session/sessions";
import { canonical } from "../canonical";
import { removeCredential } from "./credential";
import { userRequests } from "./requests";
import { bothSlots } from "./slots";

/** Whose credentials go first. */
export interface RevocationInputs {
  connection: Connection;
  /** Name of the user or of the group, and id of the resource. */
  name: string;
  /** The users of a group. @default the one user of that name */
  users?: string[];
  mechanism: MechanismName;
}

/**
 * The functions of a resource that depends on all else of a user, or of a group of users, and therefore is deleted before it: then it
 * takes their credentials from the brokers, except those of users that another resource of the program has now. Until then it does nothing.
 */
export function revocationFunctions(
  sessions: Sessions = defaultSessions,
  owners: Owners = new Owners(),
): ResourceFunctions<RevocationInputs, RevocationInputs> {
  return {
    check: async (_, news) => ({ inputs: news as unknown as RevocationInputs }),
    // Another mechanism or another way to the brokers is for the day it is deleted.
    diff: async (_, olds, news) => ({
      changes: olds.mechanism !== news.mechanism || canonical(olds.users ?? null) !== canonical(news.users ?? null),
    }),
    create: async (inputs) => ({ id: inputs.name, outs: inputs }),
    read: async (id, props) => ({ id, props, inputs: props }),
    update: async (_, __, news) => ({ outs: news }),
    delete: async (_, { connection, name, users = [name], mechanism }) => {
      const gone = users.filter((user) => !owners.keeps(connection, user));
      if (gone.length === 0) return;
      await sessions.with(connection, async (session) => {
        const names = gone.flatMap(bothSlots);
        await Promise.all(names.map((slot) => removeCredential(userRequests(session), slot, mechanism)));
      });
    },
  };
}
