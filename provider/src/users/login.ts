import type { Connection } from "../connection";
import { Deadline } from "../deadline";
import { metadataRequest } from "../protocol/metadata";
import type { Credentials } from "../session/access";
import { ClusterClient } from "../session/cluster-client";
import { Sessions } from "../session/sessions";
import { isWrongPassword } from "../session/trouble";

/**
 * Tries a login, over one connection of its own.
 * @returns false when a broker answered that user and password don't fit
 * @throws UserError when no broker could be asked
 */
export async function canLogIn(sessions: Sessions, connection: Connection, credentials: Credentials): Promise<boolean> {
  const client = new ClusterClient({
    connection,
    credentials: async () => credentials,
    socketFactory: sessions.access.socketFactory(connection),
    timeouts: sessions.timeouts,
    loginAttempts: 1,
  });
  try {
    await client.send("any", metadataRequest([]), { deadline: new Deadline(sessions.timeouts.request) });
    return true;
  } catch (error) {
    if (error instanceof Error && isWrongPassword(error.cause)) return false;
    throw error;
  } finally {
    client.close();
  }
}
