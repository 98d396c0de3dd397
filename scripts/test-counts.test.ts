import { describe, expect, it } from "vitest";
import {
  addCounts,
  closingLine,
  namedLines,
  placesToRepeat,
  readJunitCounts,
  readPlaywrightCounts,
  readVitestCounts,
  slowestLines,
  withExitCode,
  withSecondRun,
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
      times: [],
    });
  });

  it("names the tests that failed, and the file where none could run", () => {
    const message = "\u001B[31mexpected 1\u001B[39m\n\nto be 2";
    const assertionResults = [
      { fullName: "a box is kept", status: "passed" },
      { fullName: "a box is dropped", status: "failed", failureMessages: [message] },
    ];
    const counts = readVitestCounts({
      numPassedTests: 1,
      numFailedTests: 1,
      success: false,
      testResults: [
        { name: "a.test.ts", status: "failed", assertionResults },
        { name: "b.test.ts", status: "failed", message: "no such import", assertionResults: [] },
      ],
    });
    expect(namedLines(counts)).toEqual([
      "  failed: a box is dropped",
      "      expected 1",
      "      to be 2",
      "  failed: b.test.ts",
      "      no such import",
    ]);
  });

  it("counts journeys of all depths, and names those that failed", () => {
    const spec = (title: string, status: string, ...durations: number[]) => ({
      title,
      tests: [
        {
          status,
          projectName: "library",
          results: durations.map((duration) => ({ duration, errors: [{ message: "no such row" }] })),
        },
      ],
    });
    const inner = { specs: [spec("saves", "expected", 2_500), spec("opens", "skipped")], suites: [] };
    const report = {
      stats: { expected: 1, unexpected: 1, flaky: 0, skipped: 1 },
      suites: [{ specs: [spec("deletes", "unexpected", 40_000)], suites: [inner] }],
    };
    const counts = readPlaywrightCounts(report);
    expect(counts).toMatchObject({ passed: 1, failed: 1 });
    expect(namedLines(counts)).toEqual(["  failed: deletes", "      no such row"]);
    expect(placesToRepeat(counts)).toEqual(["library"]);
    expect(slowestLines(counts, 2)).toEqual(["    40.0 s  deletes", "     2.5 s  saves"]);
  });

  it("takes the time of a file of unit tests from its begin and end", () => {
    const file = (name: string, startTime: number, endTime: number) => {
      return { name, status: "passed", startTime, endTime, assertionResults: [] };
    };
    const testResults = [file("a.test.ts", 1_000, 1_250), file("b.test.ts", 1_000, 9_000)];
    const counts = readVitestCounts({ numPassedTests: 2, numFailedTests: 0, success: true, testResults });
    expect(slowestLines(counts)).toEqual(["     8.0 s  b.test.ts", "     0.3 s  a.test.ts"]);
  });

  describe("a second run", () => {
    const failure = (name: string, place: string) => ({ name, place, message: "said" });
    const first = {
      passed: 7,
      failed: 3,
      failures: [failure("a", "one"), failure("b", "one"), failure("c", "two")],
    };

    it("is of each place that failed, once", () => {
      expect(placesToRepeat(first)).toEqual(["one", "two"]);
    });

    it("is not made when all passed, much failed, or something failed that is no test", () => {
      expect(placesToRepeat({ passed: 7, failed: 0, failures: [] })).toBeUndefined();
      expect(placesToRepeat(first, 1)).toBeUndefined();
      expect(placesToRepeat({ ...first, failed: 4 })).toBeUndefined();
    });

    it("leaves what is broken failed, and tells what passed then with what it said at first", () => {
      const both = withSecondRun(first, { passed: 4, failed: 1, failures: [failure("c", "two")] });
      expect(both).toMatchObject({ passed: 9, failed: 1 });
      expect(namedLines(both)).toEqual([
        "  failed: c",
        "      said",
        "  unsteady, passed in a second run: a",
        "      said",
        "  unsteady, passed in a second run: b",
        "      said",
      ]);
    });

    it("proves nothing when it could not report", () => {
      expect(withSecondRun(first, withExitCode({ passed: 0, failed: 0 }, 1))).toEqual(first);
      expect(withSecondRun(first, { passed: 0, failed: 0 })).toEqual(first);
    });
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
