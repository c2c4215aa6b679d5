import { randomBytes } from "node:crypto";
import {
  appendFileSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";

/** The file of a process, with the process's id. */
const fileName = /^(\d+)-[0-9a-f]{16}\.marks$/;

/** What a file says that isn't there, or that is of a process which ends meanwhile. */
const GONE = new Set<unknown>(["ENOENT", "ESRCH"]);

/** The state of a process that has ended, after its name, as Linux tells it. */
const ENDED = /\) [ZX] /;

/** The file of another process, as it was read last. */
interface OtherFile {
  path: string;
  pid: number;
  /** Files only grow, so that one of the same size is the same. */
  size: number;
  marks: Set<string>;
}

/**
 * Marks that outlive a process that is killed. Each process has a file of its own in a shared folder, of lines `+mark` and `-mark`, which is there
 * for as long as one of its marks is: a line is one write, where a file for each mark would take a quarter of a second for a thousand of them.
 */
export class MarkFiles {
  private readonly set = new Set<string>();
  private own: { name: string; descriptor: number } | undefined;
  private known = new Map<string, OtherFile>();
  private listed: { files: OtherFile[]; at: number } | undefined;

  /**
   * @param folder made when the first mark is set
   * @param pid of the process whose marks these are
   * @param fresh how old may be what is known of other processes' files, in milliseconds: thousands of topics ask within a second
   */
  constructor(
    private readonly folder: string,
    private readonly pid: number,
    private readonly fresh = 100,
  ) {}

  /** Sets a mark of this process. */
  begin(mark: string): void {
    this.set.add(mark);
    writeSync(this.open(), `+${mark}\n`);
  }

  /** Takes a mark away, this process's and what processes that are gone left of it. */
  end(mark: string): void {
    if (this.set.delete(mark)) writeSync(this.open(), `-${mark}\n`);
    if (this.set.size === 0) this.close();
    for (const file of this.others()) {
      // What another run that still works has marked is its own.
      if (!file.marks.has(mark) || isRunning(file.pid)) continue;
      file.marks.delete(mark);
      if (file.marks.size === 0) rmSync(file.path, { force: true });
      else file.size += append(file.path, `-${mark}\n`);
    }
  }

  /** Whether a process that is gone has left this mark, and none that is there has set it since. */
  isLeft(mark: string): boolean {
    const having = this.others().filter(({ marks }) => marks.has(mark));
    return having.length > 0 && !this.set.has(mark) && !having.some(({ pid }) => isRunning(pid));
  }

  private open(): number {
    if (this.own === undefined) {
      mkdirSync(this.folder, { recursive: true, mode: 0o700 });
      // Process ids come again, and no file is to be taken for one before it that was as long.
      const name = `${this.pid}-${randomBytes(8).toString("hex")}.marks`;
      this.own = { name, descriptor: openSync(join(this.folder, name), "a", 0o600) };
    }
    return this.own.descriptor;
  }

  private close(): void {
    if (this.own === undefined) return;
    closeSync(this.own.descriptor);
    rmSync(join(this.folder, this.own.name), { force: true });
    this.own = undefined;
  }

  private others(): OtherFile[] {
    const now = performance.now();
    if (this.listed === undefined || now - this.listed.at >= this.fresh) this.listed = { files: this.list(), at: now };
    return this.listed.files;
  }

  private list(): OtherFile[] {
    // An exception takes ten times as long.
    if (!existsSync(this.folder)) return [];
    const files = readdirSync(this.folder).flatMap((name): [string, OtherFile][] => {
      const [, pid] = fileName.exec(name) ?? [];
      return pid === undefined || name === this.own?.name ? [] : [[name, this.read(name, Number(pid))]];
    });
    this.known = new Map(files);
    return [...this.known.values()];
  }

  private read(name: string, pid: number): OtherFile {
    const path = join(this.folder, name);
    const size = ifThere(() => statSync(path).size, 0);
    const known = this.known.get(name);
    if (known?.size === size) return known;
    return { path, pid, size, marks: marksIn(ifThere(() => readFileSync(path, "utf8"), "")) };
  }
}

/** @returns how much longer the file is now */
function append(path: string, line: string): number {
  appendFileSync(path, line);
  return Buffer.byteLength(line);
}

/** What is set after all lines; one that was cut short in the middle is none. */
function marksIn(text: string): Set<string> {
  const marks = new Set<string>();
  for (const line of text.split("\n").slice(0, -1)) {
    if (line.startsWith("+")) marks.add(line.slice(1));
    else marks.delete(line.slice(1));
  }
  return marks;
}

function ifThere<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof Error && "code" in error && GONE.has(error.code)) return otherwise;
    throw error;
  }
}

/** One that was killed may be in the list of processes for seconds, until its parent takes notice. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EPERM")) return false;
  }
  return !ENDED.test(ifThere(() => readFileSync(`/proc/${pid}/stat`, "utf8"), ""));
}
