/** How long anything may take, in milliseconds: what takes a second alone takes twenty on a machine that has other work. */
const LIMIT = 90_000;

/** Asks four times a second until there is an answer. @throws Error that says what it waited for in vain */
export async function eventually<T>(what: () => string, ask: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + LIMIT;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(`waited ${LIMIT / 1000} s for ${what()}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
