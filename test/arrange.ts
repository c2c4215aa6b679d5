/** How test files are laid out. */
export interface Arrangement {
  /** Files that are kept apart, as long as there are others to run beside them. */
  apart: readonly string[];
  /** Files that run well beside any other. */
  others: readonly string[];
  /** Files at once. */
  jobs: number;
  /** About how long a file takes, in seconds, side by side with others. */
  secondsOf: (file: string) => number;
}

interface Start {
  file: string;
  at: number;
}

/**
 * The order in which files are to be begun, each as soon as one before it has ended, so that the run ends soonest: those that are kept apart one after
 * the other from the start, and the others beside them, the longest first, so that no long one is left alone at the end.
 */
export function arrange({ apart, others, jobs, secondsOf }: Arrangement): string[] {
  const longestFirst = (files: readonly string[]) => [...files].sort((one, other) => secondsOf(other) - secondsOf(one));
  const lanes = Array.from({ length: jobs }, () => 0);
  const starts: Start[] = [];
  const begin = (file: string, lane: number): void => {
    const at = lanes[lane] ?? 0;
    starts.push({ file, at });
    lanes[lane] = at + secondsOf(file);
  };
  for (const file of longestFirst(apart)) begin(file, 0);
  for (const file of longestFirst(others)) begin(file, lanes.indexOf(Math.min(...lanes)));
  return starts.sort((one, other) => one.at - other.at).map(({ file }) => file);
}
