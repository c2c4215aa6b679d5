import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { Failure } from "../commands/failure";

/** The vendor publishes a list of SHA-256 sums beside what it offers. */
export interface Download {
  url: string;
  checksums: string;
}

/** The sum of a file in `SUM  NAME` lines; a list that is one bare sum is that of the only file. */
export function checksumOf(file: string, list: string): string | undefined {
  const rows = list
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+\*?/));
  if (rows.length === 1 && rows[0]?.length === 1) return rows[0][0]?.toLowerCase();
  return rows.find(([, name]) => name?.split("/").pop() === file)?.[0]?.toLowerCase();
}

export function sha256(content: Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}

/** Downloads a file and checks it: against the sum that this project pins, else against the vendor's list. Nothing unchecked is kept. */
export async function downloadChecked(download: Download, target: string, pinned?: string): Promise<void> {
  const name = new URL(download.url).pathname.split("/").pop() ?? "";
  const wanted = pinned ?? checksumOf(name, (await get(download.checksums)).toString("utf8"));
  if (!wanted) throw new Failure(`${download.checksums} has no checksum of ${name}`);
  const content = await get(download.url);
  const found = sha256(content);
  if (found !== wanted) throw new Failure(`${download.url}: SHA-256 is ${found}, expected ${wanted}`);
  await writeFile(target, content);
}

async function get(url: string): Promise<Buffer> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(600_000) });
  if (!answer.ok) throw new Failure(`${url} answered ${answer.status}`);
  return Buffer.from(await answer.arrayBuffer());
}
