import { canonical } from "../canonical";
import type { Connection } from "../connection";
import type { Sessions } from "./sessions";

/** The part of a dynamic resource's functions that is looked at here. */
interface Functions<Inputs> {
  check(olds: Partial<Inputs>, news: Record<string, unknown>): Promise<unknown>;
  diff(id: string, olds: never, news: Inputs): Promise<{ changes: boolean }>;
}

/**
 * Another way to the brokers is no difference of what a resource is, but another protocol is: with the one in the state it could not be
 * refreshed or deleted any more. And what is deleted in the very run that turns TLS on or off, known by its state alone, is reached
 * by what the program says now.
 */
export function followsProtocol<Inputs extends { connection: Connection }, F extends Functions<Inputs>>(
  functions: F & Functions<Inputs>,
  sessions: Sessions,
): F {
  return {
    ...functions,
    check: async (olds: Partial<Inputs>, news: Record<string, unknown>) => {
      const { connection } = news as unknown as Inputs;
      if (typeof connection === "object") sessions.declare(connection);
      return functions.check(olds, news);
    },
    diff: async (id: string, olds: never, news: Inputs) => {
      const found = await functions.diff(id, olds, news);
      const before = (olds as unknown as Inputs).connection;
      return speaksOther(before, news.connection) ? { ...found, changes: true } : found;
    },
  };
}

/** Whether two connections to one cluster differ in TLS. */
export function speaksOther(before: Connection | undefined, now: Connection): boolean {
  return before !== undefined && canonical(before.tls ?? null) !== canonical(now.tls ?? null);
}
