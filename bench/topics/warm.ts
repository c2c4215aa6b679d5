import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { BrokerCluster } from "../../test/integration/brokers";
import { testSessions } from "../../test/integration/brokers";
import { createInOne, deleteAll, leadersAnswer, until } from "./raw";
import { topic } from "./topic";

/** Creations until one takes as long as those after it: on two processors 3.1, 1.5, 1.1 ... and 0.7 s from the twelfth on. */
const ROUNDS = 14;
const NAMES = Array.from({ length: 1000 }, (_, index) => `warm-${index}`);

/**
 * Creates and deletes topics until the broker does it as one that has run for a while: with its code compiled, and with no file of a deleted topic
 * left. Kafka 3.6.1 lets such files go from 30 s after its start on, and a file descriptor of each is taken until then.
 */
export async function warm(cluster: BrokerCluster): Promise<void> {
  const sessions = testSessions();
  try {
    await sessions.with(cluster.connection, async (session) => {
      for (let round = 0; round < ROUNDS; round++) {
        await createInOne(
          session,
          NAMES.map((name) => ({ name, ...topic })),
        );
        await leadersAnswer(session, NAMES);
        await deleteAll(session);
      }
    });
  } finally {
    sessions.close();
  }
  const data = join(cluster.folder, "data-0");
  await until(async () => readdirSync(data).every((name) => !name.endsWith("-delete")));
}
