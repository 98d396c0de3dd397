import { describe, expect, it } from "vitest";
import type { Job } from "@/lib/contracts/jobs";
import { spokenDuration } from "./duration";
import { withJob } from "./use-job";

const job = (id: string, state: Job["state"]): Job => ({
  id,
  kind: "import",
  state,
  params: {},
  progress: null,
  secondsLeft: null,
  result: null,
  error: null,
  createdBy: "u",
  createdAt: "2026-01-01T00:00:00.000Z",
  startedAt: null,
  endedAt: null,
  updatedAt: "2026-01-01T00:00:00.000Z",
});

describe("withJob", () => {
  it("puts a new job in front and a known one in its place", () => {
    const [a, b] = [job("a", "running"), job("b", "done")];
    expect(withJob(undefined, a)).toEqual([a]);
    expect(withJob([b], a)).toEqual([a, b]);
    const ended = job("a", "done");
    expect(withJob([b, a], ended)).toEqual([b, ended]);
  });
});

describe("spokenDuration", () => {
  it.each([
    [0, "seconds", 5],
    [12, "seconds", 10],
    [54, "seconds", 55],
    [55, "minutes", 1],
    [89, "minutes", 1],
    [90, "minutes", 2],
    [5_399, "minutes", 90],
    [5_400, "hours", 1.5],
    [9_100, "hours", 2.5],
  ] as const)("says %s s in %s: %s", (seconds, unit, value) => {
    expect(spokenDuration(seconds)).toEqual({ unit, value });
  });
});
