import { describe, expect, it } from "vitest";
import { benchPage, formatFigure, formatRatio } from "./table";

describe("benchmark table", () => {
  it("gives times and sizes their unit", () => {
    expect(formatFigure(0.2345, "ms")).toBe("0.234 ms");
    expect(formatFigure(123.4, "ms")).toBe("123 ms");
    expect(formatFigure(1_523_000, "bytes")).toBe("1.52 MB");
    expect(formatFigure(999, "bytes")).toBe("1.0 kB");
    expect(formatFigure(undefined, "ms")).toBe("–");
  });

  it("divides ours by the peer's", () => {
    // 50 / 100 = 0.5
    expect(formatRatio({ group: "server", name: "x", unit: "ms", ours: 50, peer: 100 })).toBe("0.50×");
    expect(formatRatio({ group: "server", name: "x", unit: "ms", ours: 50 })).toBe("–");
  });

  it("leaves out a part without rows", () => {
    const rows = [{ group: "server" as const, name: "a | b", unit: "ms" as const, ours: 1, runs: 3 }];
    const page = benchPage({ measuredAt: "2026-01-01T00:00:00Z", machine: "m", rows });
    expect(page).toContain("| a \\| b | 1.00 ms | – | – | 3 |  |");
    expect(page).not.toContain("In the browser");
  });
});
