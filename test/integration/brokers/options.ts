import type { ConnectionOptions } from "node:tls";

/** What a test wants of its brokers. */
export interface BrokerOptions {
  /** Number of nodes. @default 1 */
  nodes?: 1 | 3;
  /** Racks of the nodes, by their ids. @default none */
  racks?: readonly string[];
  /** Broker settings over those of the harness. */
  overrides?: Record<string, string>;
  /**
   * Opens JMX on a port of the loopback interface, as the chart does for its exporter, and ZooKeeper's own metrics in that mode.
   * @default false
   */
  jmx?: boolean;
  /** Folder for the data of the first node, such as a small volume. @default one of the cluster's own */
  dataFolder?: string;
  /** Access rules count, and without one nothing is allowed but to the administrator and the brokers. @default false */
  authorizer?: boolean;
  /** Folder of classes that the brokers load beside Kafka's own. @default none */
  classes?: string;
  /** Most heap of a broker, in MiB. @default 384 */
  heap?: number;
  /** Further options of the brokers' JVMs. @default none */
  jvm?: readonly string[];
  /** How the harness itself connects where `overrides` give the client listener TLS. @default without TLS */
  ssl?: ConnectionOptions;
  /** SCRAM users beside the administrator that the cluster starts with. @default none */
  users?: readonly Login[];
}

/** A SCRAM user. */
export interface Login {
  username: string;
  password: string;
}

/** The administrator that every test cluster starts with. */
export const operator = { username: "operator", password: "operator-password-of-the-tests" };

/**
 * Overrides of clusters in which every broker is to stay: one that gets no processor for seconds is not counted out, as it is after 6 s
 * elsewhere, where tests kill brokers and wait until the cluster notices. 18 s is Kafka's default with ZooKeeper.
 */
export const patientSessions = { "broker.session.timeout.ms": "18000", "zookeeper.session.timeout.ms": "18000" };

/** Name of the administrator's Secret in the tests' Connection. */
export const operatorSecret = "kafka-operator";

/** Namespace in the tests' Connection. */
export const namespace = "tests";
