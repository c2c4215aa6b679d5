import { Batcher } from "../batch/batcher";
import { Deadline } from "../deadline";
import { BrokerError, errorCode } from "../protocol/errors";
import type { AlterQuotasResult, QuotaChange, QuotaUser } from "../protocol/quotas";
import { alterClientQuotasRequest, describeClientQuotasRequest } from "../protocol/quotas";
import { perSession } from "../session/per-session";
import type { ChangeResult } from "../session/send-change";
import { sendChange } from "../session/send-change";
import type { Session } from "../session/session";
import { KnownEverywhere } from "./known";

/** Quota changes of one user. */
export interface QuotaChanges {
  user: QuotaUser;
  changes: readonly QuotaChange[];
}

/** The quotas of users, by Kafka's names. */
type DescribedQuotas = ReadonlyMap<QuotaUser, Readonly<Record<string, number>>>;

/** What a user is called where a text must be; no user's name has these characters. */
const label = (user: QuotaUser) => user ?? "<default>";
const labelOf = ({ user }: { user: QuotaUser }) => label(user);

/** Most changes in one request: writing one of 10,000, which a controller takes, would hold the event loop up for long. */
const mostQuotas = 2_000;

/** The requests about quotas over one session, each kind grouped with those of other callers. */
export class QuotaRequests {
  /** Changes a user's quotas, and leaves those that aren't named. The result may be an error code, the caller's to judge. */
  readonly alter: Batcher<QuotaChanges, ChangeResult<AlterQuotasResult>>;
  /** A user's quotas by Kafka's names. */
  readonly describe: Batcher<QuotaUser, Readonly<Record<string, number>>>;
  /** Waits until every live broker has heard of changes. */
  readonly known: KnownEverywhere<QuotaChanges, DescribedQuotas>;

  constructor(private readonly session: Session) {
    this.alter = new Batcher<QuotaChanges, ChangeResult<AlterQuotasResult>>(
      async (items, report) => {
        const spec = { request: alterClientQuotasRequest, itemName: labelOf, resultName: labelOf };
        await sendChange(session, items, spec, new Deadline(120_000), report);
      },
      { key: labelOf, weigh: ({ changes }) => changes.length, limit: mostQuotas },
    );
    this.describe = new Batcher<QuotaUser, Readonly<Record<string, number>>>(
      async (users, report) => {
        const found = await this.describeFrom("any", users);
        users.forEach((user, index) => report(index, { value: found.get(user) ?? {} }));
      },
      { key: label, inFlight: 2 },
    );
    this.known = new KnownEverywhere<QuotaChanges, DescribedQuotas>(session, {
      nameOf: labelOf,
      what: "its set of quotas",
      ask: (nodeId, expected, deadline) =>
        this.describeFrom(
          nodeId,
          expected.map(({ user }) => user),
          deadline,
        ),
      holds: (found, { user, changes }) =>
        changes.every(({ key, value }) => (found.get(user)?.[key] ?? null) === value),
    });
  }

  private async describeFrom(
    target: "any" | number,
    users: readonly QuotaUser[],
    deadline?: Deadline,
  ): Promise<DescribedQuotas> {
    // A filter names one user or all.
    const request = describeClientQuotasRequest(users.length === 1 ? users[0] : undefined);
    const answer = await this.session.cluster.send(target, request, deadline === undefined ? {} : { deadline });
    if (answer.errorCode !== errorCode.none) throw new BrokerError(answer.errorCode, answer.errorMessage);
    return new Map(answer.entries.map(({ user, values }) => [user, values]));
  }
}

/** The requests of a session, the same for all its users. */
export const quotaRequests = perSession((session) => new QuotaRequests(session));
