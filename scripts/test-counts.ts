import { stripVTControlCharacters } from "node:util";
import { z } from "zod";

/** How many tests of one runner passed and failed; skipped ones are neither. */
export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  /** The failed ones, where the report has them. */
  readonly failures?: readonly TestFailure[];
  /** Those that failed at first and passed when their files were run once more, alone. */
  readonly unsteady?: readonly TestFailure[];
  /** How long each took, where the report says: files of unit tests, single journeys. */
  readonly times?: readonly TestTime[];
}

export interface TestTime {
  readonly name: string;
  readonly seconds: number;
}

export interface TestFailure {
  readonly name: string;
  /** What can be run again by itself: a file of unit tests, a project of journeys. */
  readonly place: string;
  /** What the test said, without colours; "" where the report has nothing. */
  readonly message: string;
}

export const NO_TESTS: TestCounts = { passed: 0, failed: 0 };

export function addCounts(all: readonly TestCounts[]): TestCounts {
  return all.reduce((a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed }), NO_TESTS);
}

/** Enough to see which step failed and why. */
const MESSAGE_LINES = 14;
const LINE_LENGTH = 300;

const told = (word: string, { name, message }: TestFailure): readonly string[] => [
  `  ${word}: ${name}`,
  ...message
    .split("\n")
    .filter((line) => line.trim() !== "")
    .slice(0, MESSAGE_LINES)
    .map((line) => `      ${line.trimEnd().slice(0, LINE_LENGTH)}`),
];

/** What a person wants to know first: each test that failed, or passed only in the second run, and what it said. */
export function namedLines({ failures = [], unsteady = [] }: TestCounts): readonly string[] {
  return [
    ...failures.flatMap((failure) => told("failed", failure)),
    ...unsteady.flatMap((failure) => told("unsteady, passed in a second run", failure)),
  ];
}

/** The places that are run once more; undefined when something failed that is no test, or too much did. */
export function placesToRepeat(
  { failed, failures = [] }: TestCounts,
  most = 3,
): readonly string[] | undefined {
  const places = [...new Set(failures.map(({ place }) => place))];
  return failures.length === failed && places.length > 0 && places.length <= most ? places : undefined;
}

/**
 * The counts of a run whose failed places ran once more. A place that failed again keeps its first failures.
 * @param again counts of the second run of just those places
 */
export function withSecondRun(first: TestCounts, again: TestCounts): TestCounts {
  const { failures = [] } = first;
  const isStill = new Set((again.failures ?? []).map(({ place }) => place));
  // a second run that could not report proves nothing
  if (again.passed === 0 || (again.failed > 0 && isStill.size === 0)) return first;
  const unsteady = failures.filter(({ place }) => !isStill.has(place));
  return {
    ...first,
    passed: first.passed + unsteady.length,
    failed: first.failed - unsteady.length,
    failures: failures.filter(({ place }) => isStill.has(place)),
    unsteady,
  };
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
        message: z.string().default(""),
        assertionResults: z.array(
          z.object({
            fullName: z.string(),
            status: z.string(),
            failureMessages: z.array(z.string()).default([]),
          }),
        ),
      }),
    )
    .default([]),
});

/** Reads vitest's JSON report; a file that failed before its tests counts as one failure. */
export function readVitestCounts(report: unknown): TestCounts {
  const { numPassedTests: passed, numFailedTests: failed, success, testResults } = vitestReport.parse(report);
  const failures = testResults.flatMap(({ name: place, status, message, assertionResults }) => {
    const tests = assertionResults
      .filter((test) => test.status === "failed")
      .map(({ fullName, failureMessages }) => ({
        name: fullName,
        place,
        message: stripVTControlCharacters(failureMessages.join("\n")),
      }));
    const whole = { name: place, place, message: stripVTControlCharacters(message) };
    return tests.length > 0 || status !== "failed" ? tests : [whole];
  });
  const times = testResults.map(({ name, startTime, endTime }) => ({
    name,
    seconds: (endTime - startTime) / 1_000,
  }));
  return { passed, failed: success ? failed : Math.max(failed, 1), failures, times };
}

const playwrightTest = z.object({
  status: z.string(),
  projectName: z.string().default(""),
  results: z
    .array(
      z.object({
        duration: z.number(),
        errors: z.array(z.object({ message: z.string().default("") })).default([]),
      }),
    )
    .default([]),
});

interface PlaywrightSuite {
  readonly specs: readonly {
    readonly title: string;
    readonly tests: readonly z.infer<typeof playwrightTest>[];
  }[];
  readonly suites: readonly PlaywrightSuite[];
}

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
  return suites.flatMap((suite): readonly (TestTime & TestFailure & { readonly status: string })[] => [
    ...suite.specs.flatMap(({ title, tests }) =>
      tests.map(({ status, projectName, results }) => ({
        name: title,
        place: projectName,
        message: stripVTControlCharacters(
          results.flatMap(({ errors }) => errors.map(({ message }) => message)).join("\n"),
        ),
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
    failures: journeys
      .filter(({ status }) => status === "unexpected")
      .map(({ name, place, message }) => ({ name, place, message })),
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
