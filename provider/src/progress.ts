/** Where the provider says what it does, line by line. */
export interface Progress {
  line(text: string): void;
}

/** The provider's own output: the engine shows each line beside the operation, as it comes. */
export const consoleProgress: Progress = { line: (text) => console.log(`kafka: ${text}`) };

/** Waiting changes by the second: it is told when it changed, and no more often than this, in seconds. */
const leastSeconds = 5;

/** Passes on what is new. */
export class Reporter {
  private last = "";
  private saidAt = -Infinity;

  constructor(
    private readonly progress: Progress,
    private readonly now: () => number,
  ) {}

  /** Something happened. */
  say(text: string): void {
    this.progress.line(text);
    this.last = text;
    this.saidAt = this.now();
  }

  /** Something is still going on. */
  still(text: string): void {
    if (text !== this.last && this.now() - this.saidAt >= leastSeconds) this.say(text);
  }
}
