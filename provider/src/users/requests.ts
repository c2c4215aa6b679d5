import { Batcher } from "../batch/batcher";
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
import { knownEverywhere } from "./known";

/** One user's change: exactly one credential written or removed. */
export type ScramChange = { upsert: ScramUpsertion } | { remove: ScramDeletion };

/** What is to hold for a user's credentials on every broker. */
export interface ExpectedCredentials {
  name: string;
  holds: (found: ScramDescription["credentials"]) => boolean;
}

const changedUser = (change: ScramChange) => ("upsert" in change ? change.upsert.name : change.remove.name);

/** The requests about users over one session, each kind grouped with those of other callers. */
export class UserRequests {
  /** Writes or removes a credential. The result may be an error code, which is the caller's to judge. */
  readonly alter: Batcher<ScramChange, ChangeResult<ScramAlterResult>>;
  /** A user's credentials; none for a user that doesn't exist. */
  readonly describe: Batcher<string, ScramDescription["credentials"]>;
  /** Waits until every live broker has heard of a change. */
  readonly known: Batcher<ExpectedCredentials, void>;

  constructor(private readonly session: Session) {
    this.alter = new Batcher<ScramChange, ChangeResult<ScramAlterResult>>(
      async (items, report) => {
        const spec = { request: requestOf, itemName: changedUser, resultName: ({ user }: ScramAlterResult) => user };
        await sendChange(session, items, spec, new Deadline(120_000), report);
      },
      { key: changedUser },
    );
    this.describe = new Batcher<string, ScramDescription["credentials"]>(
      async (names, report) => {
        const found = await this.describeFrom("any", names);
        names.forEach((name, index) => {
          const user = found.get(name);
          report(index, outcomeOf(user));
        });
      },
      { key: (name) => name, inFlight: 2 },
    );
    this.known = knownEverywhere<ExpectedCredentials, Map<string, ScramDescription>>(session, {
      nameOf: ({ name }) => name,
      what: "its credential",
      ask: (nodeId, expected, deadline) =>
        this.describeFrom(
          nodeId,
          expected.map(({ name }) => name),
          deadline,
        ),
      holds: (found, { name, holds }) => holds(found.get(name)?.credentials ?? []),
    });
  }

  /** The users as one broker knows them. */
  private async describeFrom(
    target: "any" | number,
    names: readonly string[],
    deadline?: Deadline,
  ): Promise<Map<string, ScramDescription>> {
    const request = describeUserScramCredentialsRequest(names);
    const answer = await this.session.cluster.send(target, request, deadline === undefined ? {} : { deadline });
    if (answer.errorCode !== errorCode.none) throw new BrokerError(answer.errorCode, answer.errorMessage);
    return new Map(answer.users.map((user) => [user.user, user]));
  }
}

function outcomeOf(user: ScramDescription | undefined) {
  if (user === undefined || user.errorCode === errorCode.resourceNotFound) return { value: [] };
  if (user.errorCode !== errorCode.none) return { error: new BrokerError(user.errorCode, user.errorMessage) };
  return { value: user.credentials };
}

function requestOf(changes: readonly ScramChange[]) {
  return alterUserScramCredentialsRequest(
    changes.flatMap((change) => ("upsert" in change ? [change.upsert] : [])),
    changes.flatMap((change) => ("remove" in change ? [change.remove] : [])),
  );
}

/** The requests of a session, the same for all its users, so that their calls meet in one batch. */
export const userRequests = perSession((session) => new UserRequests(session));
