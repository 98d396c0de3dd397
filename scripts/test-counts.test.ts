import { describe, expect, it } from "vitest";
import {
  addCounts,
  closingLine,
  namedLines,
  readJunitCounts,
  readPlaywrightCounts,
  readVitestCounts,
  withExitCode,
} from "./test-counts";

describe("test counts", () => {
  it("adds runners and prints the closing line", () => {
    const all = addCounts([
      { passed: 3, failed: 0 },
      { passed: 4, failed: 2 },
    ]);
    expect(closingLine(all)).toBe("7 passed, 2 failed");
  });

  it("counts a runner that failed without a failed test as one failure", () => {
    expect(withExitCode({ passed: 9, failed: 0 }, 1)).toEqual({ passed: 9, failed: 1 });
    expect(withExitCode({ passed: 9, failed: 2 }, 1)).toEqual({ passed: 9, failed: 2 });
    expect(withExitCode({ passed: 9, failed: 0 }, 0)).toEqual({ passed: 9, failed: 0 });
  });

  it("counts a vitest file that could not be loaded", () => {
    expect(readVitestCounts({ numPassedTests: 5, numFailedTests: 0, success: false })).toEqual({
      passed: 5,
      failed: 1,
      failures: [],
    });
  });

  it("names the tests that failed, and the file where none could run", () => {
    const assertionResults = [
      { fullName: "a box is kept", status: "passed" },
      { fullName: "a box is dropped", status: "failed" },
    ];
    const counts = readVitestCounts({
      numPassedTests: 1,
      numFailedTests: 1,
      success: false,
      testResults: [
        { name: "a.test.ts", status: "failed", assertionResults },
        { name: "b.test.ts", status: "failed", assertionResults: [] },
      ],
    });
    expect(namedLines(counts)).toEqual(["  failed: a box is dropped", "  failed: b.test.ts"]);
  });

  it("counts a journey that passed when tried again as passed, and names it", () => {
    const spec = (title: string, status: string) => ({ title, tests: [{ status }] });
    const inner = { specs: [spec("saves", "flaky"), spec("opens", "expected")], suites: [] };
    const report = {
      stats: { expected: 1, unexpected: 1, flaky: 1, skipped: 2 },
      suites: [{ specs: [spec("deletes", "unexpected")], suites: [inner] }],
    };
    const counts = readPlaywrightCounts(report);
    expect(counts).toMatchObject({ passed: 2, failed: 1 });
    expect(namedLines(counts)).toEqual(["  failed: deletes", "  passed only when tried again: saves"]);
  });

  it("leaves skipped Python tests out", () => {
    const xml =
      '<testsuites><testsuite name="pytest" errors="1" failures="2" skipped="3" tests="10" time="1.2">';
    // 10 - 1 - 2 - 3 = 4 passed
    expect(readJunitCounts(xml)).toEqual({ passed: 4, failed: 3 });
  });

  it("refuses a file that is no report", () => {
    expect(() => readJunitCounts("")).toThrow(RangeError);
    expect(() => readVitestCounts({})).toThrow();
  });
});
