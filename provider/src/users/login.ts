import { limited } from "../batch/limited";
import type { Connection } from "../connection";
import { Deadline } from "../deadline";
import type { KafkaRequest } from "../protocol/codec";
import { metadataRequest } from "../protocol/metadata";
import type { Credentials } from "../session/access";
import { brokerSockets } from "../session/broker-sockets";
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
  return (await answerAs(sessions, connection, credentials, metadataRequest([]), limit)) !== undefined;
}

/**
 * Logs in as somebody over one connection of its own, and sends one request.
 * @param limit time limit in milliseconds
 * @returns the answer; undefined when a broker answered that user and password don't fit
 * @throws UserError when no broker could be asked
 */
export async function answerAs<T>(
  sessions: Sessions,
  connection: Connection,
  credentials: Credentials,
  request: KafkaRequest<T>,
  limit = sessions.timeouts.request,
): Promise<T | undefined> {
  return atOnce(() => tryLogin(sessions, connection, credentials, request, limit));
}

async function tryLogin<T>(
  sessions: Sessions,
  connection: Connection,
  credentials: Credentials,
  request: KafkaRequest<T>,
  limit: number,
): Promise<T | undefined> {
  const client = new ClusterClient({
    connection,
    credentials: async () => credentials,
    passwordPlace: `user "${credentials.username}"`,
    sockets: () => brokerSockets(sessions.access, connection),
    timeouts: sessions.timeouts,
    loginAttempts: 1,
  });
  try {
    return await client.send("any", request, { deadline: new Deadline(limit) });
  } catch (error) {
    if (error instanceof Error && isWrongPassword(error.cause)) return undefined;
    throw error;
  } finally {
    client.close();
  }
}
