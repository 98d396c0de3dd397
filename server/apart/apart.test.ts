import { expect, it, vi } from "vitest";
import { runApart } from "./service";

// starts threads that load the sources
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const task = (name: string, input?: unknown, more: object = {}) =>
  runApart({
    module: "server/apart/testing/tasks.ts",
    name,
    input,
    timeoutMs: 60_000,
    what: "This text",
    ...more,
  });

it("brings back what the function gives, many times over", async () => {
  expect(await Promise.all([1, 2, 3, 4, 5].map((n) => task("double", n)))).toEqual([2, 4, 6, 8, 10]);
});

it("brings back an expected failure as it is, and a surprise as one", async () => {
  await expect(task("refuse")).rejects.toMatchObject({
    code: "recipe/none-found",
    facts: { host: "example.org" },
  });
  await expect(task("fail")).rejects.toThrow("no such thing");
});

it("goes on answering while a thread is stuck, ends it when its time is over, and works on", async () => {
  const stuck = task("forEver", undefined, { timeoutMs: 500 });
  let turns = 0;
  const timer = setInterval(() => turns++, 5);
  await expect(stuck).rejects.toMatchObject({ code: "text/too-complex", facts: { what: "This text" } });
  clearInterval(timer);
  expect(turns).toBeGreaterThan(10);
  expect(await task("double", 4)).toBe(8);
});

it("ends a thread that nobody waits for, also one that waits for its turn", async () => {
  const gone = new AbortController();
  const all = [1, 2, 3, 4].map(() => task("forEver", undefined, { signal: gone.signal }));
  setTimeout(() => gone.abort(), 300);
  const ends = await Promise.allSettled(all);
  expect(ends.map((one) => one.status === "rejected" && one.reason.code)).toEqual(
    Array.from({ length: 4 }, () => "detection/cancelled"),
  );
  expect(await task("double", 1)).toBe(2);
});

it("says so when what is read is nested too deep or fills the memory, and works on", async () => {
  await expect(task("deep", 1_000_000)).rejects.toMatchObject({ code: "text/too-complex" });
  await expect(task("fill")).rejects.toMatchObject({ code: "text/too-complex" });
  expect(await task("double", 3)).toBe(6);
});
