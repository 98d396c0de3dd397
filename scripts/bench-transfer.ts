/**
 * `npx tsx scripts/bench-transfer.ts --photos 10000`: makes a labelled set of that many distinct photos, then checks,
 * imports, exports and freezes it with the command line that ships, in a data folder of its own, and prints for each
 * command how long it took, how much of that it kept a processor busy, and the most memory it had (its database is a
 * process of its own: only in the first of the three).
 * `--folder DIR` works there and keeps everything (one folder for one number and seed: what is made is not made again);
 * without, it works in a temporary folder and removes it. `--seed N` makes other photos, `--edge PX` smaller or larger ones.
 */
import { spawn } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { z } from "zod";
import { championManifest } from "@/server/models/service";
import { projectRoot } from "@/server/storage/project-root";
import { writeSyntheticSet, zipFolder } from "./bench/synthetic-set";

const root = projectRoot();

const usageSchema = z.object({ peakMb: z.number(), processorSeconds: z.number() });

interface Measured extends z.infer<typeof usageSchema> {
  readonly seconds: number;
  /** What the command wrote on stdout. */
  readonly line: string;
}

/** Runs `forage …` and measures it. @param mayFail exit code 1 is a result too: `data check` found errors */
async function forage(work: string, args: readonly string[], mayFail = false): Promise<Measured> {
  const usageFile = join(work, "usage.json");
  const preload = pathToFileURL(join(root, "scripts", "bench", "usage.mjs")).href;
  const started = performance.now();
  const child = spawn(
    process.execPath,
    ["--import", preload, join(root, "server", "cli", "forage.mjs"), ...args],
    {
      env: {
        ...process.env,
        DATABASE_URL: "",
        FORAGE_DATA_DIR: join(work, "data"),
        FORAGE_BENCH_USAGE: usageFile,
      },
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  let line = "";
  for await (const part of child.stdout) line += String(part);
  const code = child.exitCode ?? (await new Promise<number | null>((done) => child.once("exit", done)));
  if (code !== 0 && !(mayFail && code === 1))
    throw new Error(`forage ${args.join(" ")} ended with code ${code}`);
  const usage = usageSchema.parse(JSON.parse(readFileSync(usageFile, "utf8")));
  return { ...usage, seconds: (performance.now() - started) / 1000, line };
}

function say(name: string, { seconds, processorSeconds, peakMb }: Measured, note: string): void {
  const times = `${seconds.toFixed(1)} s | ${processorSeconds.toFixed(1)} s`;
  console.log(`| ${name} | ${times} | ${peakMb.toFixed(0)} MB | ${note} |`);
}

interface Wanted {
  readonly photos: number;
  readonly seed: number;
  readonly edgePx: number;
}

async function makeSet(work: string, wanted: Wanted): Promise<void> {
  const [folder, archive] = [join(work, "set"), join(work, "set.zip")];
  if (existsSync(archive)) return;
  const { classes } = await championManifest();
  const classNames = classes.slice(0, 40).map(({ name }) => name);
  await writeSyntheticSet(folder, { ...wanted, classNames });
  await zipFolder(folder, `${archive}.partial`);
  renameSync(`${archive}.partial`, archive);
}

async function measure(work: string, { photos, edgePx }: Wanted): Promise<void> {
  const archive = join(work, "set.zip");
  const megabytes = (statSync(archive).size / 1e6).toFixed(0);
  console.log(
    `${photos} photos of ${edgePx} px, ${megabytes} MB, on ${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}\n`,
  );
  console.log("| command | time | on the processor | most memory | |\n|---|---|---|---|---|");
  const importing = ["data", "import", archive, "--source", "synthetic", "--shared"];
  const importAll = async (name: string) => {
    const imported = await forage(work, importing);
    const counts = JSON.parse(imported.line) as { photos: Record<string, number> };
    say(
      name,
      imported,
      `${counts.photos.new} new, ${counts.photos.known} known, ${counts.photos.failed} failed`,
    );
  };
  await importAll("data import, YOLO zip");
  for (const out of ["coco.zip", "coco"]) {
    rmSync(join(work, out), { recursive: true, force: true });
    const exported = await forage(work, [
      "data",
      "export-photos",
      "--format",
      "coco",
      "--out",
      join(work, out),
    ]);
    const { photos: written, bytes } = JSON.parse(exported.line) as { photos: number; bytes: number };
    const kind = out.endsWith(".zip") ? "zip" : "folder";
    say(`data export-photos, COCO ${kind}`, exported, `${written} photos, ${(bytes / 1e6).toFixed(0)} MB`);
  }
  await importAll("data import, the same again");
  const created = await forage(work, ["data", "create", "--note", "benchmark"], true);
  const { outcome } = JSON.parse(created.line) as { outcome: string };
  say("data create", created, outcome);
  const checked = await forage(work, ["data", "check", join(work, "set")], true);
  const { errors, warnings } = JSON.parse(checked.line) as { errors: number; warnings: number };
  say("data check", checked, `${errors} errors, ${warnings} warnings`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      photos: { type: "string", default: "10000" },
      seed: { type: "string", default: "1" },
      edge: { type: "string", default: "416" },
      folder: { type: "string" },
    },
  });
  const whole = (name: "photos" | "seed" | "edge", least: number) => {
    const value = Number(values[name]);
    if (!Number.isInteger(value) || value < least)
      throw new Error(`--${name} is a whole number from ${least} on`);
    return value;
  };
  const wanted = { photos: whole("photos", 1), seed: whole("seed", 0), edgePx: whole("edge", 64) };
  const work = values.folder ? resolve(values.folder) : mkdtempSync(join(tmpdir(), "forage-transfer-"));
  mkdirSync(work, { recursive: true });
  // a database with its own account must have access to its folder
  chmodSync(work, 0o711);
  try {
    await makeSet(work, wanted);
    await measure(work, wanted);
  } finally {
    if (!values.folder) rmSync(work, { recursive: true, force: true });
  }
}

await main();
