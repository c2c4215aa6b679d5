import { inSlices, Turns } from "../batch/slices";
import { Deadline } from "../deadline";
import { UserError } from "../errors";
import { askEachBroker } from "../session/each-broker";
import type { Session } from "../session/session";

/** How long brokers may take to hear of a change, in milliseconds. */
const spreadLimit = 30_000;
/** Milliseconds between two looks: the first pause, which doubles until somebody else begins to wait, and the longest. */
const pauses = { first: 10, longest: 500 };

/** A change that every live broker is to have heard of. */
export interface KnownSpec<T, A> {
  /** Whose change it is. */
  nameOf: (expected: T) => string;
  /** What the error says isn't everywhere, such as `the access rules`. */
  what: string;
  /** Asks one broker about all that is still waited for. */
  ask: (nodeId: number, expected: readonly T[], deadline: Deadline) => Promise<A>;
  /** Whether a broker that answered so has heard of the change. */
  holds: (answer: A, expected: T) => boolean;
}

interface Waiting<T> {
  expected: T;
  deadline: Deadline;
  settle: (error: unknown) => void;
}

/**
 * Waits until every live broker has heard of changes. There is one round of questions at a time, about all that is waited for when it
 * begins: what comes later is in the next one, so that the answers, which grow with the estate, stay few. Brokers announce nothing, so
 * there is no event to wait for.
 */
export class KnownEverywhere<T, A> {
  private waiting: Waiting<T>[] = [];
  private looking = false;
  private pause = pauses.first;
  private readonly turns = new Turns();

  constructor(
    private readonly session: Session,
    private readonly spec: KnownSpec<T, A>,
  ) {}

  /** Waits for one change. @throws UserError that says which broker hasn't heard of it in time */
  add(expected: T): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (error: unknown) => this.turns.add(() => (error === undefined ? resolve() : reject(error)));
      this.waiting.push({ expected, deadline: new Deadline(spreadLimit), settle });
      this.pause = pauses.first;
      if (!this.looking) void this.look();
    });
  }

  private async look(): Promise<void> {
    this.looking = true;
    while (this.waiting.length > 0) {
      await new Deadline(spreadLimit).pause(this.pause);
      this.pause = Math.min(this.pause * 2, pauses.longest);
      const asked = this.waiting;
      this.waiting = [];
      try {
        const left = await this.missing(asked);
        this.waiting = [...left, ...this.waiting];
      } catch (error) {
        for (const { settle } of asked) settle(error);
      }
    }
    this.looking = false;
  }

  /** Asks about changes once. @returns those that are still waited for */
  private async missing(asked: readonly Waiting<T>[]): Promise<Waiting<T>[]> {
    const { ask, holds, nameOf, what } = this.spec;
    const expected = asked.map((each) => each.expected);
    const answers = await askEachBroker(this.session, (nodeId, deadline) => ask(nodeId, expected, deadline));
    const left: Waiting<T>[] = [];
    await inSlices(asked, (each) => {
      const behind = answers.find(({ answer }) => answer === undefined || !holds(answer, each.expected));
      if (behind !== undefined && !each.deadline.passed) left.push(each);
      else if (behind === undefined) each.settle(undefined);
      else {
        const reason = behind.answer === undefined ? "doesn't answer" : "hasn't heard of it";
        each.settle(
          new UserError(
            `user "${nameOf(each.expected)}": ${what} isn't everywhere after ${spreadLimit / 1000} s: broker ${behind.nodeId} ${reason}`,
          ),
        );
      }
    });
    return left;
  }
}
