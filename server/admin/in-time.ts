/** What was asked and has not answered yet, by name: asking again waits for the same answer. */
const open = new Map<string, Promise<unknown>>();

/** Says that no answer came in time. */
export const LATE = Symbol("late");

/**
 * Waits so long for an answer and no longer. A disk or store that hangs is not asked a second time meanwhile: each question
 * would hold a thread or a connection of its own.
 * @param name of what is asked: one question at a time
 */
export async function inTime<T>(
  name: string,
  ask: () => Promise<T>,
  waitMs: number,
): Promise<T | typeof LATE> {
  const asked = (open.get(name) as Promise<T> | undefined) ?? ask();
  open.set(name, asked);
  const over = () => {
    if (open.get(name) === asked) open.delete(name);
  };
  asked.then(over, over);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<typeof LATE>((resolve) => {
    timer = setTimeout(resolve, waitMs, LATE);
  });
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}
