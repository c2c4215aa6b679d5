import { authorizer } from "../../components/cluster/values/authorizer";
import { reauthentication } from "../../components/cluster/values/reauthentication";
import { INTERBROKER } from "../../components/cluster/values/security";
import { brokerSettings } from "../../config/kafka/effective";
import type { StackSettings } from "../../config/schema";
import type { FormNode } from "./nodes";
import { fromEnvironment } from "./secretNames";

/** The user that brokers and controllers log in to the controllers' listener as. */
export const QUORUM = "quorum";

const SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule required";
const PLAIN = "org.apache.kafka.common.security.plain.PlainLoginModule required";

/** Security protocol of a listener. */
export type Protocol = "SASL_PLAINTEXT" | "SASL_SSL";

/** One listener of a broker. */
export interface Listener {
  /** Name, in capital letters. */
  name: string;
  /** Port that it is bound to. */
  port: number;
  /** `host:port` that it tells clients, or other brokers. */
  advertised: string;
  protocol: Protocol;
}

/** A broker's place in a form: everything that differs from node to node. */
export interface BrokerPlace {
  node: FormNode;
  /** Listeners for clients. */
  clients: Listener[];
  /** The brokers' own listener. */
  internal: Listener;
  /** The controllers' listener; it isn't advertised. */
  controller: { port: number; protocol: Protocol };
  /** `id@host:port` of every controller, comma-joined. KRaft mode. */
  voters: string;
  /** `host:port` of every ZooKeeper server, comma-joined. ZooKeeper mode. */
  zooKeeper: string;
  /** Folder of the data. */
  dataFolder: string;
  /** PEM files of the broker's key with its certificate, and of the authorities, for listeners with TLS. */
  tls: { keyStore: string; trustStore: string };
}

/** `server.properties` of one broker, without a secret: passwords are read from the environment. */
export function serverProperties(settings: StackSettings, place: BrokerPlace): Record<string, string> {
  const kraft = settings.cluster.mode === "kraft";
  return {
    ...brokerSettings(settings),
    ...(kraft ? kraftMode(place) : zooKeeperMode(place)),
    ...listeners(place, kraft),
    ...logins(settings, place, kraft),
    ...certificates(place, kraft),
    ...authorizer(settings, QUORUM),
    ...reauthentication(
      settings,
      place.clients.map(({ name }) => name),
    ),
    "log.dirs": place.dataFolder,
    "config.providers": "env",
    "config.providers.env.class": "org.apache.kafka.common.config.provider.EnvVarConfigProvider",
    "config.providers.env.param.allowlist.pattern": "^KAFKA_.*",
  };
}

function kraftMode({ node, voters }: BrokerPlace): Record<string, string> {
  return {
    "process.roles": "broker,controller",
    "node.id": String(node.id),
    "controller.quorum.voters": voters,
    "controller.listener.names": "CONTROLLER",
  };
}

function zooKeeperMode({ node, zooKeeper }: BrokerPlace): Record<string, string> {
  return { "broker.id": String(node.id), "zookeeper.connect": zooKeeper };
}

function listeners({ clients, internal, controller }: BrokerPlace, kraft: boolean): Record<string, string> {
  const advertised = [...clients, internal];
  const bound = [...advertised, ...(kraft ? [{ name: "CONTROLLER", ...controller }] : [])];
  return {
    listeners: bound.map(({ name, port }) => `${name}://:${port}`).join(","),
    "advertised.listeners": advertised.map(({ name, advertised: address }) => `${name}://${address}`).join(","),
    "listener.security.protocol.map": bound.map(({ name, protocol }) => `${name}:${protocol}`).join(","),
    "inter.broker.listener.name": internal.name,
  };
}

/**
 * SCRAM for clients and between brokers. The controllers' listener can't read SCRAM credentials before there is a quorum that
 * stores them (KAFKA-15513), and no network policy keeps strangers from it here: it takes one user, whose password every node has.
 */
function logins(
  { security }: StackSettings,
  { clients, internal }: BrokerPlace,
  kraft: boolean,
): Record<string, string> {
  const { mechanism } = security;
  const jaas = (listener: string): string =>
    `listener.name.${listener.toLowerCase()}.${mechanism.toLowerCase()}.sasl.jaas.config`;
  return {
    "sasl.enabled.mechanisms": mechanism,
    "sasl.mechanism.inter.broker.protocol": mechanism,
    ...Object.fromEntries(clients.map(({ name }) => [jaas(name), `${SCRAM};`])),
    [jaas(internal.name)]: `${SCRAM} username="${INTERBROKER}" password="${fromEnvironment("interbroker")}";`,
    ...(kraft
      ? {
          "sasl.mechanism.controller.protocol": "PLAIN",
          "listener.name.controller.sasl.enabled.mechanisms": "PLAIN",
          "listener.name.controller.plain.sasl.jaas.config": `${PLAIN} username="${QUORUM}" password="${fromEnvironment("quorum")}" user_${QUORUM}="${fromEnvironment("quorum")}";`,
        }
      : {}),
  };
}

function certificates({ clients, internal, controller, tls }: BrokerPlace, kraft: boolean): Record<string, string> {
  const protocols = [...clients, internal, ...(kraft ? [controller] : [])].map(({ protocol }) => protocol);
  return protocols.includes("SASL_SSL")
    ? {
        "ssl.keystore.type": "PEM",
        "ssl.keystore.location": tls.keyStore,
        "ssl.truststore.type": "PEM",
        "ssl.truststore.location": tls.trustStore,
      }
    : {};
}
