/** Real Kafka brokers for the tests, as processes on the loopback interface. */
export { BrokerCluster } from "./cluster";
export { JavaProcess } from "./java";
export { startKraft } from "./kraft";
export type { BrokerOptions, Login } from "./options";
export { namespace, operator, operatorSecret, patientSessions } from "./options";
export { TestSecrets, testSessions } from "./secrets";
export { startZooKeeper } from "./zookeeper";
