import { Deadline } from "../deadline";
import { UserError } from "../errors";
import type { Session } from "./session";

/** How long one broker may take to answer before it counts as silent in this round, in milliseconds. */
export const roundLimit = 5_000;

/** What one live broker answered; undefined when it didn't. */
export interface BrokerAnswer<T> {
  nodeId: number;
  answer: T | undefined;
}

/**
 * Asks every live broker. One that went away leaves the list of live ones soon; until then it stands there without an answer, and
 * whoever waits for all of them goes on waiting.
 */
export async function askEachBroker<T>(
  session: Session,
  ask: (nodeId: number, deadline: Deadline) => Promise<T>,
): Promise<BrokerAnswer<T>[]> {
  const { brokers } = await session.describeCluster();
  return Promise.all(
    brokers.map(async ({ nodeId }) => {
      try {
        return { nodeId, answer: await ask(nodeId, new Deadline(roundLimit)) };
      } catch (error) {
        if (error instanceof UserError) return { nodeId, answer: undefined };
        throw error;
      }
    }),
  );
}
