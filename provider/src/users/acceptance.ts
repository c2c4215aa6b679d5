import { Batcher } from "../batch/batcher";
import type { Report } from "../batch/batcher";
import type { Connection } from "../connection";
import { Deadline } from "../deadline";
import { UserError } from "../errors";
import { describeConfigsRequest, resourceType } from "../protocol/configs";
import type { Credentials } from "../session/access";
import { roundLimit } from "../session/each-broker";
import type { Session } from "../session/session";
import { Sessions } from "../session/sessions";
import { isLoginFailure } from "../session/trouble";
import type { UserInputs } from "./inputs";
import { canLogIn } from "./login";

/** How long brokers may take to accept a new password, in milliseconds. */
const acceptLimit = 30_000;

/** A login that brokers are to accept, and the way to them. */
interface Expected {
  connection: Connection;
  login: Credentials;
}

/**
 * Waits until every live broker accepts a new password. Only a login tells: the description of a credential doesn't change with
 * the password, and in ZooKeeper mode it is there before the brokers' caches know it.
 *
 * In KRaft mode one login tells for all that wait with it: brokers take in the controller's records in their order, so that who knows
 * the last of them knows those before.
 * @throws UserError when a broker refuses it for too long
 */
export class Acceptance {
  private readonly logins: Batcher<Expected, void>;
  private ordered: Promise<boolean> | undefined;

  constructor(
    private readonly sessions: Sessions,
    private readonly session: Session,
  ) {
    this.logins = new Batcher((items, report) => this.waitForAll(items, report), {
      key: ({ login }) => login.username,
      inFlight: 64,
    });
  }

  /** Waits for one login of a user. */
  of(user: Pick<UserInputs, "connection" | "mechanism">, login: Credentials): Promise<void> {
    return this.logins.add({ connection: { ...user.connection, mechanism: user.mechanism }, login });
  }

  private async waitForAll(items: readonly Expected[], report: Report<void>): Promise<void> {
    const last = items.at(-1);
    if (last !== undefined && items.length > 1 && (await this.takesRecordsInOrder()) && (await this.works(last))) {
      items.forEach((_, index) => report(index, { value: undefined }));
      return;
    }
    // Where one tells nothing of the others, or doesn't work, each has its own result.
    await Promise.all(
      items.map(async (item, index) => {
        try {
          report(index, { value: await this.waitFor(item) });
        } catch (error) {
          report(index, { error });
        }
      }),
    );
  }

  private async works(expected: Expected): Promise<boolean> {
    try {
      await this.waitFor(expected);
      return true;
    } catch (error) {
      if (error instanceof UserError) return false;
      throw error;
    }
  }

  private async waitFor({ connection, login }: Expected): Promise<void> {
    const deadline = new Deadline(acceptLimit);
    let refusing: string[] = [];
    do {
      const { brokers } = await this.session.describeCluster();
      const addresses = brokers.map(({ host, port }) => `${host}:${port}`);
      const accepted = await Promise.all(
        addresses.map((address) => this.accepts({ ...connection, brokers: [address] }, login)),
      );
      refusing = addresses.filter((_, index) => !accepted[index]);
      if (refusing.length === 0) return;
      await deadline.pause(100);
    } while (!deadline.passed);
    throw new UserError(
      `user "${login.username}": the new password still doesn't work at ${refusing.join(", ")} after ${acceptLimit / 1000} s`,
    );
  }

  private async accepts(connection: Connection, login: Credentials): Promise<boolean> {
    try {
      return await canLogIn(this.sessions, connection, login, roundLimit);
    } catch (error) {
      // A broker that went away leaves the list of live ones soon; until then it is waited for.
      if (error instanceof UserError && !isLoginFailure(error.cause)) return false;
      throw error;
    }
  }

  /** Whether the brokers are in KRaft mode. A broker that doesn't say so counts as one that isn't: then each login is tried. */
  private takesRecordsInOrder(): Promise<boolean> {
    this.ordered ??= (async () => {
      const { brokers } = await this.session.describeCluster();
      const [broker] = brokers;
      if (broker === undefined) return false;
      const resource = { type: resourceType.broker, name: String(broker.nodeId) };
      const request = describeConfigsRequest([resource], ["process.roles"]);
      const [described] = await this.session.cluster.send(broker.nodeId, request);
      return described?.configs.some(({ value }) => value !== null && value !== "") ?? false;
    })();
    this.ordered.catch(() => (this.ordered = undefined));
    return this.ordered;
  }
}

const ofSession = new WeakMap<Session, Acceptance>();

/** The waits of a session, the same for all its users. */
export function acceptance(sessions: Sessions, session: Session): Acceptance {
  const known = ofSession.get(session) ?? new Acceptance(sessions, session);
  ofSession.set(session, known);
  return known;
}
