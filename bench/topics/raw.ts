import { splitByWeight } from "../../provider/src/batch/split";
import { Deadline } from "../../provider/src/deadline";
import { describeConfigsRequest, resourceType } from "../../provider/src/protocol/configs";
import { listOffsetsRequest } from "../../provider/src/protocol/list-offsets";
import { createTopicsRequest, deleteTopicsRequest, type NewTopic } from "../../provider/src/protocol/topics";
import type { Session } from "../../provider/src/session/session";
import { byLeader } from "../../provider/src/topics/readiness";
import { recordsOf } from "../../provider/src/topics/requests";

const most = 120_000;

/** Asks every 20 ms, with nothing in between, until it holds. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = new Deadline(most);
  while (!(await holds())) {
    if (deadline.passed) throw new Error(`not reached in ${most / 1000} s`);
    await deadline.pause(20);
  }
}

/** Creates all topics in one request, or in as few as the controller takes. */
export async function createInOne(session: Session, topics: readonly NewTopic[]): Promise<void> {
  for (const group of splitByWeight(topics, recordsOf, 10_000)) {
    const results = await session.cluster.send("controller", createTopicsRequest(group));
    const bad = results.find(({ errorCode }) => errorCode !== 0);
    if (bad !== undefined) throw new Error(`${bad.name}: error ${bad.errorCode} ${bad.errorMessage ?? ""}`);
  }
}

/** Creates one topic a request, so many at once. */
export async function createOneByOne(session: Session, topics: readonly NewTopic[], atOnce: number): Promise<void> {
  const waiting = [...topics];
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let topic = waiting.shift(); topic !== undefined; topic = waiting.shift())
        await createInOne(session, [topic]);
    }),
  );
}

/** Waits for what the provider waits for: every partition has a leader, and the leader answers for it. */
export async function leadersAnswer(session: Session, names: readonly string[]): Promise<void> {
  await until(async () => {
    const topics = await session.metadata(names);
    if (topics.some(({ errorCode, partitions }) => errorCode !== 0 || partitions.some(({ leader }) => leader < 0))) {
      return false;
    }
    const offsets = await Promise.all(
      [...byLeader(topics)].map(([leader, partitions]) => session.cluster.send(leader, listOffsetsRequest(partitions))),
    );
    return offsets.flat().every(({ errorCode }) => errorCode === 0);
  });
}

/** The two requests that tell all about topics. */
export async function describeAll(session: Session, names: readonly string[]): Promise<void> {
  await Promise.all([
    session.metadata(names),
    session.cluster.send("any", describeConfigsRequest(names.map((name) => ({ type: resourceType.topic, name })))),
  ]);
}

/** Clears the table for the next measurement. */
export async function deleteAll(session: Session): Promise<void> {
  const names = (await session.metadata()).filter(({ internal }) => !internal).map(({ name }) => name);
  for (let start = 0; start < names.length; start += 2_000) {
    await session.cluster.send("controller", deleteTopicsRequest(names.slice(start, start + 2_000)));
  }
  await until(async () => (await session.metadata()).every(({ internal }) => internal));
}
