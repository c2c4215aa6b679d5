import { limited } from "../batch/limited";
import type { Connection } from "../connection";
import { Deadline } from "../deadline";
import { metadataRequest } from "../protocol/metadata";
import type { Credentials } from "../session/access";
import { ClusterClient } from "../session/cluster-client";
import { Sessions } from "../session/sessions";
import { isWrongPassword } from "../session/trouble";

/** Each login is a connection of its own: thousands at once would be more than a broker accepts. */
const atOnce = limited(32);

/**
 * Tries a login, over one connection of its own.
 * @param limit time limit in milliseconds
 * @returns false when a broker answered that user and password don't fit
 * @throws UserError when no broker could be asked
 */
export async function canLogIn(
  sessions: Sessions,
  connection: Connection,
  credentials: Credentials,
  limit = sessions.timeouts.request,
): Promise<boolean> {
  return atOnce(() => tryLogin(sessions, connection, credentials, limit));
}

async function tryLogin(
  sessions: Sessions,
  connection: Connection,
  credentials: Credentials,
  limit: number,
): Promise<boolean> {
  const client = new ClusterClient({
    connection,
    credentials: async () => credentials,
    passwordPlace: `user "${credentials.username}"`,
    socketFactory: sessions.access.socketFactory(connection),
    timeouts: sessions.timeouts,
    loginAttempts: 1,
  });
  try {
    await client.send("any", metadataRequest([]), { deadline: new Deadline(limit) });
    return true;
  } catch (error) {
    if (error instanceof Error && isWrongPassword(error.cause)) return false;
    throw error;
  } finally {
    client.close();
  }
}
