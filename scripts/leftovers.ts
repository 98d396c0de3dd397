/**
 * `npm run leftovers [-- --rounds 30]`: kills (SIGKILL) a process that saves, imports or detects, thirty times, each time
 * at another moment; then lets a worker finish what waits, and prints what is left that no row names, before and after
 * the sweep. Ends with 1 when the sweep leaves anything. Uses a throwaway database and data folder.
 */
import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { sql } from "drizzle-orm";
import { HANDLERS } from "@/server/assembly/job-handlers";
import { seedClasses } from "@/server/datasets/classes/classes";
import { closeDatabase, getDatabase } from "@/server/db/client";
import { startCluster } from "@/server/db/cluster/cluster";
import { migrateDatabase } from "@/server/db/migrate";
import { connection } from "@/server/db/transaction";
import { workUntil } from "@/server/jobs/work-loop";
import { seedRecipes } from "@/server/recipes/seed/seed-catalogue";
import { projectRoot } from "@/server/storage/project-root";
import { namedFiles } from "@/server/sweep/repository";
import { sweep } from "@/server/sweep/service";

const KINDS = ["import", "upload", "detect"] as const;
/** Longest time that a process works before it is killed. */
const LONGEST_MS = 2_500;
const DAYS_LATER = 9;

const { values } = parseArgs({ options: { rounds: { type: "string", default: "30" } } });
const rounds = Number(values.rounds);

const folder = mkdtempSync(path.join(tmpdir(), "forage-leftovers-"));
chmodSync(folder, 0o711);
process.env.FORAGE_DATA_DIR = folder;
const cluster = await startCluster({ dataFolder: folder, isThrowaway: true });
process.env.DATABASE_URL = cluster.url;

/** One process, killed after a while. @returns how long it worked, ms */
async function kill(kind: (typeof KINDS)[number]): Promise<number> {
  const script = path.join(projectRoot(), "scripts", "leftovers", "child.ts");
  const child = spawn(process.execPath, ["--import", "tsx", script, kind], {
    cwd: projectRoot(),
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise((resolve) => child.once("close", resolve));
  await Promise.race([new Promise((resolve) => child.stdout.once("data", resolve)), ended]);
  const workedMs = Math.round(Math.random() * LONGEST_MS);
  await sleep(workedMs);
  child.kill("SIGKILL");
  await ended;
  return workedMs;
}

async function openJobs(): Promise<number> {
  const { rows } = await getDatabase().execute<{ n: number }>(
    sql`select count(*)::int as n from jobs where state in ('queued', 'running', 'cancelling')`,
  );
  return rows[0]?.n ?? 0;
}

/** Files below a folder, by their path in the data folder. */
function filesIn(name: string): readonly string[] {
  const root = path.join(folder, name);
  const found = statSync(root, { throwIfNoEntry: false });
  if (!found) return [];
  if (!found.isDirectory()) return [name];
  return readdirSync(root, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
}

/** What is there that no row names and no job waits for. */
async function leftovers(): Promise<readonly string[]> {
  const stored = filesIn("files");
  const named = await namedFiles(
    connection(),
    stored.map((file) => path.basename(file)),
  );
  const temporary = ["files-aside", "imports", "uploads", "recipe-imports", "exports", "gate", "models"];
  return [...stored.filter((file) => !named.has(path.basename(file))), ...temporary.flatMap(filesIn)];
}

/** Each row's file is there, and nothing is half: what matters more than what is left. */
async function missing(): Promise<number> {
  const { rows } = await getDatabase().execute<{ name: string }>(
    sql`select sha256 as name from photos union select thumbnail_sha256 from photos`,
  );
  const stored = new Set(filesIn("files").map((file) => path.basename(file)));
  return rows.filter(({ name }) => !stored.has(name)).length;
}

function say(title: string, files: readonly string[]): void {
  console.log(`${title}: ${files.length}`);
  const groups = new Map<string, number>();
  for (const file of files) {
    const [top = "", ...rest] = file.split(path.sep);
    const name = rest.at(-1) ?? "";
    const kind = top === "files" && !name.endsWith(".partial") ? "stored file without a row" : top;
    const group = name.endsWith(".partial") ? `${top}, a half (.partial)` : kind;
    groups.set(group, (groups.get(group) ?? 0) + 1);
  }
  for (const [group, count] of groups) console.log(`  ${count} × ${group}`);
}

let exitCode = 1;
try {
  await migrateDatabase(getDatabase());
  await seedRecipes();
  await seedClasses();
  for (let round = 1; round <= rounds; round++) {
    const kind = KINDS[round % KINDS.length] ?? "upload";
    console.log(`round ${round}: ${kind}, killed after ${await kill(kind)} ms`);
  }
  console.log(`open jobs after the last kill: ${await openJobs()}`);
  const stop = new AbortController();
  const working = workUntil(stop.signal, HANDLERS);
  while ((await openJobs()) > 0) await sleep(500);
  stop.abort();
  await working;
  console.log(`rows whose file is missing: ${await missing()}`);
  say("left before the sweep", await leftovers());
  // everything is now older than any time for which it is kept
  const then = new Date(Date.now() - DAYS_LATER * 86_400_000);
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const place = path.join(entry.parentPath, entry.name);
    if (!place.startsWith(path.join(folder, "database"))) utimesSync(place, then, then);
  }
  await getDatabase().execute(sql`update jobs set ended_at = ${then.toISOString()}`);
  await sweep(stop.signal.aborted ? new AbortController().signal : stop.signal);
  // what was put aside may be asked for during a week more
  for (const file of filesIn("files-aside")) utimesSync(path.join(folder, file), then, then);
  await sweep(new AbortController().signal);
  const left = await leftovers();
  say("left after the sweep", left);
  for (const file of left) console.log(`  ${file}`);
  const gone = await missing();
  console.log(`rows whose file is missing: ${gone}`);
  exitCode = left.length === 0 && gone === 0 ? 0 : 1;
} finally {
  await closeDatabase();
  await cluster.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(exitCode);
