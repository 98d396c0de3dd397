/**
 * `npm run fuzz -- --seed 1 --runs 1000`: spoils files and requests, and looks for crashes, hangs, answers of 500 and
 * memory that grows. Every parser of foreign files runs in a process of its own; every procedure and route of the API
 * is called on its own app, or on the one that --address names. The same seed makes the same cases.
 *
 *     --only WORD      targets whose name holds the word ("labels", "onnx", "recipes.", "/api/v1/photos")
 *     --case N         that case alone, with its result
 *     --parsers        no requests; --requests no parsers
 *     --address URL    a running Forage whose data may be spoilt
 *     --json FILE      every finding, with its case number
 */
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { FuzzOutcome } from "./fuzz/case";
import { fuzzParser } from "./fuzz/run-parsers";
import { fuzzRequests } from "./fuzz/run-requests";
import { fuzzTable } from "./fuzz/table";
import { PARSER_TARGETS } from "./fuzz/targets";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    runs: { type: "string", default: "1000" },
    only: { type: "string", default: "" },
    case: { type: "string" },
    parsers: { type: "boolean", default: false },
    requests: { type: "boolean", default: false },
    address: { type: "string" },
    json: { type: "string" },
  },
});

const plan = {
  seed: Number(values.seed),
  runs: values.case === undefined ? Number(values.runs) : 1,
  first: Number(values.case ?? 0),
};
if (!Object.values(plan).every(Number.isInteger))
  throw new RangeError("seed, runs and case are whole numbers");

const outcomes: FuzzOutcome[] = [];

function take(outcome: FuzzOutcome): void {
  outcomes.push(outcome);
  const { target, runs, findings, slowestMs, peakMegabytes } = outcome;
  console.error(
    `${target}: ${runs} runs, ${findings.length} findings, slowest ${Math.round(slowestMs)} ms, ${peakMegabytes} MB`,
  );
  for (const { index, kind, detail } of findings.slice(0, 3))
    console.error(`  case ${index}: ${kind}: ${detail}`);
}

if (!values.requests) {
  for (const { name } of PARSER_TARGETS.filter(({ name }) => name.includes(values.only)))
    take(await fuzzParser(name, plan));
}
if (!values.parsers) await fuzzRequests({ ...plan, root, only: values.only, address: values.address }, take);

console.log(fuzzTable(outcomes));
const findings = outcomes.flatMap((one) => one.findings);
if (values.json) writeFileSync(values.json, `${JSON.stringify(findings, null, 1)}\n`);
process.exitCode = findings.length > 0 ? 1 : 0;
