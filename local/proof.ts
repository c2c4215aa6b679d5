import { randomUUID } from "node:crypto";
import type { Consumer, Kafka } from "kafkajs";
import { Failure, oneLine } from "../commands/failure";
import { duration, Note } from "../commands/progress";

/** What the proof needs to know of a deployment. */
export interface ProofTarget {
  /** The Kubernetes cluster; without a kubeconfig it is found as kubectl finds it. */
  place: { context: string; kubeconfig?: string };
  namespace: string;
  /** The Secret of the SCRAM user that produces. */
  producerSecretName: string;
  /** The Secret of the SCRAM user that consumes. */
  consumerSecretName: string;
  topic: string;
  /** The consumer group; the consuming user must be allowed to use it. */
  group: string;
}

/** Makes a Kafka client that reaches the brokers through the Kubernetes API and logs in with a Secret. */
export type Connect = (target: ProofTarget, secretName: string) => Promise<Kafka>;

/** Milliseconds that the whole round trip may take: the first consumer group of a new cluster makes the broker create its offsets topic. */
const TIME_LIMIT = 90_000;

export interface Proven {
  task: { id: string; kind: string; createdAt: string };
  partition: number;
  offset: string;
  took: string;
}

/** Produces one JSON task as one SCRAM user and consumes it as another, each with no more access than that. */
export async function prove(target: ProofTarget, connect: Connect, note: Note): Promise<Proven> {
  const start = Date.now();
  const [producing, consuming] = await Promise.all([
    connect(target, target.producerSecretName),
    connect(target, target.consumerSecretName),
  ]);
  const task = { id: randomUUID(), kind: "proof", createdAt: new Date().toISOString() };
  const producer = producing.producer();
  const consumer = consuming.consumer({ groupId: target.group });
  try {
    note("logging in");
    await Promise.all([producer.connect(), consumer.connect()]);
    await consumer.subscribe({ topics: [target.topic], fromBeginning: true });
    note("producing a task");
    await producer.send({ topic: target.topic, acks: -1, messages: [{ key: task.id, value: JSON.stringify(task) }] });
    note("consuming it");
    const found = await consume(consumer, task.id);
    return { task, ...found, took: duration(Date.now() - start) };
  } catch (error) {
    throw new Failure(`the task did not get through ${target.topic}: ${oneLine(error)}`);
  } finally {
    await Promise.allSettled([producer.disconnect(), consumer.disconnect()]);
  }
}

function consume(consumer: Consumer, id: string): Promise<{ partition: number; offset: string }> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new Failure(`the task was produced but not consumed within ${TIME_LIMIT / 1000} s`));
    const timer = setTimeout(late, TIME_LIMIT);
    const settle = (end: () => void) => {
      clearTimeout(timer);
      end();
    };
    consumer.on(consumer.events.CRASH, ({ payload }) => settle(() => reject(payload.error)));
    consumer
      .run({
        eachMessage: ({ partition, message }) => {
          if (message.key?.toString() === id) settle(() => resolve({ partition, offset: message.offset }));
          return Promise.resolve();
        },
      })
      .catch((error: unknown) => settle(() => reject(error instanceof Error ? error : new Error(String(error)))));
  });
}
