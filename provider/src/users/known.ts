import { Batcher } from "../batch/batcher";
import { poll } from "../batch/poll";
import type { Deadline } from "../deadline";
import { UserError } from "../errors";
import { askEachBroker } from "../session/each-broker";
import type { Session } from "../session/session";

/** How long brokers may take to hear of a change, in milliseconds. */
const spreadLimit = 30_000;

/** A change that every live broker is to have heard of. */
export interface KnownSpec<T, A> {
  /** Whose change it is; no two that are waited for at once have the same. */
  nameOf: (expected: T) => string;
  /** What the error says isn't everywhere, such as `the access rules`. */
  what: string;
  /** Asks one broker about all that is still waited for. */
  ask: (nodeId: number, expected: readonly T[], deadline: Deadline) => Promise<A>;
  /** Whether a broker that answered so has heard of the change. */
  holds: (answer: A, expected: T) => boolean;
}

/** Waits until every live broker has heard of changes, those of all callers in one round of questions. */
export function knownEverywhere<T, A>(session: Session, spec: KnownSpec<T, A>): Batcher<T, void> {
  const { nameOf, what, ask, holds } = spec;
  const late = (name: string, reason: string) =>
    new UserError(`user "${name}": ${what} isn't everywhere after ${spreadLimit / 1000} s: ${reason}`);
  return new Batcher<T, void>(
    (items, report) => {
      const look = async (pending: ReadonlySet<string>) => {
        const waiting = items.filter((item) => pending.has(nameOf(item)));
        const answers = await askEachBroker(session, (nodeId, deadline) => ask(nodeId, waiting, deadline));
        const reason = (expected: T) => {
          const behind = answers.find(({ answer }) => answer === undefined || !holds(answer, expected));
          return (
            behind && `broker ${behind.nodeId} ${behind.answer === undefined ? "doesn't answer" : "hasn't heard of it"}`
          );
        };
        return new Map(waiting.map((expected) => [nameOf(expected), reason(expected)]));
      };
      return poll({ names: items.map(nameOf), limit: spreadLimit, look, late }, report);
    },
    { key: nameOf, inFlight: 64 },
  );
}
