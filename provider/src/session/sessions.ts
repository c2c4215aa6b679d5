import "./negative-timeout";
import type { Connection } from "../connection";
import { metadataRequest } from "../protocol/metadata";
import { canonical } from "../canonical";
import { Deadline } from "../deadline";
import { Access, passwordPlace, readCredentials, realAccess } from "./access";
import { brokerSockets } from "./broker-sockets";
import type { Timeouts } from "./broker-link";
import { ClusterClient } from "./cluster-client";
import type { Session } from "./session";

/** The time limits that apply unless a caller sets others; see `Timeouts` for where they come from. */
export const defaultTimeouts: Timeouts = { connect: 10_000, request: 30_000, operation: 120_000, idle: 3_000 };

/** How long a connection is tried ahead, in milliseconds: in a preview there may be no brokers yet. */
const connectAheadLimit = 5_000;

interface Shared {
  session: Session;
  client: ClusterClient;
  users: number;
  idle: NodeJS.Timeout | undefined;
}

/**
 * The sessions of this process, one per connection. All dynamic resources of one engine run live in one process, so that
 * everything that uses the same cluster shares its connections and batches.
 */
export class Sessions {
  private readonly open = new Map<string, Shared>();
  private readonly protocols = new Map<string, Connection["tls"]>();
  /** Time limits of the sessions. */
  readonly timeouts: Timeouts;

  constructor(
    readonly access: Access,
    timeouts: Partial<Timeouts> = {},
  ) {
    this.timeouts = { ...defaultTimeouts, ...timeouts };
  }

  /**
   * Runs a function with the shared session of a connection. The session connects when it is first used and closes some seconds
   * after its last user has left, so that the process can end.
   */
  async with<T>(asked: Connection, use: (session: Session) => Promise<T>): Promise<T> {
    const connection = this.current(asked);
    const key = canonical(connection);
    const shared = this.open.get(key) ?? this.start(key, connection);
    clearTimeout(shared.idle);
    shared.users += 1;
    try {
      return await use(shared.session);
    } finally {
      shared.users -= 1;
      if (shared.users === 0) shared.idle = setTimeout(() => this.end(key, shared), this.timeouts.idle);
    }
  }

  /** Begins to connect for who comes soon, where nobody has. What goes wrong here goes wrong for them too, and is told there. */
  connectAhead(asked: Connection): void {
    const key = canonical(this.current(asked));
    if (this.open.has(key)) return;
    const look = { deadline: new Deadline(connectAheadLimit) };
    this.with(asked, (session) => session.describeCluster(look)).catch(() => {
      const shared = this.open.get(key);
      // They begin anew, with all their own attempts.
      if (shared?.users === 0) this.end(key, shared);
    });
  }

  /** Tells what the brokers of a connection speak by what the program says now; what a state says of them may be older. */
  declare(connection: Connection): void {
    this.protocols.set(clusterOf(connection), connection.tls);
  }

  private current(connection: Connection): Connection {
    const cluster = clusterOf(connection);
    if (connection.mixed === true || !this.protocols.has(cluster)) return connection;
    const current = { ...connection };
    delete current.tls;
    const tls = this.protocols.get(cluster);
    return tls === undefined ? current : { ...current, tls };
  }

  /** Ends every session at once; requests in flight fail. */
  close(): void {
    for (const [key, shared] of this.open) this.end(key, shared);
  }

  private start(key: string, connection: Connection): Shared {
    const client = new ClusterClient({
      connection,
      credentials: () => readCredentials(this.access, connection),
      passwordPlace: passwordPlace(connection),
      sockets: () => brokerSockets(this.access, connection),
      timeouts: this.timeouts,
    });
    const shared: Shared = { session: sessionOver(connection, client), client, users: 0, idle: undefined };
    this.open.set(key, shared);
    return shared;
  }

  private end(key: string, shared: Shared): void {
    clearTimeout(shared.idle);
    if (this.open.get(key) === shared) this.open.delete(key);
    shared.client.close();
  }
}

/** Which cluster a connection leads to, whatever it speaks. */
function clusterOf(connection: Connection): string {
  if ("administrator" in connection) return canonical([connection.brokers, connection.administrator]);
  const { context, server, namespace } = connection.kubernetes;
  return canonical([context, server ?? null, namespace, connection.secretName]);
}

function sessionOver(connection: Connection, client: ClusterClient): Session {
  const session: Session = {
    connection,
    cluster: client,
    get user() {
      return client.user;
    },
    clusterMetadata: (topics, options = {}) => client.send(options.from ?? "any", metadataRequest(topics), options),
    metadata: async (topics, options) => (await session.clusterMetadata(topics ?? null, options)).topics,
    describeCluster: async (options) => {
      const { clusterId, controllerId, brokers } = await session.clusterMetadata([], options);
      return { clusterId, controllerId, brokers };
    },
  };
  return session;
}

/** The sessions of the real world: Secrets from Kubernetes, settings from the engine, sockets by port-forward or direct. */
export const defaultSessions = new Sessions(realAccess);

/** Runs a function with this process's shared session of a connection; see `Sessions.with`. */
export function withSession<T>(connection: Connection, use: (session: Session) => Promise<T>): Promise<T> {
  return defaultSessions.with(connection, use);
}
