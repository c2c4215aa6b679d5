/**
 * Skips the rest of a suite whose tests build on each other once one of them has failed. Mocha's own `bail` would do the same to every
 * such suite after a failure anywhere, without a word.
 */
export function stopAtFirstFailure(): void {
  let failed = false;
  beforeEach(function () {
    if (failed) this.skip();
  });
  afterEach(function () {
    failed ||= this.currentTest?.state === "failed";
  });
}
