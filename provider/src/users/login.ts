import type { Connection } from "../connection";
import { Deadline } from "../deadline";
import { UserError } from "../errors";
import { metadataRequest } from "../protocol/metadata";
import type { Credentials } from "../session/access";
import { roundLimit } from "../session/each-broker";
import type { Session } from "../session/session";
import { ClusterClient } from "../session/cluster-client";
import { Sessions } from "../session/sessions";
import { isLoginFailure, isWrongPassword } from "../session/trouble";
import type { UserInputs } from "./inputs";

/** How long brokers may take to accept a new password, in milliseconds. */
const acceptLimit = 30_000;

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

/**
 * Waits until every live broker accepts a new password. Only a login tells: the description of a credential doesn't change with
 * the password, and in ZooKeeper mode it is there before the brokers' caches know it.
 * @throws UserError when a broker refuses it for too long
 */
export async function waitForLogin(
  sessions: Sessions,
  session: Session,
  user: UserInputs,
  login: Credentials,
): Promise<void> {
  const deadline = new Deadline(acceptLimit);
  const connection = { ...user.connection, mechanism: user.mechanism };
  let refusing: string[] = [];
  do {
    const { brokers } = await session.describeCluster();
    const addresses = brokers.map(({ host, port }) => `${host}:${port}`);
    const accepted = await Promise.all(
      addresses.map((address) => accepts(sessions, { ...connection, brokers: [address] }, login)),
    );
    refusing = addresses.filter((_, index) => !accepted[index]);
    if (refusing.length === 0) return;
    await deadline.pause(100);
  } while (!deadline.passed);
  throw new UserError(
    `user "${user.name}": the new password still doesn't work at ${refusing.join(", ")} after ${acceptLimit / 1000} s`,
  );
}

async function accepts(sessions: Sessions, connection: Connection, credentials: Credentials): Promise<boolean> {
  try {
    return await canLogIn(sessions, connection, credentials, roundLimit);
  } catch (error) {
    // A broker that went away leaves the list of live ones soon; until then it is waited for.
    if (error instanceof UserError && !isLoginFailure(error.cause)) return false;
    throw error;
  }
}
