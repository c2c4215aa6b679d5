import { splitByWeight } from "../../provider/src/batch/split";
import { Deadline } from "../../provider/src/deadline";
import type { AclBinding } from "../../provider/src/protocol/acls";
import { createAclsRequest, deleteAclsRequest, describeAclsRequest } from "../../provider/src/protocol/acls";
import type { KafkaRequest } from "../../provider/src/protocol/codec";
import { alterClientQuotasRequest, describeClientQuotasRequest } from "../../provider/src/protocol/quotas";
import type { ScramUpsertion } from "../../provider/src/protocol/scram";
import {
  alterUserScramCredentialsRequest,
  describeUserScramCredentialsRequest,
} from "../../provider/src/protocol/scram";
import type { Session } from "../../provider/src/session/session";
import type { UserInputs } from "../../provider/src/users/inputs";
import { bindingsOf } from "../../provider/src/users/rules";
import { saltPassword } from "../../provider/src/users/salt";
import { passwordOf } from "../../test/integration/access/estate";

/** Most records of one request to a KRaft controller (Kafka 3.6). */
const MOST_RECORDS = 10_000;
/** Most rules in one request: of 10,000 a busy broker gives no answer in time. */
const MOST_RULES = 2_000;
/** Time limit of whatever is waited for, in milliseconds. */
const MOST_WAIT = 300_000;

/** A request that changes something for each of many. */
type Change<T> = (items: readonly T[]) => KafkaRequest<readonly { errorCode: number }[]>;

/** Sends changes in as few requests as the controller takes. */
async function send<T>(session: Session, items: readonly T[], request: Change<T>, most = MOST_RECORDS): Promise<void> {
  for (const group of splitByWeight(items, () => 1, most)) {
    const results = await session.cluster.send("controller", request(group));
    const bad = results.find(({ errorCode }) => errorCode !== 0);
    if (bad !== undefined) throw new Error(`error ${bad.errorCode}`);
  }
}

/** Asks every 20 ms, with nothing in between, until it holds. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = new Deadline(MOST_WAIT);
  while (!(await holds())) {
    if (deadline.passed) throw new Error(`not reached in ${MOST_WAIT / 1000} s`);
    await deadline.pause(20);
  }
}

const rulesOf = (user: UserInputs): AclBinding[] => bindingsOf([user.name], user.rules);

/** Salts every password, as each way to make users must. */
export function saltAll(users: readonly UserInputs[]): Promise<ScramUpsertion[]> {
  return Promise.all(
    users.map(async ({ name, mechanism, iterations }) => ({
      name,
      mechanism,
      iterations,
      ...(await saltPassword(passwordOf(name), mechanism, iterations)),
    })),
  );
}

/** Credentials, rules and quotas in as few requests as there can be, one after the other, and then the wait until the broker has them. */
export async function makeAll(session: Session, users: readonly UserInputs[]): Promise<void> {
  const rules = users.flatMap(rulesOf);
  await send(session, rules, createAclsRequest, MOST_RULES);
  await send(
    session,
    users.map(({ name, quotas }) => ({
      user: name,
      changes: Object.entries(quotas).map(([key, value]) => ({ key, value })),
    })),
    alterClientQuotasRequest,
  );
  await send(session, await saltAll(users), (upsertions) => alterUserScramCredentialsRequest(upsertions, []));
  await until(async () => (await count(session, users)) === users.length * 2 + rules.length);
}

/** Takes all of it away again, so that the next round begins with nothing. */
export async function removeAll(session: Session, users: readonly UserInputs[]): Promise<void> {
  await send(session, users.flatMap(rulesOf), deleteAclsRequest, MOST_RULES);
  await send(
    session,
    users.map(({ name, quotas }) => ({
      user: name,
      changes: Object.keys(quotas).map((key) => ({ key, value: null })),
    })),
    alterClientQuotasRequest,
  );
  await send(
    session,
    users.map(({ name, mechanism }) => ({ name, mechanism })),
    (deletions) => alterUserScramCredentialsRequest([], deletions),
  );
  await until(async () => (await count(session, users)) === 0);
}

/** The three requests that tell all about users. */
export async function describeAll(session: Session, users: readonly UserInputs[]): Promise<void> {
  await count(session, users);
}

/** How many credentials, quotas and rules of these users a broker knows. */
async function count(session: Session, users: readonly UserInputs[]): Promise<number> {
  const [credentials, quotas, rules] = await Promise.all([
    session.cluster.send("any", describeUserScramCredentialsRequest(users.map(({ name }) => name))),
    session.cluster.send("any", describeClientQuotasRequest(undefined)),
    session.cluster.send("any", describeAclsRequest()),
  ]);
  return (
    credentials.users.filter((user) => user.credentials.length > 0).length +
    quotas.entries.length +
    rules.bindings.length
  );
}
