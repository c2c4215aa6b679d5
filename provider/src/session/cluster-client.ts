import type { ISocketFactory, Logger, SASLOptions } from "kafkajs";
import type { Connection } from "../connection";
import { Deadline } from "../deadline";
import { messageOf, UserError } from "../errors";
import { KafkaRequest } from "../protocol/codec";
import { ClusterMetadata, metadataRequest } from "../protocol/metadata";
import type { Credentials } from "./access";
import { BrokerLink, Timeouts } from "./broker-link";
import { silentLogger } from "./logger";
import type { Cluster, SendOptions, Target } from "./session";
import {
  certificateError,
  isCertificateTrouble,
  isConnectionTrouble,
  isLoginFailure,
  LostAnswerError,
  loginError,
  mayHaveArrived,
  unreachableError,
} from "./trouble";

/** What a cluster client is made from. */
export interface ClusterClientOptions {
  connection: Connection;
  /** Called at the first login, and again after a refused one: the Secret may have a new password by then. */
  credentials: () => Promise<Credentials>;
  /** Where the password comes from, for the message of a refused login. */
  passwordPlace: string;
  /** Called before the first connection, and again after one whose certificate was refused: there may be another one by then. */
  sockets: () => Promise<ISocketFactory>;
  timeouts: Timeouts;
  /** How often a refused login is tried again with the Secret read anew, half a second apart. @default 3 */
  loginAttempts?: number;
}

/** No connection to the wanted broker this time; another try may do. */
class NotReachedError extends Error {}

const pauseBetweenAttempts = 250;

/** How often a broker's certificate may be refused in a row, half a second apart. */
const certificateAttempts = 3;

/** The brokers of one cluster, one link each, over kafkajs's connections. */
export class ClusterClient implements Cluster {
  private readonly links = new Map<string, BrokerLink>();
  private readonly logger: Logger = silentLogger();
  private known: ClusterMetadata | undefined;
  private refreshing: Promise<ClusterMetadata> | undefined;
  private login: Promise<Credentials> | undefined;
  private loggedIn: string | undefined;
  private refusedLogins = 0;
  private sockets: Promise<ISocketFactory> | undefined;
  private refusedCertificates = 0;
  private closed = false;

  constructor(private readonly options: ClusterClientOptions) {}

  async send<T>(target: Target, request: KafkaRequest<T>, options: SendOptions = {}): Promise<T> {
    const deadline = options.deadline ?? new Deadline(this.options.timeouts.operation);
    const failures = new Map<string, string>();
    do {
      if (this.closed) throw new UserError("the session with Kafka was closed while it was in use");
      const link = await this.reach(target, deadline, failures);
      if (link !== undefined) {
        try {
          return await link.send(request);
        } catch (error) {
          if (!isConnectionTrouble(error)) throw error;
          failures.set(link.address, messageOf(error));
          this.discard(link);
          if (options.resend === false && mayHaveArrived(error)) throw new LostAnswerError(request.apiName, error);
        }
      }
      await deadline.pause(pauseBetweenAttempts);
    } while (!deadline.passed);
    throw unreachableError(this.options.connection, failures, deadline.milliseconds / 1000);
  }

  /** Name of the user of the last login that the brokers took. */
  get user(): string | undefined {
    return this.loggedIn;
  }

  forgetController(): void {
    this.known = undefined;
  }

  forgetLogin(): void {
    this.login = undefined;
  }

  drop(nodeId: number): void {
    const broker = this.known?.brokers.find((candidate) => candidate.nodeId === nodeId);
    const link = broker && this.links.get(`${broker.host}:${broker.port}`);
    if (link) this.discard(link);
    this.known = undefined;
  }

  /** Ends every connection. Requests in flight fail. */
  close(): void {
    this.closed = true;
    for (const link of this.links.values()) link.close();
    this.links.clear();
  }

  private async reach(
    target: Target,
    deadline: Deadline,
    failures: Map<string, string>,
  ): Promise<BrokerLink | undefined> {
    try {
      if (target === "any") return await this.anyLink(deadline, failures);
      const metadata = this.known ?? (await this.refresh(deadline, failures));
      const nodeId = target === "controller" ? metadata.controllerId : target;
      const broker = metadata.brokers.find((candidate) => candidate.nodeId === nodeId);
      if (broker !== undefined) return await this.openLink(`${broker.host}:${broker.port}`, deadline, failures);
      failures.set(nodeId === -1 ? "controller" : `broker ${nodeId}`, "not among the live brokers");
    } catch (error) {
      if (!(error instanceof NotReachedError)) throw error;
    }
    // The broker may have moved, or another one be the controller by now.
    this.known = undefined;
    return undefined;
  }

  private refresh(deadline: Deadline, failures: Map<string, string>): Promise<ClusterMetadata> {
    this.refreshing ??= this.anyLink(deadline, failures)
      .then(async (link) => {
        try {
          return (this.known = await link.send(metadataRequest([])));
        } catch (error) {
          if (!isConnectionTrouble(error)) throw error;
          failures.set(link.address, messageOf(error));
          this.discard(link);
          throw new NotReachedError();
        }
      })
      .finally(() => (this.refreshing = undefined));
    return this.refreshing;
  }

  private async anyLink(deadline: Deadline, failures: Map<string, string>): Promise<BrokerLink> {
    const open = [...this.links.values()].find((link) => link.connected);
    if (open !== undefined) return open;
    const advertised = this.known?.brokers.map(({ host, port }) => `${host}:${port}`) ?? [];
    for (const address of new Set([...advertised, ...this.options.connection.brokers])) {
      try {
        return await this.openLink(address, deadline, failures);
      } catch (error) {
        if (!(error instanceof NotReachedError)) throw error;
      }
    }
    throw new NotReachedError();
  }

  private async openLink(address: string, deadline: Deadline, failures: Map<string, string>): Promise<BrokerLink> {
    const [credentials, sockets] = await Promise.all([this.readLogin(), this.readTrust()]);
    const known = this.links.get(address);
    if (known?.usable === false) known.retire();
    const link = known?.usable ? known : this.newLink(address, credentials, sockets);
    try {
      await within(deadline, link.open());
      this.loggedIn = credentials.username;
      this.refusedLogins = 0;
      this.refusedCertificates = 0;
      return link;
    } catch (error) {
      const first = this.discard(link);
      if (isLoginFailure(error)) await this.afterRefusedLogin(first, credentials, address, deadline, error);
      else if (isCertificateTrouble(error)) await this.afterRefusedCertificate(first, address, deadline, error);
      else if (!isConnectionTrouble(error) && !(error instanceof NotReachedError)) throw error;
      failures.set(address, messageOf(error));
      throw new NotReachedError();
    }
  }

  private newLink(address: string, credentials: Credentials, socketFactory: ISocketFactory): BrokerLink {
    const { connection, timeouts } = this.options;
    const separator = address.lastIndexOf(":");
    const sasl = { mechanism: connection.mechanism.toLowerCase(), ...credentials } as SASLOptions;
    const link = new BrokerLink(address.slice(0, separator), Number(address.slice(separator + 1)), {
      sasl,
      socketFactory,
      timeouts,
      logger: this.logger,
    });
    this.links.set(address, link);
    return link;
  }

  /** Throws a link away. Of several callers that saw it fail, only the first gets `true`. */
  private discard(link: BrokerLink): boolean {
    const first = this.links.get(link.address) === link;
    if (first) this.links.delete(link.address);
    link.close();
    return first;
  }

  private readLogin(): Promise<Credentials> {
    this.login ??= this.options.credentials().catch((error: unknown) => {
      this.login = undefined;
      throw error;
    });
    return this.login;
  }

  private readTrust(): Promise<ISocketFactory> {
    this.sockets ??= this.options.sockets().catch((error: unknown) => {
      this.sockets = undefined;
      throw error;
    });
    return this.sockets;
  }

  /** A renewed certificate reaches the brokers and the Secrets at different moments, so a refused one is looked at a few times. */
  private async afterRefusedCertificate(
    first: boolean,
    address: string,
    deadline: Deadline,
    error: unknown,
  ): Promise<void> {
    if (first) {
      this.sockets = undefined;
      this.refusedCertificates += 1;
    }
    if (this.refusedCertificates >= certificateAttempts || deadline.passed) {
      throw certificateError(this.options.connection, address, error);
    }
    await deadline.pause(500);
  }

  /** A new password reaches the brokers and the Secret at different moments, so a refused login is tried again a few times. */
  private async afterRefusedLogin(
    first: boolean,
    used: Credentials,
    address: string,
    deadline: Deadline,
    error: unknown,
  ): Promise<void> {
    if (first) {
      this.login = undefined;
      this.refusedLogins += 1;
    }
    if (this.refusedLogins >= (this.options.loginAttempts ?? 3) || deadline.passed) {
      throw loginError(this.options, used.username, address, error);
    }
    await deadline.pause(500);
  }
}

/** The promise's result, or NotReachedError when the deadline comes first. */
async function within<T>(deadline: Deadline, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new NotReachedError("no answer in time")), deadline.left);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
