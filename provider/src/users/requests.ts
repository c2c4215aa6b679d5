import { Batcher } from "../batch/batcher";
import { splitByWeight } from "../batch/split";
import { Deadline } from "../deadline";
import { BrokerError, errorCode } from "../protocol/errors";
import {
  alterUserScramCredentialsRequest,
  describeUserScramCredentialsRequest,
  ScramAlterResult,
  ScramDeletion,
  ScramDescription,
  ScramUpsertion,
} from "../protocol/scram";
import { perSession } from "../session/per-session";
import { ChangeResult, sendChange } from "../session/send-change";
import type { Session } from "../session/session";
import { KnownEverywhere } from "./known";
import { saltPassword } from "./salt";

/** A credential to write, its password not salted yet. */
export interface NewCredential extends Omit<ScramUpsertion, "salt" | "saltedPassword"> {
  password: string;
}

/** Most users in one request: writing and reading one of 10,000, which a controller takes, would hold the event loop up for long. */
const mostUsers = 1_000;

/** One user's change: exactly one credential written or removed. */
export type ScramChange = { write: NewCredential } | { remove: ScramDeletion };

/** A change as the brokers take it. */
type SaltedChange = { upsert: ScramUpsertion } | { remove: ScramDeletion };

/** What is to hold for a user's credentials on every broker. */
export interface ExpectedCredentials {
  name: string;
  holds: (found: ScramDescription["credentials"]) => boolean;
}

const changedUser = (change: ScramChange) => ("write" in change ? change.write.name : change.remove.name);
const saltedUser = (change: SaltedChange) => ("upsert" in change ? change.upsert.name : change.remove.name);

/** The requests about users over one session, each kind grouped with those of other callers. */
export class UserRequests {
  /** Writes or removes a credential. The result may be an error code, which is the caller's to judge. */
  readonly alter: Batcher<ScramChange, ChangeResult<ScramAlterResult>>;
  /** A user's credentials; none for a user that doesn't exist. */
  readonly describe: Batcher<string, ScramDescription["credentials"]>;
  /** Waits until every live broker has heard of a change. */
  readonly known: KnownEverywhere<ExpectedCredentials, Map<string, ScramDescription>>;

  constructor(private readonly session: Session) {
    this.alter = new Batcher<ScramChange, ChangeResult<ScramAlterResult>>(
      async (items, report) => {
        // Salting takes the thread pool some milliseconds a user: a group is salted together, so that one request takes all of it.
        const changes = await Promise.all(items.map(salted));
        const spec = { request: requestOf, itemName: saltedUser, resultName: ({ user }: ScramAlterResult) => user };
        await sendChange(session, changes, spec, new Deadline(120_000), report);
      },
      { key: changedUser, limit: mostUsers },
    );
    this.describe = new Batcher<string, ScramDescription["credentials"]>(
      async (names, report) => {
        const found = await this.describeFrom("any", names);
        names.forEach((name, index) => {
          const user = found.get(name);
          report(index, outcomeOf(user));
        });
      },
      { key: (name) => name, limit: mostUsers, inFlight: 2 },
    );
    this.known = new KnownEverywhere<ExpectedCredentials, Map<string, ScramDescription>>(session, {
      nameOf: ({ name }) => name,
      what: "its credential",
      ask: (nodeId, expected, deadline) =>
        this.describeFrom(nodeId, [...new Set(expected.map(({ name }) => name))], deadline),
      holds: (found, { name, holds }) => holds(found.get(name)?.credentials ?? []),
    });
  }

  /** The users as one broker knows them. */
  private async describeFrom(
    target: "any" | number,
    names: readonly string[],
    deadline?: Deadline,
  ): Promise<Map<string, ScramDescription>> {
    const found = new Map<string, ScramDescription>();
    for (const some of splitByWeight(names, () => 1, mostUsers)) {
      const request = describeUserScramCredentialsRequest(some);
      const answer = await this.session.cluster.send(target, request, deadline === undefined ? {} : { deadline });
      if (answer.errorCode !== errorCode.none) throw new BrokerError(answer.errorCode, answer.errorMessage);
      for (const user of answer.users) found.set(user.user, user);
    }
    return found;
  }
}

function outcomeOf(user: ScramDescription | undefined) {
  if (user === undefined || user.errorCode === errorCode.resourceNotFound) return { value: [] };
  if (user.errorCode !== errorCode.none) return { error: new BrokerError(user.errorCode, user.errorMessage) };
  return { value: user.credentials };
}

async function salted(change: ScramChange): Promise<SaltedChange> {
  if ("remove" in change) return change;
  const { password, ...credential } = change.write;
  const { mechanism, iterations } = credential;
  return { upsert: { ...credential, ...(await saltPassword(password, mechanism, iterations)) } };
}

function requestOf(changes: readonly SaltedChange[]) {
  return alterUserScramCredentialsRequest(
    changes.flatMap((change) => ("upsert" in change ? [change.upsert] : [])),
    changes.flatMap((change) => ("remove" in change ? [change.remove] : [])),
  );
}

/** The requests of a session, the same for all its users, so that their calls meet in one batch. */
export const userRequests = perSession((session) => new UserRequests(session));
