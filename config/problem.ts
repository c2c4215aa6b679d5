/** Keys that lead from the top of the stack file's `kafka:` settings to a value. */
export type Path = readonly (string | number)[];

/** One thing that is wrong or doubtful in the settings. */
export interface Problem {
  /** Where: the key to change. */
  path: Path;
  /** What was found and what is allowed or advised, in one line. */
  text: string;
  /** The other values that the judgement rests on: it means nothing while one of them is wrong itself. */
  restsOn?: readonly Path[];
}

/** A path as `pulumi config set --path` takes it: `kafka:topics.model-events.partitions`, `kafka:topics["a.b"]`. */
export function keyPath(path: Path): string {
  const parts = path.map((part, index) => {
    if (typeof part === "number") return `[${part}]`;
    if (!/^[\w-]+$/.test(part)) return `[${JSON.stringify(part.slice(0, 300))}]`;
    return index === 0 ? part : `.${part}`;
  });
  return `kafka:${parts.join("")}`;
}

/** A problem as one line. */
export function problemLine({ path, text }: Problem): string {
  return `${keyPath(path)}: ${text}`;
}

/** Whether the value at `path` is the one at `above` or part of it. */
export function leadsTo(above: Path, path: Path): boolean {
  return above.every((part, index) => String(part) === String(path[index]));
}
