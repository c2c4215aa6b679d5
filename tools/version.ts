/** The first `1.2.3` in a program's version output; undefined when there is none. */
export function parseVersion(output: string): string | undefined {
  return /(\d+)\.(\d+)(?:\.(\d+))?/.exec(output)?.[0];
}

/** Negative, zero or positive as `a` is lower than, equal to or higher than `b`; a missing patch number is 0. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => text.split(".").map(Number));
  for (let i = 0; i < 3; i++) {
    const difference = (left?.[i] ?? 0) - (right?.[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Whether a version is in a range such as `>=3.259.0 <4.0.0`: all parts must hold. */
export function fits(version: string, range: string): boolean {
  return range.split(" ").every((part) => {
    const [, operator, bound] = /^(>=|<)(\d+\.\d+\.\d+)$/.exec(part) ?? [];
    if (!operator || !bound) throw new Error(`not a version range: ${range}`);
    const order = compareVersions(version, bound);
    return operator === ">=" ? order >= 0 : order < 0;
  });
}
