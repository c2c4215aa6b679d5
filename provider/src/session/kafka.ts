import { Kafka, KafkaConfig, logLevel, SASLOptions } from "kafkajs";
import type { Connection } from "../connection";
import { readCredentials } from "./access";
import { brokerSockets } from "./broker-sockets";
import { defaultTimeouts, defaultSessions, Sessions } from "./sessions";

/**
 * A kafkajs instance for producers and consumers over the same way to the brokers as the session's. It logs nothing, because kafkajs
 * prints every attempt that its own retries mend; what it can't mend is thrown. `logLevel` among the overrides shows it all.
 * @param overrides kafkajs settings over these, such as `sasl` for another user; with it the administrator's Secret isn't read
 */
export async function createKafka(
  connection: Connection,
  overrides: Partial<KafkaConfig> = {},
  sessions: Sessions = defaultSessions,
): Promise<Kafka> {
  const sasl =
    overrides.sasl ??
    ({
      mechanism: connection.mechanism.toLowerCase(),
      ...(await readCredentials(sessions.access, connection)),
    } as SASLOptions);
  return new Kafka({
    clientId: "kafka-on-kubernetes",
    brokers: connection.brokers,
    connectionTimeout: defaultTimeouts.connect,
    authenticationTimeout: defaultTimeouts.connect,
    requestTimeout: defaultTimeouts.request,
    logLevel: logLevel.NOTHING,
    socketFactory: await brokerSockets(sessions.access, connection),
    ...overrides,
    sasl,
  });
}
