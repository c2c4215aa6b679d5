/**
 * An error that a user can cause and mend: one line that says where, what was found and what to do. It carries no stack trace,
 * because the engine prints whatever an error holds.
 */
export class UserError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "UserError";
    this.stack = message;
  }
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error && error.message !== "" ? error.message : String(error);
}
