import assert from "node:assert/strict";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cacheFolder, cachedFolder, cacheKey } from "../../../tools/cache";
import { identify } from "../../../commands/identity";
import { silent } from "../../../commands/progress";

describe("the cache", () => {
  let work: string;
  let kept: string | undefined;

  beforeEach(() => {
    work = mkdtempSync(join(tmpdir(), "kafka-test-"));
    kept = process.env.KAFKA_LOCAL_CACHE;
    process.env.KAFKA_LOCAL_CACHE = join(work, "cache");
  });

  afterEach(() => {
    if (kept === undefined) delete process.env.KAFKA_LOCAL_CACHE;
    else process.env.KAFKA_LOCAL_CACHE = kept;
    rmSync(work, { recursive: true });
  });

  const recipe = (name: string, files: Record<string, string>) => {
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(join(work, name, file, ".."), { recursive: true });
      writeFileSync(join(work, name, file), text);
    }
    return join(work, name);
  };
  const entry = (folder: string, version = "1") => ({ name: "tool", version, recipe: [folder] });
  const content = () => readdirSync(cacheFolder());

  it("lies outside the checkout, at the place of the user's choice", () => {
    assert.equal(cacheFolder({ KAFKA_LOCAL_CACHE: "/a" }, "/home/u"), "/a");
    assert.equal(cacheFolder({ XDG_CACHE_HOME: "/x" }, "/home/u"), "/x/kafka-on-kubernetes");
    assert.equal(cacheFolder({}, "/home/u"), "/home/u/.cache/kafka-on-kubernetes");
  });

  it("keys an entry by version, file names, contents and inputs, not by the checkout's place", () => {
    const first = recipe("first", { "main.go": "x", "sub/go.mod": "y" });
    const key = cacheKey(entry(first));
    assert.match(key, /^tool-1-[0-9a-f]{12}$/);
    cpSync(first, join(work, "moved"), { recursive: true });
    assert.equal(cacheKey(entry(join(work, "moved"))), key);
    const others = [
      entry(first, "2"),
      entry(recipe("content", { "main.go": "z", "sub/go.mod": "y" })),
      entry(recipe("name", { "other.go": "x", "sub/go.mod": "y" })),
      entry(recipe("boundary", { "main.go": "xy", "sub/go.mod": "" })),
      { ...entry(first), inputs: ["more"] },
    ];
    assert.equal(new Set([key, ...others.map(cacheKey)]).size, others.length + 1);
  });

  it("builds once, and keeps nothing of a failed build", async () => {
    const wanted = entry(recipe("r", { a: "1" }));
    const failing = cachedFolder(wanted, silent, (folder) => {
      writeFileSync(join(folder, "half"), "");
      return Promise.reject(new Error("no"));
    });
    await assert.rejects(failing, /no/);
    assert.deepEqual(content(), []);
    let builds = 0;
    const build = (folder: string) => {
      builds++;
      return Promise.resolve(writeFileSync(join(folder, "tool"), "done"));
    };
    const folders = await Promise.all([1, 2, 3].map(() => cachedFolder(wanted, silent, build)));
    assert.equal(builds, 1);
    assert.equal(new Set(folders).size, 1);
    assert.equal(readFileSync(join(folders[0] as string, "tool"), "utf8"), "done");
    assert.deepEqual(content(), [cacheKey(wanted)]);
  });

  it("takes over what a killed build left: its lock and its half-made folder", async () => {
    const wanted = entry(recipe("r", { a: "1" }));
    const base = join(cacheFolder(), cacheKey(wanted));
    mkdirSync(`${base}.partial`, { recursive: true });
    writeFileSync(join(`${base}.partial`, "half"), "");
    writeFileSync(`${base}.lock`, JSON.stringify({ ...identify(process.pid), startTime: "1" }));
    const folder = await cachedFolder(wanted, silent, () => Promise.resolve());
    assert.ok(!existsSync(join(folder, "half")));
    assert.deepEqual(content(), [cacheKey(wanted)]);
  });
});
