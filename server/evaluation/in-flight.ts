/** Work on this many photos goes on at once: the next are decoded while one is in the network. */
const IN_FLIGHT = 3;

/**
 * Works on items a few at a time and hands the results over in the items' order.
 * @param work must not reject; a failure is part of its result
 */
export async function* inFlight<T, R>(items: readonly T[], work: (item: T) => Promise<R>): AsyncGenerator<R> {
  const running: Promise<R>[] = [];
  for (const item of items) {
    running.push(work(item));
    const first = running.length >= IN_FLIGHT ? running.shift() : undefined;
    if (first) yield await first;
  }
  for (const rest of running) yield await rest;
}
