import { expect, it } from "vitest";
import { inParallel } from "./in-parallel";

it("keeps the order whatever ends first, with four at once", async () => {
  const ends: (() => void)[] = [];
  let [now, most] = [0, 0];
  const work = async (item: number) => {
    most = Math.max(most, ++now);
    await new Promise<void>((resolve) => ends.push(resolve));
    now--;
    return item * 2;
  };
  const told: number[] = [];
  const all = inParallel([1, 2, 3, 4, 5, 6], work, { onProgress: (done) => told.push(done) });
  // the last that began ends first
  while (told.length < 6) {
    ends.pop()?.();
    await new Promise(setImmediate);
  }
  expect(await all).toEqual([2, 4, 6, 8, 10, 12]);
  expect(most).toBe(4);
  expect(told).toEqual([1, 2, 3, 4, 5, 6]);
});

it("begins nothing after a failure, and ends when what was under way has ended", async () => {
  const begun: number[] = [];
  let ended = 0;
  const work = async (item: number) => {
    begun.push(item);
    if (item === 1) throw new Error("unreadable");
    await new Promise(setImmediate);
    ended++;
  };
  await expect(inParallel([1, 2, 3, 4, 5, 6, 7, 8], work)).rejects.toThrow("unreadable");
  expect(begun).toEqual([1, 2, 3, 4]);
  expect(ended).toBe(3);
});

it("begins nothing once it is cancelled", async () => {
  const gone = new AbortController();
  const begun: number[] = [];
  const work = async (item: number) => {
    begun.push(item);
    if (item === 4) gone.abort();
    await new Promise(setImmediate);
  };
  const all = inParallel([1, 2, 3, 4, 5, 6, 7, 8], work, { signal: gone.signal });
  await expect(all).rejects.toMatchObject({ code: "detection/cancelled" });
  expect(begun).toEqual([1, 2, 3, 4]);
});
