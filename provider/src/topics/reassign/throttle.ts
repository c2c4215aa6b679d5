import { poll } from "../../batch/poll";
import { Deadline } from "../../deadline";
import { UserError } from "../../errors";
import type { ConfigChange, DescribedResource } from "../../protocol/configs";
import {
  configSource,
  describeConfigsRequest,
  incrementalAlterConfigsRequest,
  resourceType,
} from "../../protocol/configs";
import { describeError, errorCode } from "../../protocol/errors";
import { askEachBroker } from "../../session/each-broker";
import type { SendOptions, Session, Target } from "../../session/session";
import { type Attempt, attempts, topicError } from "../failure";
import { changeAll } from "./controller";
import type { ListChange, Section, Side } from "./mark";
import { adding, brokersOf, isWildcard, removing, sectionIn, sides, throttledRate, throttledReplicas } from "./mark";

/** Time limits in milliseconds: of a broker's own answer, and until brokers tell what was changed. */
const limits = { broker: 10_000, settle: 20_000 };

/** The lists of throttled replicas of one topic, as they are on it. */
export type Lists = Record<Side, string | null>;

/**
 * Reads the lists of topics from every live broker, because one that lags may hide a mark of ours; a topic that is gone has empty ones.
 * @returns for each topic what a broker says that knows of our mark, else what any says
 */
export async function findLists(session: Session, topics: readonly string[]): Promise<Map<string, Lists>> {
  if (topics.length === 0) return new Map();
  const found = new Map<string, Lists>();
  for (const { answer = [] } of await askEachBroker(session, (from, deadline) =>
    readLists(session, topics, { from, deadline }),
  )) {
    for (const [name, lists] of answer) {
      if (!found.has(name) || ownSection(lists) !== undefined) found.set(name, lists);
    }
  }
  return found.size > 0 ? found : readLists(session, topics);
}

/** What one broker says of the lists of topics; any by default. */
async function readLists(
  session: Session,
  topics: readonly string[],
  options: SendOptions & { from?: Target } = {},
): Promise<Map<string, Lists>> {
  const resources = topics.map((name) => ({ type: resourceType.topic, name }));
  const request = describeConfigsRequest(resources, Object.values(throttledReplicas));
  const described = await session.cluster.send(options.from ?? "any", request, options);
  return new Map(
    described.map((resource) => [
      resource.name,
      {
        leader: ownValue(resource, throttledReplicas.leader, configSource.topic),
        follower: ownValue(resource, throttledReplicas.follower, configSource.topic),
      },
    ]),
  );
}

/** Our part of a topic's lists; either one tells that a move is ours. */
export function ownSection({ leader, follower }: Lists): Section | undefined {
  return sectionIn(leader) ?? sectionIn(follower);
}

/**
 * Writes our parts into the lists of topics. A list by which someone else throttles every replica is left as it is.
 * @returns the brokers that our parts name: those that a rate of ours is to be set on, since the parts tell where it has to come off
 */
export async function addSections(
  session: Session,
  sections: ReadonlyMap<string, Record<Side, Section>>,
): Promise<Record<Side, Set<number>>> {
  const lists = await findLists(session, [...sections.keys()]);
  const named = { leader: new Set<number>(), follower: new Set<number>() };
  const changes = [...sections].map(([name, wanted]) => {
    const ours = sides.filter((side) => !isWildcard(lists.get(name)?.[side]));
    for (const side of ours) brokersOf([wanted[side].entries.join()]).forEach((id) => named[side].add(id));
    return { name, changes: ours.map((side) => adding(side, wanted[side], lists.get(name)?.[side])) };
  });
  await alterTopics(session, changes, attempts.throttle);
  await settle(session, changes, (list) => ownSection(list) !== undefined);
  return named;
}

/** Takes our parts out of the lists of topics; what others have in them stays. */
export async function removeSections(session: Session, lists: ReadonlyMap<string, Lists>): Promise<void> {
  const changes = [...lists].map(([name, list]) => ({
    name,
    changes: sides.flatMap((side) => {
      const section = sectionIn(list[side]);
      return section === undefined ? [] : [removing(side, section, list[side])];
    }),
  }));
  await alterTopics(session, changes, attempts.release);
  await settle(session, changes, (list) => ownSection(list) === undefined);
}

/**
 * Waits until every live broker tells of a change of lists, because what comes next may ask any of them. The limit bounds the wait and is no
 * error: a mark that a lagging broker hides is found by the next run or refresh.
 */
async function settle(
  session: Session,
  topics: readonly { name: string; changes: ListChange[] }[],
  holds: (lists: Lists) => boolean,
): Promise<void> {
  const names = topics.filter(({ changes }) => changes.length > 0).map(({ name }) => name);
  const look = async (pending: ReadonlySet<string>) => {
    const answers = await askEachBroker(session, (from, deadline) =>
      readLists(session, [...pending], { from, deadline }),
    );
    const lagging = (name: string) => answers.some(({ answer }) => !holds(answer?.get(name) ?? none));
    return new Map([...pending].map((name) => [name, lagging(name) ? "lags" : undefined]));
  };
  const late = (name: string) => new UserError(`the throttled replicas of ${name} aren't known to all brokers`);
  await poll({ names, limit: limits.settle, look, late }, () => undefined);
}

const none: Lists = { leader: null, follower: null };

async function alterTopics(
  session: Session,
  topics: readonly { name: string; changes: ListChange[] }[],
  attempt: Attempt,
): Promise<void> {
  const items = topics.filter(({ changes }) => changes.length > 0);
  if (items.length === 0) return;
  const name = (item: { name: string }) => item.name;
  const request = (some: readonly { name: string; changes: ListChange[] }[]) =>
    incrementalAlterConfigsRequest(some.map((item) => ({ type: resourceType.topic, ...item })));
  const results = await changeAll(session, items, { request, itemName: name, resultName: name });
  const refused = results.find(
    // A topic that was deleted meanwhile has no throttle any more.
    ({ errorCode: code }) => code !== errorCode.none && code !== errorCode.unknownTopicOrPartition,
  );
  if (refused !== undefined) throw topicError(refused.name, attempt, refused, session.user);
}

/**
 * Sets our rate on brokers that have none. A broker tells and takes its configs itself, so one that is away is left out: it has no
 * replica to copy from or to either.
 * @returns brokers that have someone else's rate, which then holds for our moves, too
 */
export async function setRates(
  session: Session,
  brokers: Readonly<Record<Side, ReadonlySet<number>>>,
  rate: number,
): Promise<number[]> {
  const rates = await readRates(session, [...brokers.leader, ...brokers.follower]);
  const foreign = new Set<number>();
  await Promise.all(
    [...rates].map(async ([id, found]) => {
      const wanted = sides.filter((side) => brokers[side].has(id));
      if (wanted.some((side) => found[side] !== null && found[side] !== String(rate))) foreign.add(id);
      const missing = wanted.filter((side) => found[side] === null);
      await alterBroker(
        session,
        id,
        missing.map((side) => ({ key: throttledRate[side], value: String(rate) })),
      );
    }),
  );
  return [...foreign].sort((left, right) => left - right);
}

/**
 * Takes a rate from all live brokers where it is still the one that a run of ours has set.
 * @returns the brokers that don't have it any more; one that went away before it answered may
 */
export async function removeRate(session: Session, rate: number): Promise<number[]> {
  const { brokers } = await session.describeCluster();
  const rates = await readRates(
    session,
    brokers.map(({ nodeId }) => nodeId),
  );
  const free = await Promise.all(
    [...rates].map(async ([id, found]) => {
      const ours = sides.filter((side) => found[side] === String(rate));
      const changes = ours.map((side) => ({ key: throttledRate[side], value: null }));
      return (await alterBroker(session, id, changes)) ? [id] : [];
    }),
  );
  return free.flat();
}

/** The rates that brokers have, null for none. Brokers that don't answer are left out. */
async function readRates(session: Session, ids: readonly number[]): Promise<Map<number, Record<Side, string | null>>> {
  const answers = await Promise.all(
    [...new Set(ids)].map(async (id): Promise<[number, Record<Side, string | null>][]> => {
      const request = describeConfigsRequest(
        [{ type: resourceType.broker, name: String(id) }],
        Object.values(throttledRate),
      );
      const [described] = await askBroker(session, id, (deadline) => session.cluster.send(id, request, { deadline }));
      if (described === undefined) return [];
      refuseIfFailed(id, described);
      const own = (side: Side) => ownValue(described, throttledRate[side], configSource.dynamicBroker);
      return [[id, { leader: own("leader"), follower: own("follower") }]];
    }),
  );
  return new Map(answers.flat());
}

/** Changes rates of one broker, and waits until it tells so itself. @returns whether it took them */
async function alterBroker(session: Session, id: number, changes: ConfigChange[]): Promise<boolean> {
  if (changes.length === 0) return true;
  const request = incrementalAlterConfigsRequest([{ type: resourceType.broker, name: String(id), changes }]);
  const results = await askBroker(session, id, (deadline) => session.cluster.send(id, request, { deadline }));
  if (results.length === 0) return false;
  for (const result of results) refuseIfFailed(id, result);
  const deadline = new Deadline(limits.settle);
  for (let pause = 20; !deadline.passed; pause = Math.min(2 * pause, 500)) {
    const rates = (await readRates(session, [id])).get(id);
    // What it took stays, also where it goes away before it tells so.
    if (rates === undefined || changes.every(({ key, value }) => rates[sideOf(key)] === value)) return true;
    await deadline.pause(pause);
  }
  return true;
}

function sideOf(key: string): Side {
  return key === throttledRate.leader ? "leader" : "follower";
}

/** One broker's answer; none when it is away. */
async function askBroker<T>(session: Session, id: number, ask: (deadline: Deadline) => Promise<T[]>): Promise<T[]> {
  try {
    return await ask(new Deadline(limits.broker));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [];
  }
}

function refuseIfFailed(id: number, result: { errorCode: number; errorMessage: string | null }): void {
  if (result.errorCode === errorCode.none) return;
  const words = describeError(result.errorCode, result.errorMessage);
  throw new UserError(
    `the replication throttle of broker ${id} can't be read or set: ${words}. Let the connection's user alter and describe the configs of the cluster, or set kafka:reassignment.throttle: none`,
  );
}

/** A value that is set on the topic or broker itself. */
function ownValue(resource: DescribedResource, key: string, source: number): string | null {
  const found = resource.configs.find((config) => config.key === key);
  return found?.source === source ? found.value : null;
}
