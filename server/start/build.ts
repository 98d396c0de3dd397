import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AppError } from "@/lib/core/errors";
import type { Steps } from "./steps";

/** Folders and files a build is made from. */
const SOURCES = [
  "app",
  "components",
  "lib",
  "server",
  "scripts/build-worker.ts",
  "proxy.ts",
  "instrumentation-client.ts",
  "next.config.mjs",
  "postcss.config.mjs",
  "tsconfig.json",
  "package-lock.json",
];
const SOURCE_FILE = /\.(tsx?|mjs|css|json|svg|ico|png|woff2)$/;
const NOT_BUILT = /\.(test|spec)\.tsx?$|(^|\/)(cli|testing|fixtures|migrations)(\/|$)/;

export interface BuildPlace {
  readonly root: string;
  /** Next's output folder, relative to root. */
  readonly distFolder: string;
}

function filesUnder(path: string, root: string): readonly string[] {
  const full = join(root, path);
  if (!existsSync(full)) return [];
  if (!statSync(full).isDirectory()) return [path];
  return readdirSync(full, { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const inner = `${path}/${entry.name}`;
      if (NOT_BUILT.test(inner)) return [];
      if (entry.isDirectory()) return filesUnder(inner, root);
      return SOURCE_FILE.test(entry.name) ? [inner] : [];
    });
}

/** One hash over all sources' names and contents: right after a checkout, a copy or a clock that was wrong. */
export function sourceHash(root: string): string {
  const hash = createHash("sha256");
  for (const file of SOURCES.flatMap((path) => filesUnder(path, root))) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update("\0");
  }
  return hash.update(`node ${process.versions.modules}`).digest("hex");
}

const stampFile = ({ root, distFolder }: BuildPlace) => join(root, distFolder, "forage-build");

/** True when there is a whole build of exactly these sources. */
export function isBuildFresh(place: BuildPlace, hash: string): boolean {
  const isWhole =
    existsSync(join(place.root, place.distFolder, "BUILD_ID")) &&
    existsSync(join(place.root, "public", "worker", "detection.js"));
  const stamp = stampFile(place);
  return isWhole && existsSync(stamp) && readFileSync(stamp, "utf8") === hash;
}

/** @returns all it printed @throws Error when it fails, after all it printed was said */
function runTool(root: string, args: readonly string[], steps: Steps): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let printed = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        printed += text;
      });
    }
    const fail = (error: Error) => {
      steps.say(printed.trimEnd());
      reject(error);
    };
    child.on("error", fail);
    child.on("close", (code) =>
      code === 0 ? resolve(printed) : fail(new Error(`${args.join(" ")} ended with ${code}`)),
    );
  });
}

/** Builds the detection worker alone; development serves the rest itself. @throws AppError server/build-failed */
export async function runWorkerBuild(root: string, steps: Steps): Promise<void> {
  const args = [join(root, "node_modules/tsx/dist/cli.mjs"), join(root, "scripts/build-worker.ts")];
  try {
    await steps.run("Building the detection worker", () => runTool(root, args, steps));
  } catch (error) {
    throw new AppError("server/build-failed", { cause: error });
  }
}

/** What Next's build warns of; empty when it does not. */
export function warningsIn(printed: string): string {
  const start = printed.search(/^.*build encountered \d+ warning/im);
  return start < 0 ? "" : printed.slice(start).trimEnd();
}

/**
 * Builds the worker and the app when there is no build or the sources are newer.
 * @returns what the build warned of, for those who work on Forage; empty otherwise
 * @throws AppError server/build-failed
 */
export async function ensureBuild(place: BuildPlace, steps: Steps): Promise<string> {
  const { root } = place;
  const hash = sourceHash(root);
  if (isBuildFresh(place, hash)) return "";
  rmSync(stampFile(place), { force: true });
  await runWorkerBuild(root, steps);
  const args = [join(root, "node_modules/next/dist/bin/next"), "build"];
  try {
    const name = "Building the pages, which takes a minute or two and is done once";
    const printed = await steps.run(name, () => runTool(root, args, steps));
    writeFileSync(stampFile(place), hash);
    return warningsIn(printed);
  } catch (error) {
    throw new AppError("server/build-failed", { cause: error });
  }
}
