/** Where lines for people go: a terminal, a log. */
export type Write = (text: string) => void;

export interface Steps {
  /**
   * Does one step: a line with its name when it begins and its time when it ends.
   * @throws what the work throws
   */
  run<T>(name: string, work: () => Promise<T>): Promise<T>;
  /** A line of its own; during a step it waits for the step's end. */
  say(text: string): void;
}

const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;

/** Prints what a start does, one line per step. Steps do not overlap. */
export function createSteps(write: Write, now: () => number = () => performance.now()): Steps {
  let kept: string[] | undefined;
  const finish = (text: string) => {
    write(text);
    for (const line of kept ?? []) write(`${line}\n`);
    kept = undefined;
  };
  return {
    run: async (name, work) => {
      const start = now();
      write(`${name} … `);
      kept = [];
      try {
        const result = await work();
        finish(`${seconds(now() - start)}\n`);
        return result;
      } catch (error) {
        finish(`failed after ${seconds(now() - start)}\n`);
        throw error;
      }
    },
    say: (text) => {
      if (kept) kept.push(text);
      else write(`${text}\n`);
    },
  };
}
