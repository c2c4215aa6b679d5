import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Failure } from "../commands/failure";
import type { RenderedFile } from "./form";

/** Lists, in the folder of a render, the files that the render wrote: only those may the next one remove. */
const LIST = ".rendered";

/**
 * Writes a render in place of the one before it.
 *
 * @throws Failure where the folder holds something else.
 */
export function writeRender(folder: string, files: RenderedFile[]): void {
  const list = join(folder, LIST);
  if (existsSync(list)) {
    for (const path of readFileSync(list, "utf8").split("\n").filter(Boolean))
      rmSync(join(folder, path), { force: true });
  } else if (existsSync(folder) && readdirSync(folder).length > 0) {
    throw new Failure(
      `--out ${folder}: there is something else in it; name an empty folder, or one of an earlier render`,
    );
  }
  for (const { path, text, executable } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text, { mode: executable === true ? 0o755 : 0o644 });
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(list, files.map(({ path }) => `${path}\n`).join(""));
}

/** All files as one text, each behind a line with its path. */
export function asOneText(files: RenderedFile[]): string {
  return files.map(({ path, text }) => `# ${path}\n${text}`).join("---\n");
}
