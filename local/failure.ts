/** A failure that the user can act on: shown as its one line, without a stack trace. */
export class Failure extends Error {
  override readonly name = "Failure";
}

/** What went wrong, as one line; an error of our own making shows its message alone. */
export function oneLine(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Runs a command's main function; a Failure ends the process with its line, anything else with its trace. */
export function runMain(main: () => Promise<void>): void {
  main().then(
    () => process.exit(process.exitCode ?? 0),
    (error: unknown) => {
      console.error(error instanceof Failure ? `\nError: ${error.message}` : error);
      process.exit(1);
    },
  );
}
