/** Says what was seen and how long things took, for the pages in docs/operations; nothing is asserted by it. */
export class Stopwatch {
  /** Does something, and says how long it took. */
  public async time<T>(what: string, work: () => Promise<T>): Promise<T> {
    const start = Date.now();
    const result = await work();
    this.note(`${what}: ${((Date.now() - start) / 1000).toFixed(1)} s`);
    return result;
  }

  /** Says what was seen. */
  public note(line: string): void {
    process.stdout.write(`      ${line}\n`);
  }
}
