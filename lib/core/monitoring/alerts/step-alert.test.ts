import { describe, expect, it } from "vitest";
import { type AlertLevels, type AlertState, QUIET, stepAlert } from "./step-alert";

const LEVELS: AlertLevels = { direction: "above", raiseAt: 0.5, clearAt: 0.3, raiseAfter: 2, clearAfter: 2 };

/** What is told at each of these readings, from quiet on. */
function told(values: readonly (number | null)[], levels = LEVELS, of = (index: number) => `${index}`) {
  let state: AlertState = QUIET;
  return values.map((value, index) => {
    const step = stepAlert(levels, state, {
      value,
      of: of(index),
      at: `2026-11-${String(index + 1).padStart(2, "0")}`,
    });
    state = step.state;
    return step.told && `${step.told.kind} since ${step.told.since.slice(-2)}`;
  });
}

describe("an alert", () => {
  it("is told once, after enough looks in a row, with the first of them", () => {
    expect(told([0.1, 0.5, 0.9, 0.9, 0.9])).toEqual([null, null, "raised since 02", null, null]);
  });

  it("of one look alone is not told", () => {
    expect(told([0.9, 0.1, 0.9, 0.1])).toEqual([null, null, null, null]);
  });

  it("does not flap between its two levels", () => {
    expect(told([0.9, 0.9, 0.4, 0.6, 0.4, 0.6, 0.4])).toEqual([
      null,
      "raised since 01",
      ...new Array(5).fill(null),
    ]);
  });

  it("is over after enough good looks in a row, and can be told again", () => {
    expect(told([0.9, 0.9, 0.3, 0.4, 0.3, 0.2, 0.9, 0.9])).toEqual([
      ...[null, "raised since 01", null, null, null],
      "cleared since 05",
      ...[null, "raised since 07"],
    ]);
  });

  it("stays as it is while there are too few events to say: those looks count for nothing", () => {
    expect(told([0.9, null, 0.9, null, null, 0.1, null, 0.1])).toEqual([
      ...[null, null, "raised since 01", null, null, null, null],
      "cleared since 06",
    ]);
  });

  it("counts a day that is looked at again and again once", () => {
    const sameDay = (index: number) => (index < 4 ? "monday" : "tuesday");
    expect(told([0.9, 0.9, 0.9, 0.9, 0.9], LEVELS, sameDay)).toEqual([
      ...[null, null, null, null],
      "raised since 01",
    ]);
    // the day got better in its course: it speaks for nothing
    expect(told([0.9, 0.9, 0.9, 0.1, 0.9], LEVELS, sameDay)).toEqual(new Array(5).fill(null));
  });

  it("may be of a value that falls", () => {
    const falling: AlertLevels = { ...LEVELS, direction: "below", raiseAt: 0.3, clearAt: 0.5, raiseAfter: 1 };
    expect(told([0.6, 0.3, 0.4, 0.5, 0.5], falling)).toEqual([
      null,
      "raised since 02",
      null,
      null,
      "cleared since 04",
    ]);
  });

  it("with one level for both clears only past it", () => {
    const one: AlertLevels = { ...LEVELS, clearAt: 0.5, raiseAfter: 1, clearAfter: 1 };
    expect(told([0.5, 0.5, 0.49], one)).toEqual(["raised since 01", null, "cleared since 03"]);
  });

  it.each([
    ["that could never clear", { ...LEVELS, clearAt: 0.6 }],
    ["below, that could never clear", { ...LEVELS, direction: "below", raiseAt: 0.5, clearAt: 0.3 }],
    ["of no look", { ...LEVELS, raiseAfter: 0 }],
    ["of half a look", { ...LEVELS, clearAfter: 1.5 }],
  ] as const)("with levels %s is refused", (_, levels) => {
    expect(() => told([0.1], levels as AlertLevels)).toThrow(RangeError);
  });
});
