/** Tests, journeys and stages of `npm test` that run a documented command, by the command's beginning. */
export interface RunElsewhere {
  /** The command, or what it begins with; the longest that fits counts. */
  readonly command: string;
  /** File that runs it, from the project's folder. */
  readonly by: string;
  /** Text in that file that shows it; a test fails when it is gone. */
  readonly proof: string;
}

/** A training run calls them one after the other, where training is installed. */
const FLOW = "e2e/journeys/loop.spec.ts";
const FLOW_PROOF = "a training run and a champion that the next photo runs on";

const CI = ".ci/run";
const ALL = "scripts/test.ts";
const START = "server/start.test.ts";
const CLI = "server/cli/cli.test.ts";

export const RUN_ELSEWHERE: readonly RunElsewhere[] = [
  { command: "npm install", by: CI, proof: "npm install --include=dev" },
  { command: "npm test", by: CI, proof: "npm test" },
  { command: "npm start", by: START, proof: "startProcess" },
  { command: "npm start -- --lan", by: "server/start/settings.test.ts", proof: '["--lan"]' },
  { command: "PORT=3001 npm start", by: START, proof: "PORT: String(" },
  { command: "npm run check", by: ALL, proof: '"unit" : "check"' },
  {
    command: "npm run boundaries",
    by: "package.json",
    proof: "npm run types && npm run boundaries && npm run unit",
  },
  { command: "npm run build", by: ALL, proof: "ensureBuild(" },
  { command: "npm run build:worker", by: "scripts/build-worker.test.ts", proof: "buildWorker" },
  { command: "npm run e2e", by: ALL, proof: '["run", "e2e"' },
  { command: "npm run e2e -- -g library", by: ALL, proof: '["run", "e2e"' },
  { command: "npm run e2e -- loop.spec", by: "e2e/journeys/loop.spec.ts", proof: "test(" },
  { command: "npm run fuzz", by: "scripts/fuzz/fuzz.test.ts", proof: "runCase(" },
  { command: "npx vitest run", by: "package.json", proof: '"unit": "vitest run"' },
  {
    command: "FORAGE_INSTALL_TEST_TOOLS=1 npx vitest run server/datasets/dvc",
    by: ALL,
    proof: 'FORAGE_INSTALL_TEST_TOOLS: "1"',
  },
  { command: "npx forage detect", by: CLI, proof: 'forage("detect"' },
  { command: "npx forage eval", by: CLI, proof: 'forage("eval"' },
  { command: "npx forage eval SET --without FILE", by: CLI, proof: '"--without"' },
  {
    command: "npx forage calibrate --foods",
    by: "server/calibration/read-foods.test.ts",
    proof: "readFoodsOn(",
  },
  {
    command: "npx forage model import",
    by: "server/model-import/import-model.test.ts",
    proof: "importModel(",
  },
  {
    command: "npx forage data export --version 3 --format yolo --out team-data/fruit --dvc",
    by: "server/datasets/dvc/real-dvc.test.ts",
    proof: "dvc",
  },
  { command: "dvc pull", by: "server/datasets/dvc/real-dvc.test.ts", proof: '"pull"' },
  ...[
    "data export",
    "data check",
    "eval",
    "train-report",
    "model import",
    "model gate",
    "model register",
  ].map((words) => ({
    command: `forage ${words}`,
    by: FLOW,
    proof: FLOW_PROOF,
  })),
  {
    command: "npx forage data export",
    by: "scripts/docs/documented-commands.test.ts",
    proof: "--version 7 --format yolo",
  },
  { command: "npm run training:setup -- --light", by: CI, proof: "training-setup.sh --light" },
  { command: ".venv/bin/python -m pytest", by: ALL, proof: '"-m", "pytest"' },
  { command: ".venv/bin/mypy .", by: ALL, proof: '["-m", "mypy", "."]' },
  { command: ".venv/bin/ruff check .", by: ALL, proof: '["-m", "ruff", "check", "."]' },
  { command: ".venv/bin/ruff format --check .", by: ALL, proof: '["-m", "ruff", "format", "--check", "."]' },
  {
    command: "python -m forage_training.flow.cluster",
    by: "training/tests/flow/cluster_test.py",
    proof: "compile_flow(",
  },
];

/** Parts of a line that only lead to the next command. */
export const ONLY_LEADS: readonly RegExp[] = [/^cd \S+$/];

/** Which test runs a command; undefined when none is known. */
export function runElsewhere(text: string): RunElsewhere | undefined {
  return RUN_ELSEWHERE.filter(({ command }) => text === command || text.startsWith(`${command} `)).toSorted(
    (a, b) => b.command.length - a.command.length,
  )[0];
}
