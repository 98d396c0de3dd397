import { z } from "zod";

/** How many tests of one runner passed and failed; skipped ones are neither. */
export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  /** Names of the failed ones, where the report has them. */
  readonly failures?: readonly string[];
  /** Names of those that passed only when tried again; they count as passed. */
  readonly retried?: readonly string[];
}

export const NO_TESTS: TestCounts = { passed: 0, failed: 0 };

export function addCounts(all: readonly TestCounts[]): TestCounts {
  return all.reduce((a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed }), NO_TESTS);
}

/** What a person wants to know first: a line for each test that failed or had to be tried again. */
export function namedLines(counts: TestCounts): readonly string[] {
  return [
    ...(counts.failures ?? []).map((name) => `  failed: ${name}`),
    ...(counts.retried ?? []).map((name) => `  passed only when tried again: ${name}`),
  ];
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
  testResults: z
    .array(
      z.object({
        name: z.string(),
        status: z.string(),
        assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
      }),
    )
    .default([]),
});

/** Reads vitest's JSON report; a file that failed before its tests counts as one failure. */
export function readVitestCounts(report: unknown): TestCounts {
  const { numPassedTests: passed, numFailedTests: failed, success, testResults } = vitestReport.parse(report);
  const failures = testResults.flatMap(({ name, status, assertionResults }) => {
    const tests = assertionResults.filter((test) => test.status === "failed").map((test) => test.fullName);
    return tests.length > 0 || status !== "failed" ? tests : [name];
  });
  return { passed, failed: success ? failed : Math.max(failed, 1), failures };
}

interface PlaywrightSuite {
  readonly specs: readonly {
    readonly title: string;
    readonly tests: readonly { readonly status: string }[];
  }[];
  readonly suites: readonly PlaywrightSuite[];
}

const playwrightSuite: z.ZodType<PlaywrightSuite> = z.lazy(() =>
  z.object({
    specs: z
      .array(z.object({ title: z.string(), tests: z.array(z.object({ status: z.string() })) }))
      .default([]),
    suites: z.array(playwrightSuite).default([]),
  }),
);

const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number() }),
  suites: z.array(playwrightSuite).default([]),
});

/** Titles of the journeys that ended as `status` says. */
function titlesWith(status: string, suites: readonly PlaywrightSuite[]): readonly string[] {
  return suites.flatMap((suite) => [
    ...suite.specs.filter(({ tests }) => tests.some((t) => t.status === status)).map(({ title }) => title),
    ...titlesWith(status, suite.suites),
  ]);
}

/** Reads Playwright's JSON report; a journey that passed when tried again counts as passed, and is named. */
export function readPlaywrightCounts(report: unknown): TestCounts {
  const { stats, suites } = playwrightReport.parse(report);
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected,
    failures: titlesWith("unexpected", suites),
    retried: titlesWith("flaky", suites),
  };
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
