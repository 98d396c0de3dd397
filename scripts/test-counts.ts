import { z } from "zod";

/** How many tests of one runner passed and failed; skipped ones are neither. */
export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
}

export const NO_TESTS: TestCounts = { passed: 0, failed: 0 };

export function addCounts(all: readonly TestCounts[]): TestCounts {
  return all.reduce((a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed }), NO_TESTS);
}

/**
 * A runner that exits with an error counts as at least one failure, also when it says that every test passed
 * (an import that throws, a missing report).
 */
export function withExitCode(counts: TestCounts, exitCode: number): TestCounts {
  return exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  success: z.boolean(),
});

/** Reads vitest's JSON report; a file that failed before its tests counts as one failure. */
export function readVitestCounts(report: unknown): TestCounts {
  const { numPassedTests: passed, numFailedTests: failed, success } = vitestReport.parse(report);
  return { passed, failed: success ? failed : Math.max(failed, 1) };
}

const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number() }),
});

/** Reads Playwright's JSON report; a flaky test is a failed one. */
export function readPlaywrightCounts(report: unknown): TestCounts {
  const { expected, unexpected, flaky } = playwrightReport.parse(report).stats;
  return { passed: expected, failed: unexpected + flaky };
}

/** Reads pytest's JUnit file. @throws RangeError when it holds no test suite */
export function readJunitCounts(xml: string): TestCounts {
  const suite = /<testsuite [^>]*>/.exec(xml)?.[0];
  if (suite === undefined) throw new RangeError("not a JUnit report");
  const number = (name: string) => Number(new RegExp(` ${name}="(\\d+)"`).exec(suite)?.[1] ?? 0);
  const failed = number("failures") + number("errors");
  return { passed: number("tests") - failed - number("skipped"), failed };
}

/** The line that machines read. */
export function closingLine(counts: TestCounts): string {
  return `${counts.passed} passed, ${counts.failed} failed`;
}
