import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { clusterIdentity } from "../cluster-identity";
import type { TopicInputs } from "./inputs";

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
 * A journal of small files, one a creation that is on its way with the id of its process, in the machine's folder for temporary
 * files. A lost mark does no harm: the topic must then be taken over with `adopt: true`.
 */
export class FileJournal implements CreationJournal {
  /**
   * @param folder @default a folder of this user's own among the temporary files
   * @param pid @default this process
   */
  constructor(
    private readonly folder = join(tmpdir(), `kafka-on-kubernetes-${userInfo().uid}`),
    private readonly pid = process.pid,
  ) {}

  begin(inputs: TopicInputs): boolean {
    const mark = this.markOf(inputs);
    const owner = ownerOf(mark);
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    writeFileSync(mark, String(this.pid));
    return owner !== undefined && !isAlive(owner);
  }

  finish(inputs: TopicInputs): void {
    rmSync(this.markOf(inputs), { force: true });
  }

  /** The same topic of the same cluster has the same mark; whether it is as wanted is judged by what the brokers say. */
  private markOf({ connection, name }: TopicInputs): string {
    const identity = `${clusterIdentity(connection)} ${name}`;
    return join(this.folder, `creating-${createHash("sha256").update(identity).digest("hex").slice(0, 40)}`);
  }
}

function ownerOf(mark: string): number | undefined {
  try {
    return Number.parseInt(readFileSync(mark, "utf8"), 10);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** Another run that still works on the same topic is a stranger: its topic isn't this run's. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
