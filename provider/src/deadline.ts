/** The moment by which an operation must have ended. Every wait and every retry of the provider is bounded by one. */
export class Deadline {
  private readonly end: number;

  /** @param milliseconds time from now */
  constructor(readonly milliseconds: number) {
    this.end = performance.now() + milliseconds;
  }

  /** Milliseconds left, never below 0. */
  get left(): number {
    return Math.max(0, this.end - performance.now());
  }

  get passed(): boolean {
    return this.left === 0;
  }

  /** Waits that long, or until the deadline when it comes first. */
  pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, Math.min(milliseconds, this.left)));
  }
}
