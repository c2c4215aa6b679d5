/** Tells the running step what it waits for now. */
export type Note = (text: string) => void;

/** Shows every step with its name, what it waits for and the time it took. Plain lines: a CI log has no terminal. */
export interface Progress {
  /** Runs one step; its end line carries the last text that `done` was given, or nothing. */
  step<T>(name: string, work: (note: Note, done: Note) => Promise<T>): Promise<T>;
  info(line: string): void;
}

export interface ProgressOptions {
  write?: (line: string) => void;
  now?: () => number;
  /**
   * A long step says every so many milliseconds what it waits for.
   * @default 20 s
   */
  heartbeat?: number;
}

const NOTE_LENGTH = 100;

export function createProgress(options: ProgressOptions = {}): Progress {
  const write = options.write ?? ((line: string) => console.log(line));
  const now = options.now ?? Date.now;
  return {
    info: (line) => write(`  ${line}`),
    async step(name, work) {
      const start = now();
      let waitsFor = "";
      let result = "";
      let said = false;
      const beat = setInterval(() => {
        said = true;
        write(`  … ${name}, ${duration(now() - start)}${waitsFor && `: ${shorten(waitsFor)}`}`);
      }, options.heartbeat ?? 20_000);
      try {
        const value = await work(
          (text) => {
            // The first note announces what is about to take long; later ones only show in the heartbeat.
            if (!said) write(`  … ${name}: ${shorten(text)}`);
            said = true;
            waitsFor = text;
          },
          (text) => (result = text),
        );
        write(`✓ ${name}${result && `: ${result}`} (${duration(now() - start)})`);
        return value;
      } catch (error) {
        write(`✗ ${name} failed after ${duration(now() - start)}`);
        throw error;
      } finally {
        clearInterval(beat);
      }
    },
  };
}

/** A progress that shows nothing: for callers that report on their own. */
export const silent: Progress = createProgress({ write: () => undefined });

export function duration(milliseconds: number): string {
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

function shorten(text: string): string {
  return text.length > NOTE_LENGTH ? `${text.slice(0, NOTE_LENGTH - 1)}…` : text;
}
