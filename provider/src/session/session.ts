import type { Connection } from "../connection";
import type { Deadline } from "../deadline";
import type { KafkaRequest } from "../protocol/codec";
import type { BrokerAddress, ClusterMetadata, TopicMetadata } from "../protocol/metadata";

/** Who answers a request: the active controller, any reachable broker, or the broker of that node id. */
export type Target = "controller" | "any" | number;

/** What bounds a request. */
export interface SendOptions {
  /** @default a deadline of the session's own operation time limit */
  deadline?: Deadline;
  /**
   * The request may be sent again after a connection was lost and nobody knows whether it took effect.
   * @default true
   */
  resend?: boolean;
}

/** What the cluster is at this moment, as one broker sees it. */
export interface ClusterDescription {
  clusterId: string | null;
  /** −1 while there is none. In KRaft mode a live broker that passes requests on, not the quorum's leader. */
  controllerId: number;
  /** Brokers that the cluster counts as alive. */
  brokers: BrokerAddress[];
}

/** Raw requests to the brokers of one cluster, over one authenticated connection per broker. */
export interface Cluster {
  /**
   * Sends a request and reads its answer; error codes stay in the answer. A dead connection is replaced, an unreachable broker
   * waited for, until the deadline.
   * @throws UserError when the login fails or no broker can be reached; LostAnswerError when `resend` is false and the
   * connection broke after the request was sent
   */
  send<T>(target: Target, request: KafkaRequest<T>, options?: SendOptions): Promise<T>;
  /** Forgets who the controller is, so that the next request to it asks again. */
  forgetController(): void;
  /** Forgets user and password, so that the next connection reads them again; those that are open stay. */
  forgetLogin(): void;
  /** Ends the connection to one broker, so that the next request opens a new one (after its pod was restarted). */
  drop(nodeId: number): void;
}

/** One cluster, logged in as its administrator, shared by everything in this process that uses the same connection. */
export interface Session {
  readonly connection: Connection;
  readonly cluster: Cluster;
  /** Name of the user that is logged in; undefined before the first login. */
  readonly user: string | undefined;
  /** Cluster id, controller and live brokers. */
  describeCluster(options?: SendOptions): Promise<ClusterDescription>;
  /**
   * Every partition of the named topics (of all topics without a list) with leader, replicas and in-sync replicas.
   * @param options `from`: the broker to ask; any by default
   */
  metadata(topics?: readonly string[], options?: SendOptions & { from?: Target }): Promise<TopicMetadata[]>;
  /** Brokers and topics in one answer. */
  clusterMetadata(
    topics: readonly string[] | null,
    options?: SendOptions & { from?: Target },
  ): Promise<ClusterMetadata>;
}
