/** Repeats an assertion until it holds, at most so many milliseconds: what brokers tell each other takes a moment, and they announce nothing. */
export type Eventually = (assertion: () => Promise<void>, limit?: number) => Promise<void>;

/** An {@link Eventually} with a limit of a file's own, in milliseconds. When it has passed, the assertion's last error is thrown. */
export const eventuallyWithin =
  (usual: number): Eventually =>
  async (assertion, limit = usual) => {
    const end = Date.now() + limit;
    for (;;) {
      try {
        return await assertion();
      } catch (error) {
        if (Date.now() > end) throw error;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  };
