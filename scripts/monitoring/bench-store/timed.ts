/** Runs something several times and prints how long it took: the middle, the first and the slowest. */
export async function timed<T>(what: string, work: () => Promise<T>, times = 1): Promise<T> {
  const taken: number[] = [];
  let result: T | undefined;
  for (let time = 0; time < times; time++) {
    const started = performance.now();
    result = await work();
    taken.push(performance.now() - started);
  }
  const [first = 0] = taken;
  const sorted = taken.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const text = (ms: number) => ms.toFixed(ms < 10 ? 1 : 0);
  const many =
    times > 1 ? `, the first ${text(first)} ms, the slowest ${text(sorted.at(-1) ?? 0)} ms of ${times}` : "";
  console.log(`${what.padEnd(34)} ${text(middle).padStart(8)} ms${many}`);
  return result as T;
}
