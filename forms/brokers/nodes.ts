import type { StackSettings } from "../../config/schema";
import { isExternal } from "../../config/schema";
import { Failure } from "../../commands/failure";

/** One machine or container of a rendered form, which runs a broker; in KRaft mode it is a controller too. */
export interface FormNode {
  /** Its id among the brokers, from 1 on. */
  id: number;
  /** Its name, unique in the stack: `kafka-1`. */
  name: string;
  /** Host that clients reach it by. */
  host: string;
  /** Port that clients reach it by. */
  port: number;
}

/** Ports between two nodes' client ports, so that several on one machine don't meet: each takes three in a row. */
const STEP = 100;
/** Kafka's own port for clients. */
const CLIENT_PORT = 9092;
/** Most nodes of a form. More than this is a cluster for Kubernetes. */
const MOST_NODES = 9;

/**
 * The nodes of a form, one for each broker: named by `kafka:cluster.bootstrapServers`, in order, where the stack is external.
 *
 * @param fallback Host and port of a node where the stack names none; both as {@link localNode} or {@link namedNode} give them.
 * @throws Failure where there are not as many addresses as brokers, or too many brokers.
 */
export function formNodes(settings: StackSettings, fallback: (name: string, index: number) => string): FormNode[] {
  const { brokers, name: cluster } = settings.cluster;
  if (brokers > MOST_NODES) {
    throw new Failure(`kafka:cluster.brokers: found ${brokers}; a rendered form has at most ${MOST_NODES} nodes`);
  }
  const servers = isExternal(settings) ? settings.cluster.bootstrapServers : undefined;
  if (servers !== undefined && servers.length !== brokers) {
    throw new Failure(
      `kafka:cluster.bootstrapServers: found ${servers.length}; a rendered form needs ${brokers}, one per broker (kafka:cluster.brokers), in order`,
    );
  }
  return Array.from({ length: brokers }, (_, index) => {
    const name = `${cluster}-${index + 1}`;
    const address = servers?.[index] ?? fallback(name, index);
    const separator = address.lastIndexOf(":");
    return { id: index + 1, name, host: address.slice(0, separator), port: Number(address.slice(separator + 1)) };
  });
}

/** Nodes on this machine, each with ports of its own. */
export function localNode(_name: string, index: number): string {
  return `localhost:${CLIENT_PORT + index * STEP}`;
}

/** Nodes on machines that bear their names. */
export function namedNode(name: string): string {
  return `${name}:${CLIENT_PORT}`;
}
