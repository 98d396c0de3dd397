import { z } from "zod";

/** How many tests of one runner passed and failed; skipped ones are neither. */
export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  /** Names of the failed ones, where the report has them. */
  readonly failures?: readonly string[];
  /** How long each took, where the report says: files of unit tests, single journeys. */
  readonly times?: readonly TestTime[];
}

export interface TestTime {
  readonly name: string;
  readonly seconds: number;
}

export const NO_TESTS: TestCounts = { passed: 0, failed: 0 };

export function addCounts(all: readonly TestCounts[]): TestCounts {
  return all.reduce((a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed }), NO_TESTS);
}

/** What a person wants to know first: a line for each test that failed. */
export function namedLines(counts: TestCounts): readonly string[] {
  return (counts.failures ?? []).map((name) => `  failed: ${name}`);
}

/** A line for each of the slowest, the slowest first. */
export function slowestLines(counts: TestCounts, most = 10): readonly string[] {
  return (counts.times ?? [])
    .toSorted((a, b) => b.seconds - a.seconds)
    .slice(0, most)
    .map(({ name, seconds }) => `${seconds.toFixed(1).padStart(8)} s  ${name}`);
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
        startTime: z.number().default(0),
        endTime: z.number().default(0),
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
  const times = testResults.map(({ name, startTime, endTime }) => ({
    name,
    seconds: (endTime - startTime) / 1_000,
  }));
  return { passed, failed: success ? failed : Math.max(failed, 1), failures, times };
}

interface PlaywrightSuite {
  readonly specs: readonly {
    readonly title: string;
    readonly tests: readonly {
      readonly status: string;
      readonly results: readonly { readonly duration: number }[];
    }[];
  }[];
  readonly suites: readonly PlaywrightSuite[];
}

const playwrightTest = z.object({
  status: z.string(),
  results: z.array(z.object({ duration: z.number() })).default([]),
});

const playwrightSuite: z.ZodType<PlaywrightSuite> = z.lazy(() =>
  z.object({
    specs: z.array(z.object({ title: z.string(), tests: z.array(playwrightTest) })).default([]),
    suites: z.array(playwrightSuite).default([]),
  }),
);

const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number() }),
  suites: z.array(playwrightSuite).default([]),
});

/** Every journey of the report with its result. */
function journeysIn(suites: readonly PlaywrightSuite[]) {
  return suites.flatMap((suite): readonly (TestTime & { readonly status: string })[] => [
    ...suite.specs.flatMap(({ title, tests }) =>
      tests.map(({ status, results }) => ({
        name: title,
        status,
        seconds: results.reduce((sum, { duration }) => sum + duration, 0) / 1_000,
      })),
    ),
    ...journeysIn(suite.suites),
  ]);
}

/** Reads Playwright's JSON report. */
export function readPlaywrightCounts(report: unknown): TestCounts {
  const { stats, suites } = playwrightReport.parse(report);
  const journeys = journeysIn(suites);
  return {
    passed: stats.expected,
    failed: stats.unexpected,
    failures: journeys.filter(({ status }) => status === "unexpected").map(({ name }) => name),
    times: journeys.map(({ name, seconds }) => ({ name, seconds })),
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
