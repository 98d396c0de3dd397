import { describe, expect, it } from "vitest";
import report from "@/docs/bench.json";
import { readReference } from "./bench-rows";

describe("readReference", () => {
  it("finds the rows of a whole photo in the benchmark's report", () => {
    const { rows, machine } = readReference(report);
    expect(machine).not.toBe("");
    expect(rows.map(({ program }) => program)).toEqual(["forage", "peer"]);
    for (const { networkMs, totalMs } of rows) expect(networkMs).toBeLessThan(totalMs);
  });

  it("has no row where the report has none", () => {
    const bare = { measuredAt: "2026-11-30T12:00:00.000Z", machine: "a machine", rows: [] };
    expect(readReference(bare)).toEqual({ ...bare });
  });
});
