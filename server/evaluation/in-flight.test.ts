import { expect, it } from "vitest";
import { inFlight } from "./in-flight";

async function collect<R>(results: AsyncGenerator<R>): Promise<R[]> {
  const all: R[] = [];
  for await (const result of results) all.push(result);
  return all;
}

it("keeps the order whatever ends first, with at most three at once", async () => {
  let now = 0;
  let most = 0;
  const work = async (ms: number) => {
    most = Math.max(most, ++now);
    await new Promise((resolve) => setTimeout(resolve, ms));
    now--;
    return ms;
  };
  const items = [30, 1, 20, 1, 10, 1];
  expect(await collect(inFlight(items, work))).toEqual(items);
  expect(most).toBe(3);
});

it("ends for nothing at all", async () => {
  expect(await collect(inFlight([], async () => 1))).toEqual([]);
});
