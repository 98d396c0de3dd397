/**
 * `npm run bench`: runs the benchmarks of the browser, of the network alone and of the server, prints one table (ours,
 * peer, ratio) and writes docs/bench.json and docs/BENCH.md. `--only browser`, `network` or `server` runs one part and
 * keeps the other parts' last rows. `--rows FILE` takes rows that a part printed before (JSON lines) instead of running it.
 */
import { spawn } from "node:child_process";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { z } from "zod";
import { type BenchRow, benchRowSchema } from "./bench/row";
import { benchPage } from "./bench/table";
import { provideChromium } from "./provide-chromium";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const jsonPath = join(root, "docs", "bench.json");

const reportSchema = z.object({
  measuredAt: z.string(),
  machine: z.string(),
  rows: z.array(benchRowSchema),
});

/** Runs one benchmark; its stdout is rows, its stderr goes to this terminal. */
async function rowsOf(part: BenchRow["group"], env: Readonly<Record<string, string>>): Promise<BenchRow[]> {
  const script = join(root, "scripts", "bench", `${part}.ts`);
  const child = spawn(process.execPath, ["--import", "tsx", script], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<number>((resolve) => child.on("exit", (code) => resolve(code ?? 128)));
  const rows: BenchRow[] = [];
  for await (const line of createInterface({ input: child.stdout }))
    if (line.trim() !== "") rows.push(benchRowSchema.parse(JSON.parse(line)));
  const code = await ended;
  if (code !== 0) throw new Error(`the ${part} benchmark ended with code ${code}`);
  return rows;
}

/** The rows among the lines of a file; other lines are passed over. */
function readRows(path: string): readonly BenchRow[] {
  const lines = readFileSync(path, "utf8").split("\n");
  return lines.filter((line) => line.startsWith("{")).map((line) => benchRowSchema.parse(JSON.parse(line)));
}

function lastRows(): readonly BenchRow[] {
  if (!existsSync(jsonPath)) return [];
  return reportSchema.parse(JSON.parse(readFileSync(jsonPath, "utf8"))).rows;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { only: { type: "string" }, rows: { type: "string" } } });
  const printed = values.rows === undefined ? [] : readRows(values.rows);
  const isPrinted = (part: BenchRow["group"]) => printed.some((row) => row.group === part);
  const runs = (part: BenchRow["group"]) =>
    !isPrinted(part) && (values.only === undefined || values.only === part);
  const needsBrowser = runs("browser") || runs("network");
  const chromium = needsBrowser ? await provideChromium(root) : undefined;
  if (needsBrowser && chromium === undefined) throw new Error("the browser benchmark needs a browser");
  const before = lastRows();
  const rows: BenchRow[] = [];
  for (const part of ["browser", "network", "server"] as const) {
    if (runs(part))
      rows.push(...(await rowsOf(part, chromium === undefined ? {} : { CHROME_PATH: chromium })));
    else rows.push(...(isPrinted(part) ? printed : before).filter((row) => row.group === part));
  }
  const processor = cpus();
  const report = {
    measuredAt: (values.rows === undefined ? new Date() : statSync(values.rows).mtime).toISOString(),
    machine: `${processor.length} × ${processor[0]?.model ?? "unknown processor"}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform}, Node ${process.versions.node}`,
    rows,
  };
  writeFileSync(jsonPath, `${JSON.stringify(report, null, 2)}\n`);
  const page = benchPage(report);
  writeFileSync(join(root, "docs", "BENCH.md"), page);
  console.log(page);
}

await main();
