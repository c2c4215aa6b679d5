/** A failure that the user can act on: shown as its one line, without a stack trace. */
export class Failure extends Error {
  override readonly name = "Failure";
}

/** What went wrong, as one line; an error of our own making shows its message alone. */
export function oneLine(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Errors that say all there is to say in one line: those of the commands, and those of the provider. */
const ONE_LINERS = ["Failure", "UserError"];

/** Runs a command's main function; an error that the user can act on ends the process with its line, anything else with its trace. */
export function runMain(main: () => Promise<void>): void {
  main().then(
    () => process.exit(process.exitCode ?? 0),
    (error: unknown) => {
      const said = error instanceof Error && ONE_LINERS.includes(error.name);
      console.error(said ? `\nError: ${error.message}` : error);
      process.exit(1);
    },
  );
}
