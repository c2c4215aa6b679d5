import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { cached, cachedFolder, CacheEntry } from "./cache";
import { findOnPath, tryCommand } from "../commands/subprocess";
import { oneLine } from "../commands/failure";
import { Note, Progress } from "../commands/progress";
import { downloadChecked } from "./download";
import { allReachable } from "./reach";
import { chooseWay, Tool, Way } from "./tool";
import { fits, parseVersion } from "./version";

/** Where a tool's executables are, and which way they came. */
export interface Obtained {
  tool: Tool;
  way: Way;
  folder: string;
}

/** Gets one tool by the first way that is open, and says which one it took. */
export async function obtain(tool: Tool, progress: Progress): Promise<Obtained> {
  const kept = await alreadyHere(tool);
  if (kept) return kept;
  return progress.step(`${tool.name} ${tool.version}`, async (note, done) => {
    const hosts = [tool.vendor.download.url, tool.vendor.download.checksums].map((url) => new URL(url).host);
    const way = chooseWay({ path: false, vendor: await allReachable(hosts) });
    const result = way === "vendor" ? await download(tool, progress, note) : undefined;
    if (result) done("the vendor's download");
    else done(tool.build.how);
    return result ?? (await build(tool, progress, note));
  });
}

/** On PATH, or in the cache from an earlier run (which then took the vendor's download or built it): no network is asked. */
async function alreadyHere(tool: Tool): Promise<Obtained | undefined> {
  const folder = await onPath(tool);
  if (folder) return { tool, way: "path", folder };
  for (const [way, entry] of [
    ["vendor", vendorEntry(tool)],
    ["build", buildEntry(tool)],
  ] as const) {
    const there = cached(entry);
    if (there) return { tool, way, folder: there };
  }
  return undefined;
}

async function onPath(tool: Tool): Promise<string | undefined> {
  if (!tool.onPath) return undefined;
  const files = tool.files.map((file) => findOnPath(file));
  const first = files[0];
  if (!first || files.includes(undefined)) return undefined;
  const printed = await tryCommand(first, tool.onPath.args, { timeout: 20_000 });
  const version = parseVersion(printed.stdout);
  return printed.code === 0 && version && fits(version, tool.onPath.range) ? dirname(first) : undefined;
}

const slug = (tool: Tool) => tool.name.toLowerCase().replaceAll(" ", "-");

function vendorEntry(tool: Tool): CacheEntry {
  return { name: `${slug(tool)}-vendor`, version: tool.version, recipe: [], inputs: [tool.vendor.download.url] };
}

function buildEntry(tool: Tool): CacheEntry {
  return {
    name: slug(tool),
    version: tool.version,
    recipe: tool.build.recipe,
    inputs: [process.platform, process.arch],
  };
}

async function download(tool: Tool, progress: Progress, note: Note): Promise<Obtained | undefined> {
  note(tool.vendor.download.url);
  try {
    const folder = await cachedFolder(vendorEntry(tool), progress, async (target) => {
      const work = await mkdtemp(join(tmpdir(), "kafka-download-"));
      try {
        const file = join(work, "download");
        await downloadChecked(tool.vendor.download, file, tool.vendor.sha256);
        await tool.vendor.unpack(file, target);
      } finally {
        await rm(work, { recursive: true, force: true });
      }
    });
    return { tool, way: "vendor", folder };
  } catch (error) {
    progress.info(`${tool.name}: the vendor's download failed (${oneLine(error)}); building it instead`);
    return undefined;
  }
}

async function build(tool: Tool, progress: Progress, note: Note): Promise<Obtained> {
  note(`${tool.build.how}, ${tool.build.takes}`);
  const folder = await cachedFolder(buildEntry(tool), progress, (target) => tool.build.run(target, note));
  return { tool, way: "build", folder };
}
