import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { poll } from "../../../commands/deadline";
import { MarkFiles } from "../../../provider/src/topics/marks";

const LETTERS = ["a", "b", "c"];

describe("marks that outlive a process", () => {
  let folder: string;
  const gone = (): number => spawnSync("true").pid;
  /** Marks of a process that sees at once what others do. */
  const marksOf = (pid: number): MarkFiles => new MarkFiles(folder, pid, 0);
  const stateOf = (pid = 0): string => readFileSync(`/proc/${pid}/stat`, "utf8");
  const untilStateOf = (pid: number | undefined, state: string): Promise<true> =>
    poll(() => stateOf(pid).includes(state) || undefined, { what: `process ${pid}: ${state}`, timeout: 5_000 });
  const files = () => readdirSync(folder).map((name) => join(folder, name));

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "marks-"));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it("are left by processes that are gone, until one that is there has ended them", async () => {
    const killed = [marksOf(gone()), marksOf(gone())];
    for (const each of killed) each.begin("a");
    killed[0]?.begin("b");
    const next = marksOf(process.pid);
    assert.deepEqual(
      ["a", "b", "c"].map((mark) => next.isLeft(mark)),
      [true, true, false],
    );
    next.end("a");
    assert.deepEqual([next.isLeft("a"), next.isLeft("b")], [false, true]);
    assert.deepEqual([next.isLeft("a"), next.isLeft("b")], [false, true]);
    assert.equal(files().length, 1);
    next.end("b");
    assert.deepEqual(files(), []);
  });

  it("are left by a process that was killed, though its parent has not taken notice", async function () {
    if (!existsSync("/proc/self/stat")) this.skip();
    // The shell starts a process, and becomes one that asks for no end of it.
    const parent = spawn("sh", ["-c", "sleep 60 & echo $!; exec sleep 60"]);
    try {
      const [line] = (await once(parent.stdout, "data")) as [Buffer];
      const child = Number(line);
      marksOf(child).begin("a");
      const next = marksOf(process.pid);
      assert.equal(next.isLeft("a"), false);
      // A shell that is still one takes notice.
      await untilStateOf(parent.pid, "(sleep)");
      process.kill(child, "SIGKILL");
      await untilStateOf(child, ") Z ");
      assert.equal(next.isLeft("a"), true);
    } finally {
      parent.kill("SIGKILL");
      await once(parent, "exit");
    }
  });

  it("of a process that still works stay its own", () => {
    const other = marksOf(process.pid);
    other.begin("a");
    const own = marksOf(process.pid);
    own.end("a");
    assert.equal(own.isLeft("a"), false);
    assert.match(readFileSync(files()[0] ?? "", "utf8"), /^\+a\n$/);
    other.end("a");
    assert.deepEqual(files(), []);
  });

  it("that were cut short when the process was killed were never set", () => {
    marksOf(gone()).begin("a");
    appendFileSync(files()[0] ?? "", "+b");
    const next = marksOf(process.pid);
    assert.deepEqual([next.isLeft("a"), next.isLeft("b")], [true, false]);
  });

  it("are the same for a process that comes later as for the one that set them, whatever the order", async () => {
    const step = fc.record({ ends: fc.boolean(), mark: fc.constantFrom(...LETTERS) });
    await fc.assert(
      fc.asyncProperty(fc.array(step), async (steps) => {
        const killed = marksOf(2 ** 22 + 1);
        const watching = marksOf(process.pid);
        const model = new Set<string>();
        for (const { ends, mark } of steps) {
          if (ends) killed.end(mark);
          else killed.begin(mark);
          if (ends) model.delete(mark);
          else model.add(mark);
          assert.deepEqual(
            LETTERS.filter((letter) => watching.isLeft(letter)),
            LETTERS.filter((letter) => model.has(letter)),
          );
        }
        for (const mark of LETTERS) watching.end(mark);
        assert.deepEqual(files(), []);
      }),
    );
  });
});
