/**
 * `npm test`: everything that is checked, in one command; `npm test -- check`, `journeys` or `training` some of it. Each stage streams its output; the counts of vitest,
 * Playwright and pytest are added up from their reports. A failed stage does not hide the later ones, except that
 * journeys need a build.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { sentenceOf } from "@/lib/contracts/error-sentences";
import { isAppError } from "@/lib/core/errors";
import { ensureBuild } from "@/server/start/build";
import { createSteps } from "@/server/start/steps";
import { provideChromium } from "./provide-chromium";
import { runStep } from "./run-step";
import {
  addCounts,
  closingLine,
  NO_TESTS,
  namedLines,
  placesToRepeat,
  readJunitCounts,
  readPlaywrightCounts,
  readVitestCounts,
  slowestLines,
  type TestCounts,
  withExitCode,
  withSecondRun,
} from "./test-counts";
import { lightPython, trainingPython } from "./training-python";

interface StageResult {
  readonly name: string;
  readonly ok: boolean;
  readonly counts: TestCounts;
  readonly seconds: number;
}

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const npm = "npm";
const write = (text: string) => void process.stdout.write(text);

async function stage(name: string, work: () => Promise<TestCounts>): Promise<StageResult> {
  console.log(`\n── ${name}`);
  const start = performance.now();
  const counts = await work();
  const seconds = Math.round((performance.now() - start) / 1000);
  return { name, ok: counts.failed === 0, counts, seconds };
}

/** Counts in a report file; a missing or unreadable report counts as none, and the exit code decides. */
function countsIn(path: string, read: (text: string) => TestCounts): TestCounts {
  try {
    return read(readFileSync(path, "utf8"));
  } catch (cause) {
    console.log(`No readable report at ${path}: ${String(cause)}`);
    return NO_TESTS;
  }
}

/**
 * Runs tests, and those places that failed once more by themselves: what passes then is told as unsteady, with its
 * message, and is a fault to mend; what is broken fails twice.
 * @param run runs all, or just the places it is given
 */
async function withRepeat(
  run: (places: readonly string[], report: string) => Promise<TestCounts>,
  scratch: string,
): Promise<TestCounts> {
  const first = await run([], join(scratch, "first.json"));
  const places = placesToRepeat(first);
  if (!places) return first;
  console.log(`\nOnce more, alone: ${places.join(", ")}`);
  return withSecondRun(first, await run(places, join(scratch, "second.json")));
}

const check = (scratch: string) =>
  withRepeat(async (files, report) => {
    rmSync(report, { force: true });
    const code = await runStep(npm, ["run", files.length > 0 ? "unit" : "check", "--", ...files], {
      cwd: root,
      env: { FORAGE_VITEST_JSON: report, FORAGE_INSTALL_TEST_TOOLS: "1" },
    });
    const counts = existsSync(report)
      ? countsIn(report, (text) => readVitestCounts(JSON.parse(text)))
      : NO_TESTS;
    return withExitCode(counts, code);
  }, scratch);

/** The same build that `npm start` makes and then finds. What it warns of counts as a failure. */
async function build(): Promise<TestCounts> {
  const distFolder = process.env.FORAGE_DIST_DIR ?? ".next";
  try {
    const warnings = await ensureBuild({ root, distFolder }, createSteps(write));
    console.log(warnings);
    return warnings ? { passed: 0, failed: 1 } : NO_TESTS;
  } catch (error) {
    console.log(isAppError(error) ? sentenceOf(error) : String(error));
    return withExitCode(NO_TESTS, 1);
  }
}

async function journeys(scratch: string): Promise<TestCounts> {
  const chromium = await provideChromium(root);
  if (chromium === undefined) return { passed: 0, failed: 1 };
  return withRepeat(async (projects, report) => {
    rmSync(report, { force: true });
    const env = {
      CHROME_PATH: chromium,
      PLAYWRIGHT_JSON_OUTPUT_NAME: report,
      NEXT_TELEMETRY_DISABLED: "1",
    };
    const chosen = projects.map((name) => `--project=${name}`);
    const code = await runStep(npm, ["run", "e2e", "--", "--reporter=list,json", ...chosen], {
      cwd: root,
      env,
    });
    return withExitCode(
      countsIn(report, (text) => readPlaywrightCounts(JSON.parse(text))),
      code,
    );
  }, scratch);
}

/** The checks that training/README.md requires before a change is merged. */
const PYTHON_CHECKS = [
  ["-m", "ruff", "check", "."],
  ["-m", "ruff", "format", "--check", "."],
  ["-m", "mypy", "."],
];

/** Without PyTorch its types are unknown, and what is built on them cannot be judged. */
const LIGHT_TYPES = ["-m", "mypy", "--allow-subclassing-any", "--no-warn-unused-ignores", "."];

async function training(python: string, isLight: boolean, scratch: string): Promise<TestCounts> {
  const cwd = join(root, "training");
  let isClean = true;
  const checks = isLight ? [...PYTHON_CHECKS.slice(0, 2), LIGHT_TYPES] : PYTHON_CHECKS;
  for (const args of checks) isClean = (await runStep(python, args, { cwd })) === 0 && isClean;
  const report = join(scratch, "pytest.xml");
  const args = ["-m", "pytest", "-q", `--junitxml=${report}`, ...(isLight ? ["--no-skips"] : [])];
  const code = await runStep(python, args, { cwd });
  return withExitCode(countsIn(report, readJunitCounts), isClean ? code : 1);
}

const PARTS = ["check", "journeys", "training"] as const;

async function main(asked: readonly string[]): Promise<number> {
  const unknown = asked.find((part) => !(PARTS as readonly string[]).includes(part));
  if (unknown !== undefined) {
    console.error(`There is no part "${unknown}"; there are ${PARTS.join(", ")}.`);
    return 2;
  }
  const has = (part: (typeof PARTS)[number]) => asked.length === 0 || asked.includes(part);
  const scratch = mkdtempSync(join(tmpdir(), "forage-test-"));
  const results: StageResult[] = [];
  const full = trainingPython(root);
  const python = full ?? lightPython(root);
  try {
    if (has("check"))
      results.push(await stage("check: format, types, boundaries, unit tests", () => check(scratch)));
    if (has("journeys")) {
      const built = await stage("build", build);
      results.push(built);
      if (built.ok) results.push(await stage("journeys in a browser", () => journeys(scratch)));
    }
    if (python && has("training"))
      results.push(await stage("training: ruff, mypy and tests", () => training(python, !full, scratch)));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }

  console.log("\n── summary");
  for (const result of results) {
    console.log(
      `${result.ok ? "ok    " : "FAILED"} ${result.name} (${closingLine(result.counts)}, ${result.seconds} s)`,
    );
    for (const named of namedLines(result.counts)) console.log(named);
  }
  for (const { name, counts } of results) {
    const slowest = slowestLines(counts);
    if (slowest.length > 0) console.log(`\nSlowest of ${name}:\n${slowest.join("\n")}`);
  }
  const line = closingLine(addCounts(results.map((result) => result.counts)));
  mkdirSync(join(root, "test-results"), { recursive: true });
  writeFileSync(join(root, "test-results", "summary.txt"), `${line}\n`);
  console.log(`\n${line}`);
  if (!full && has("training"))
    console.log(
      `${python ? "Training tests that need PyTorch" : "Training tests"} and the journey of the retraining loop were not run; \`npm run training:setup\` adds them.`,
    );
  return results.every((result) => result.ok) ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
