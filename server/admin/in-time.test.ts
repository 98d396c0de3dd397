import { expect, it, vi } from "vitest";
import { inTime, LATE } from "./in-time";

it("hands on an answer or a failure that comes in time", async () => {
  expect(await inTime("a", async () => 7, 10_000)).toBe(7);
  await expect(inTime("b", () => Promise.reject(new Error("gone")), 10_000)).rejects.toThrow("gone");
});

it("goes on without an answer, asks what hangs once, and asks anew after it has answered", async () => {
  let answer: (value: string) => void = () => undefined;
  const ask = vi.fn(() => new Promise<string>((resolve) => (answer = resolve)));
  expect(await inTime("disk", ask, 1)).toBe(LATE);
  expect(await inTime("disk", ask, 1)).toBe(LATE);
  expect(ask).toHaveBeenCalledTimes(1);
  const last = inTime("disk", ask, 10_000);
  answer("late, but here");
  expect(await last).toBe("late, but here");
  const next = inTime("disk", ask, 10_000);
  answer("again");
  expect(await next).toBe("again");
  expect(ask).toHaveBeenCalledTimes(2);
});
