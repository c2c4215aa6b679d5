import type { Connection } from "../connection";
import { Deadline } from "../deadline";
import { messageOf, UserError } from "../errors";
import type { Progress } from "../progress";
import { Reporter } from "../progress";
import { incrementalAlterConfigsRequest, resourceType } from "../protocol/configs";
import { plainStreams } from "../session/broker-sockets";
import type { Session } from "../session/session";
import type { Sessions } from "../session/sessions";
import { servedCertificate } from "./served";

/** A listener, and the certificate that it is to serve. */
export interface ServedListener {
  /** The listener's name in Kafka's settings, in small letters. */
  listener: string;
  /** Its port in the pods. @default that of the connection's addresses */
  port?: number;
  /** SHA-256 of the certificate in its Secret. */
  fingerprint: string;
}

/** Inputs of the resource behind renewed certificates, and its outputs. */
export interface ReloadInputs {
  connection: Connection;
  listeners: ServedListener[];
}

/** What it runs in. Replaced in tests. */
export interface Surroundings {
  sessions: Sessions;
  progress: Progress;
  /**
   * Time limit in milliseconds. The kubelet brings a changed Secret into a running pod at its next sync, a minute or so later (its
   * `syncFrequency`, and the time that it keeps what it has read).
   */
  limit: number;
  /** Whether the user wants the run to end: then nothing is waited for any more. */
  cancelled: () => boolean;
}

const limits = { handshake: 10_000, request: 10_000, pause: 2_000 };

/** What one broker still serves that is not the newest, in words; undefined when it serves the newest on every listener. */
type Lag = string | undefined;

/**
 * Lets every broker read its listeners' certificates again, without a restart, until each serves those of the Secrets.
 *
 * Taking back a listener's setting that was never set by the protocol changes nothing and leaves nothing behind, but Kafka looks then whether
 * the files behind its key stores were changed, in both modes (seen with 3.6.1). In KRaft mode it doesn't tell whether it
 * took a file: so what is served is looked at.
 *
 * @throws UserError naming each broker that does not serve the newest certificate in time, or when the user wants the run to end, and why
 */
export async function reloadCertificates(inputs: ReloadInputs, surroundings: Surroundings): Promise<void> {
  const { sessions, progress, limit, cancelled } = surroundings;
  const deadline = new Deadline(limit);
  const reporter = new Reporter(progress, () => performance.now() / 1000);
  const refusals = new Map<string, string>();
  for (;;) {
    const lags = await lagging(inputs, sessions);
    if (lags.size === 0) return;
    if (deadline.passed) throw new UserError(lateError(lags, refusals, limit));
    if (cancelled())
      throw new UserError(`the run was cancelled while ${unserved(lags, refusals)}. The next \`pulumi up\` goes on`);
    reporter.still(`waiting for renewed certificates at ${[...lags.keys()].join(", ")}`);
    await sessions.with(inputs.connection, (session) => askToRead(session, inputs, lags, refusals));
    await deadline.pause(limits.pause);
  }
}

/** The brokers that don't serve what the Secrets hold, by address. */
export async function lagging(
  { connection, listeners }: ReloadInputs,
  sessions: Sessions,
): Promise<Map<string, string>> {
  const open = plainStreams(sessions.access, connection);
  const found = await Promise.all(
    connection.brokers.map(async (address): Promise<[string, Lag]> => {
      const colon = address.lastIndexOf(":");
      const host = address.slice(0, colon);
      for (const { listener, port = Number(address.slice(colon + 1)), fingerprint } of listeners) {
        const served = await servedCertificate(open, { host, port }, limits.handshake).catch(
          (error: unknown) => new Error(messageOf(error)),
        );
        if (served instanceof Error) return [address, `its listener ${listener} gives none: ${served.message}`];
        if (served !== fingerprint) return [address, `its listener ${listener} serves another one`];
      }
      return [address, undefined];
    }),
  );
  return new Map(found.flatMap(([address, lag]) => (lag === undefined ? [] : [[address, lag] as const])));
}

async function askToRead(
  session: Session,
  { listeners }: ReloadInputs,
  lags: ReadonlyMap<string, string>,
  refusals: Map<string, string>,
): Promise<void> {
  const { brokers } = await session.describeCluster();
  const [first] = listeners;
  if (first === undefined) return;
  const changes = [{ key: `listener.name.${first.listener}.ssl.keystore.location`, value: null }];
  await Promise.all(
    brokers
      .filter(({ host, port }) => lags.has(`${host}:${port}`))
      .map(async ({ nodeId, host, port }) => {
        const name = String(nodeId);
        const request = incrementalAlterConfigsRequest([{ type: resourceType.broker, name, changes }]);
        const address = `${host}:${port}`;
        try {
          const [answer] = await session.cluster.send(nodeId, request, { deadline: new Deadline(limits.request) });
          if (answer?.errorMessage) refusals.set(address, answer.errorMessage);
          else refusals.delete(address);
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
          refusals.set(address, error.message);
        }
      }),
  );
}

function unserved(lags: ReadonlyMap<string, string>, refusals: ReadonlyMap<string, string>): string {
  const each = [...lags].map(([address, lag]) => {
    const refusal = refusals.get(address);
    return `${address}: ${lag}${refusal === undefined ? "" : ` (${refusal.split("\n", 1)[0] ?? ""})`}`;
  });
  return `not every broker serves the certificate of its Secret: ${each.join("; ")}`;
}

function lateError(lags: ReadonlyMap<string, string>, refusals: ReadonlyMap<string, string>, limit: number): string {
  return (
    `after ${limit / 1000} s ${unserved(lags, refusals)}. ` +
    "Kafka takes a renewed one without a restart only with the same subject and every name of the one before: put another one into a Secret of " +
    "another name and name that in the stack file, so that the brokers restart one at a time (docs/tls.md)"
  );
}

/** The functions of the resource behind it. */
export function certificateReloadFunctions(surroundings: Surroundings) {
  const facts = ({ listeners }: ReloadInputs): string => JSON.stringify(listeners);
  return {
    check: async (_olds: Partial<ReloadInputs>, news: ReloadInputs) => ({ inputs: news, failures: [] }),
    diff: async (_id: string, olds: ReloadInputs, news: ReloadInputs) => ({ changes: facts(olds) !== facts(news) }),
    create: async (inputs: ReloadInputs) => {
      await reloadCertificates(inputs, surroundings);
      return { id: "served-certificates", outs: inputs };
    },
    update: async (_id: string, _olds: ReloadInputs, news: ReloadInputs) => {
      await reloadCertificates(news, surroundings);
      return { outs: news };
    },
    /** A certificate that is not served any more, or not yet, is a difference that the next `up` mends. */
    read: async (id: string, props: ReloadInputs) => {
      const lags = await lagging(props, surroundings.sessions);
      if (lags.size === 0) return { id, props, inputs: props };
      const found = {
        ...props,
        listeners: props.listeners.map((each) => ({ ...each, fingerprint: "not served by all" })),
      };
      return { id, props: found, inputs: found };
    },
    delete: async (): Promise<void> => undefined,
  };
}
