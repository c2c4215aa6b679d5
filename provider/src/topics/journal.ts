import { hash } from "node:crypto";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { clusterIdentity } from "../cluster-identity";
import type { TopicInputs, TopicOutputs } from "./inputs";
import { MarkFiles } from "./marks";

/**
 * Which creations were begun and not finished. A run that is killed between the brokers' work and the engine's note of it leaves a
 * topic that no state knows; the next run on this machine finds its own mark here, and doesn't take the topic for a stranger's.
 */
export interface CreationJournal {
  /** Marks a creation as begun. @returns whether a process that is gone began it before and never finished */
  begin(inputs: TopicInputs): boolean;
  /** Takes the mark away: the engine gets an answer, good or bad. */
  finish(inputs: TopicInputs): void;
}

/**
 * Which moves of replicas were begun, and not told of to the engine. A run that is killed over them leaves the topic in the state as it
 * was before, so that nothing is to be done where that is what is wanted again; the next run on this machine finds its mark here.
 */
export interface MoveJournal {
  /** Marks that a topic's replicas may be moved from now on. */
  beginMove(inputs: TopicInputs): void;
  /** Takes the mark away: nothing is left, or the state tells of it. */
  finishMove(inputs: TopicInputs): void;
  /** Whether a process that is gone left something of its moves, or may have. */
  moveLeft(inputs: TopicInputs): boolean;
}

/** What a run that is killed leaves for the next one on the same machine. */
export type TopicJournal = CreationJournal & MoveJournal;

/** A topic of the state with what the journal knows of it. */
export function withJournal<T extends TopicOutputs>(journal: MoveJournal, topic: T): T {
  return journal.moveLeft(topic) ? { ...topic, moving: true } : topic;
}

/**
 * A journal in the machine's folder for temporary files. A lost mark does no harm: the topic must then be taken over with `adopt: true`, and a
 * refresh finds what is left of moves.
 */
export class FileJournal implements TopicJournal {
  private readonly marks: MarkFiles;

  /**
   * @param folder @default a folder of this user's own among the temporary files
   * @param pid @default this process
   * @param fresh see MarkFiles
   */
  constructor(
    folder = join(tmpdir(), `kafka-on-kubernetes-${userInfo().uid}`, "marks"),
    pid = process.pid,
    fresh?: number,
  ) {
    this.marks = new MarkFiles(folder, pid, fresh);
  }

  begin(inputs: TopicInputs): boolean {
    const mark = markOf("creating", inputs);
    const left = this.marks.isLeft(mark);
    this.marks.begin(mark);
    return left;
  }

  finish(inputs: TopicInputs): void {
    this.marks.end(markOf("creating", inputs));
  }

  beginMove(inputs: TopicInputs): void {
    this.marks.begin(markOf("moving", inputs));
  }

  finishMove(inputs: TopicInputs): void {
    this.marks.end(markOf("moving", inputs));
  }

  moveLeft(inputs: TopicInputs): boolean {
    return this.marks.isLeft(markOf("moving", inputs));
  }
}

/** The same topic of the same cluster has the same mark; whether it is as wanted is judged by what the brokers say. */
function markOf(what: "creating" | "moving", { connection, name }: TopicInputs): string {
  const identity = `${clusterIdentity(connection)} ${name}`;
  return `${what}-${hash("sha256", identity).slice(0, 40)}`;
}
