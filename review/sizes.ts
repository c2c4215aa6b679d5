import type { Connection } from "@kafka-on-kubernetes/provider";
import { defaultSessions, topicSizes, UserError } from "@kafka-on-kubernetes/provider";
import type { Change } from "./change";
import { kindOf } from "./change";
import { differences } from "./differences";

/** The sizes of the topics that a run would move. */
export interface Sizes {
  sizes: ReadonlyMap<string, number>;
  /** Why they could not be asked for, one sentence; none where they were, or where nothing moves. */
  unseen: string[];
}

/** Parts of a topic's inputs whose change moves its replicas. */
const MOVES = /^(?:topics(?:\.([\w-]+)|\["([^"]+)"\])\.)?(?:replicationFactor|placement)\b/;

/** Names of the topics whose replicas a change moves. */
export function movedTopics(changes: readonly Change[]): string[] {
  const moved = changes
    .filter((change) => /^KafkaTopic(Set)?$/.test(kindOf(change)) && change.op === "update")
    .flatMap(({ name, before, after }) =>
      differences(before, after).flatMap(({ path }) => {
        const found = MOVES.exec(path);
        return found === null ? [] : [found[1] ?? found[2] ?? name];
      }),
    );
  return [...new Set(moved)].sort();
}

/** Asks the brokers, by the connection that the resources themselves use. They may not be there. */
export async function sizesOf(changes: readonly Change[]): Promise<Sizes> {
  const names = movedTopics(changes);
  const connection = changes.find(({ before }) => before?.["connection"] !== undefined)?.before?.["connection"];
  if (names.length === 0 || connection === undefined) return { sizes: new Map(), unseen: [] };
  try {
    // The provider wrote it there, and has checked it.
    const sizes = await defaultSessions.with(connection as Connection, (session) => topicSizes(session, names));
    return { sizes, unseen: [] };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return {
      sizes: new Map(),
      unseen: [
        `How much data the reassignments move is not known, for the brokers could not be asked: ${error.message}`,
      ],
    };
  } finally {
    defaultSessions.close();
  }
}
