import { expect, it, vi } from "vitest";
import { type LineOptions, WaitingLine } from "./waiting-line";

let clock = 0;
const line = (options: Partial<LineOptions> = {}) => {
  clock = 0;
  return new WaitingLine<string>({
    capacity: 3,
    places: () => ({ all: 1, free: 0, ahead: 0 }),
    now: () => clock,
    ...options,
  });
};

it("gives photos out in the order in which they came", () => {
  const waiting = line();
  for (const name of ["a", "b", "c"]) waiting.add(name, 1_000, vi.fn());
  expect([waiting.take()?.work, waiting.take()?.work, waiting.take()?.work]).toEqual(["a", "b", "c"]);
  expect(waiting.take()).toBeUndefined();
});

it("refuses at once what finds it full, and has room again after one is taken", () => {
  const onRefused = vi.fn();
  const waiting = line({ capacity: 2, onRefused });
  waiting.add("a", 1_000, vi.fn());
  waiting.add("b", 1_000, vi.fn());
  expect(() => waiting.add("c", 1_000, vi.fn())).toThrowError(
    expect.objectContaining({ code: "detection/busy", facts: { seconds: 1, why: "full" } }),
  );
  expect(onRefused.mock.calls).toEqual([["full"]]);
  waiting.take();
  waiting.add("c", 1_000, vi.fn());
  expect(waiting.length).toBe(2);
});

it("refuses at once what would be answered too late, and says when to come again", () => {
  const waiting = line();
  waiting.noteWork(2_000);
  // half of the one that is worked on, then itself: 3 s; and one after the other for those who are refused: 1 s
  expect(() => waiting.checkRoom(2_900)).toThrowError(
    expect.objectContaining({ facts: { seconds: 4, why: "too-late" } }),
  );
  waiting.add("a", 3_000, vi.fn());
  // one more before it: 5 s
  expect(waiting.expectedMs()).toBe(5_000);
  expect(() => waiting.checkRoom(4_000)).toThrowError("detection/busy");
});

it("expects half the wait with twice the places", () => {
  let all = 1;
  const waiting = line({ places: () => ({ all, free: 0, ahead: 0 }) });
  waiting.noteWork(1_000);
  waiting.add("a", 60_000, vi.fn());
  expect(waiting.expectedMs()).toBe(2_500);
  all = 2;
  expect(waiting.expectedMs()).toBe(1_500);
});

it("refuses one whose turn comes too late for its answer, and gives out the next", () => {
  const waiting = line();
  const refuse = vi.fn();
  waiting.add("a", 1_000, refuse);
  waiting.add("b", 9_000, vi.fn());
  waiting.noteWork(200);
  // 801 + 200 are past 1,000
  clock = 801;
  expect(waiting.take()?.work).toBe("b");
  expect(refuse).toHaveBeenCalledWith(
    expect.objectContaining({ code: "detection/busy", facts: { seconds: 1, why: "expired" } }),
  );
});

it("forgets one that left: it is neither given out nor refused", () => {
  const waiting = line();
  const refuse = vi.fn();
  const left = waiting.add("a", 1_000, refuse);
  waiting.add("b", 1_000, vi.fn());
  expect(waiting.leave(left)).toBe(true);
  waiting.expire(left);
  expect(waiting.leave(left)).toBe(false);
  expect(waiting.take()?.work).toBe("b");
  expect(refuse).not.toHaveBeenCalled();
});

it("lets one through to a free place after very slow ones, and gives it out", () => {
  const waiting = line({ places: () => ({ all: 1, free: 1, ahead: 0 }) });
  waiting.noteWork(60_000);
  waiting.add("a", 1_000, vi.fn());
  expect(waiting.take()?.work).toBe("a");
});

it("tells those that it refuses to come at different times, none later than in half a minute", () => {
  const waiting = line({ capacity: 0 });
  waiting.noteWork(1_000);
  const told = Array.from({ length: 100 }, () => {
    try {
      waiting.checkRoom(60_000);
      return undefined;
    } catch (error) {
      return (error as { facts: { seconds: number } }).facts.seconds;
    }
  });
  // 1.5 s until it would be its turn, then half a second for each
  expect(told.slice(0, 5)).toEqual([2, 3, 3, 4, 4]);
  expect(told.at(-1)).toBe(30);
});
