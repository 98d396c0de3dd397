/**
 * `npm run faults [-- --rounds 200] [--only latency]`: lets a person save, move the champion, import and make versions over and
 * over while something breaks: processes and PostgreSQL are killed, connections cut or slow, the object store silent or
 * wrong, the disk full, the clock set. After each round everything that was acknowledged must be there, nothing half
 * visible, and work must go on by itself. Prints a table; ends with 1 when anything was lost. Uses throwaway databases.
 */
import { parseArgs } from "node:util";
import { KINDS } from "./faults/kinds";
import { play, playMigrations, type Row } from "./faults/rounds";

const { values } = parseArgs({
  options: { rounds: { type: "string", default: "28" }, only: { type: "string" } },
});
const rounds = Number(values.rounds);
const log = (text: string) => console.log(`${new Date().toISOString().slice(11, 19)} ${text}`);

// what was played until then is printed
const over = new AbortController();
for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => over.abort());

const { only = "" } = values;
const kinds = KINDS.map(({ name }) => name).filter((name) => name.includes(only));
const isMigration = "SIGKILL in a migration".includes(only);
const migration: readonly Row[] = isMigration
  ? [await playMigrations(Math.max(2, Math.round(rounds / 10)), { log, signal: over.signal })]
  : [];
const { rows, failures, unexpected } = await play({ rounds, kinds, log, signal: over.signal });
const all = [...migration, ...rows];

console.log(
  "\n| kind | rounds | acknowledged writes | lost, half or stuck | files without a row, at most | longest until it went on |\n|---|---|---|---|---|---|",
);
for (const { kind, rounds: played, acknowledged, wrong, unnamed, backMs } of all)
  console.log(
    `| ${kind} | ${played} | ${acknowledged} | ${new Set(wrong).size} | ${unnamed} | ${(backMs / 1_000).toFixed(1)} s |`,
  );
console.log("\nWhat people were told meanwhile:");
for (const [what, count] of [...failures].toSorted()) console.log(`  ${count} × ${what}`);
for (const text of new Set(unexpected)) console.log(`UNEXPECTED ${text}`);
for (const { kind, wrong } of all) for (const text of new Set(wrong)) console.log(`WRONG ${kind}: ${text}`);
process.exit(unexpected.length === 0 && all.every(({ wrong }) => wrong.length === 0) ? 0 : 1);
