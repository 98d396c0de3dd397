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

/** Journeys that train; `playwright.config.ts` collects them where PyTorch is installed. */
const TRAINING_JOURNEYS = ["loop", "second-trainer"];

/** @param only projects; all without any */
async function journeys(scratch: string, only: readonly string[] = []): Promise<TestCounts> {
  const chromium = await provideChromium(root);
  if (chromium === undefined) return { passed: 0, failed: 1 };
  return withRepeat(async (projects, report) => {
    rmSync(report, { force: true });
    const env = {
      CHROME_PATH: chromium,
      PLAYWRIGHT_JSON_OUTPUT_NAME: report,
      NEXT_TELEMETRY_DISABLED: "1",
    };
    const chosen = (projects.length > 0 ? projects : only).map((name) => `--project=${name}`);
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

/** Tests of what the environment with PyTorch lacks: kubernetes, cfn-lint. It would skip them. */
const ONLY_LIGHT = ["tests/flow/aws_test.py", "tests/flow/cluster_test.py"];

interface PythonRun {
  readonly checks: readonly (readonly string[])[];
  readonly options: readonly string[];
}

async function training(
  python: string,
  { checks, options }: PythonRun,
  scratch: string,
): Promise<TestCounts> {
  const cwd = join(root, "training");
  let isClean = true;
  for (const args of checks) isClean = (await runStep(python, args, { cwd })) === 0 && isClean;
  const report = join(scratch, "pytest.xml");
  rmSync(report, { force: true });
  const code = await runStep(python, ["-m", "pytest", "-q", `--junitxml=${report}`, ...options], { cwd });
  return withExitCode(countsIn(report, readJunitCounts), isClean ? code : 1);
}

/**
 * All tests in the environment with PyTorch where it is there, and in the light one what only that can run; else all
 * that needs no PyTorch in the light one.
 */
function pythonRuns(): readonly (PythonRun & { readonly name: string; readonly python: string })[] {
  const [full, light] = [trainingPython(root), lightPython(root)];
  const name = "training: ruff, mypy and tests";
  const rest = light ? ONLY_LIGHT.map((file) => `--ignore=${file}`) : [];
  if (full)
    return [
      { name, python: full, checks: PYTHON_CHECKS, options: rest },
      ...(light
        ? [
            {
              ...{ name: "training: clusters", python: light },
              ...{ checks: [], options: ["--no-skips", ...ONLY_LIGHT] },
            },
          ]
        : []),
    ];
  const checks = [...PYTHON_CHECKS.slice(0, 2), LIGHT_TYPES];
  return light ? [{ name, python: light, checks, options: ["--no-skips"] }] : [];
}

async function missingLight(): Promise<TestCounts> {
  console.log("It is not there: `npm run training:setup -- --light` makes it, or says what it lacks.");
  return withExitCode(NO_TESTS, 1);
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
  const [full, light] = [trainingPython(root), lightPython(root)];
  try {
    if (has("check"))
      results.push(await stage("check: format, types, boundaries, unit tests", () => check(scratch)));
    if (has("journeys") || (full && has("training"))) {
      const built = await stage("build", build);
      results.push(built);
      const only = has("journeys") ? [] : TRAINING_JOURNEYS;
      if (built.ok) results.push(await stage("journeys in a browser", () => journeys(scratch, only)));
    }
    for (const run of has("training") ? pythonRuns() : [])
      results.push(await stage(run.name, () => training(run.python, run, scratch)));
    // who asks for this part alone does not want it left out
    if (asked.includes("training") && !light)
      results.push(await stage("training: the light environment", missingLight));
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
      `${light ? "Training tests that need PyTorch" : "Training tests"} and the journey of the retraining loop were not run; \`npm run training:setup\` adds them.`,
    );
  return results.every((result) => result.ok) ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
