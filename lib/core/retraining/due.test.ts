import { describe, expect, it } from "vitest";
import { causeDue, type RetrainingState, tooLittle } from "./due";

const NOW = new Date("2026-11-30T12:00:00Z");
const hoursAgo = (hours: number) => new Date(NOW.getTime() - hours * 3_600_000);
const due = (state: Partial<RetrainingState>) =>
  causeDue(
    { afterCorrections: null, onDrift: false, nextAt: null, driftAt: null, newCorrections: 0, ...state },
    NOW,
  );

describe("a retraining is due", () => {
  it("never, where nothing asks for it", () => expect(due({ newCorrections: 1_000 })).toBeUndefined());
  it("with the last of the corrections", () => {
    expect(due({ afterCorrections: 50, newCorrections: 49 })).toBeUndefined();
    expect(due({ afterCorrections: 50, newCorrections: 50 })).toBe("corrections");
  });
  it("from its time on", () => {
    expect(due({ nextAt: hoursAgo(-1) })).toBeUndefined();
    expect(due({ nextAt: NOW })).toBe("clock");
    expect(due({ nextAt: hoursAgo(48) })).toBe("clock");
  });
  it("for a drift that fired less than two weeks ago", () => {
    expect(due({ onDrift: true, driftAt: hoursAgo(14 * 24 - 1) })).toBe("drift");
    expect(due({ onDrift: true, driftAt: hoursAgo(14 * 24) })).toBeUndefined();
  });
  it("for no drift where that is not asked for", () =>
    expect(due({ onDrift: false, driftAt: NOW })).toBeUndefined());
});

describe("a version is too little", () => {
  it("below 40 to train on, or 10 to choose by", () => {
    expect(tooLittle({ train: 39, val: 10, frozen: 30 }, 30)).toBe("too-few-photos");
    expect(tooLittle({ train: 40, val: 9, frozen: 30 }, 30)).toBe("too-few-photos");
    expect(tooLittle({ train: 40, val: 10, frozen: 30 }, 30)).toBeUndefined();
  });
  it("where no frozen set is one that the gate judges", () =>
    expect(tooLittle({ train: 40, val: 10, frozen: 29 }, 30)).toBe("no-frozen"));
});
