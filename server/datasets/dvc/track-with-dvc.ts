import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { AppError } from "@/lib/core/errors";
import { environmentValue } from "@/server/environment/environment-value";
import { dataPath } from "@/server/storage/data-folder";

const REMOTE = "forage";
const REASON_LENGTH = 300;

export interface Tracked {
  /** The `.dvc` file beside the folder: what a team's git history keeps. */
  readonly file: string;
  /** DVC's hash of the folder's content. */
  readonly hash: string;
  readonly remote: string;
  readonly repository: string;
}

export interface TrackOptions {
  /**
   * Folder or address (s3://…) that it is pushed to. When left out: where the repository's earlier sets were pushed, else
   * `FORAGE_DVC_REMOTE`, else a folder beside the data.
   */
  readonly remote?: string;
  readonly signal?: AbortSignal;
  readonly onStep?: (step: string) => void;
}

/** `dvc`, or the program that `FORAGE_DVC` names. */
const program = () => process.env.FORAGE_DVC || "dvc";

interface DvcRun {
  readonly folder: string;
  readonly cwd: string;
  readonly signal: AbortSignal | undefined;
}

/** @throws AppError dataset/dvc-missing, dataset/dvc-failed with DVC's own last words */
function dvc(args: readonly string[], { folder, cwd, signal }: DvcRun): Promise<string> {
  return new Promise((resolve, reject) => {
    const environment = { ...process.env, DVC_NO_ANALYTICS: "true" };
    const options = { cwd, signal, env: environment, maxBuffer: 2 ** 26 };
    execFile(/*turbopackIgnore: true*/ program(), [...args], options, (error, stdout, stderr) => {
      if (!error) return resolve(stdout);
      if (signal?.aborted) return reject(new AppError("detection/cancelled", { cause: error }));
      if ("code" in error && error.code === "ENOENT") {
        return reject(new AppError("dataset/dvc-missing", { facts: { folder }, cause: error }));
      }
      const lines = stderr.split("\n").filter((line) => line.startsWith("ERROR"));
      const reason = (lines.at(-1) ?? stderr.trim()).replace(/^ERROR:\s*/, "").slice(0, REASON_LENGTH);
      const step = `dvc ${args[0]}`;
      return reject(new AppError("dataset/dvc-failed", { facts: { step, reason, folder }, cause: error }));
    });
  });
}

/** The nearest folder above that holds an entry of this name. */
function above(start: string, entry: string): string | undefined {
  for (let at = start; ; at = path.dirname(at)) {
    if (existsSync(path.join(at, entry))) return at;
    if (path.dirname(at) === at) return undefined;
  }
}

/** A DVC repository around the folder: the existing one, else a new one beside the folder, in git if there is git. */
async function ensureRepository(folder: string, run: DvcRun): Promise<string> {
  const parent = path.dirname(folder);
  const known = above(parent, ".dvc");
  if (known) return known;
  const git = above(parent, ".git");
  const flags = git === undefined ? ["--no-scm"] : git === parent ? [] : ["--subdir"];
  await dvc(["init", "--quiet", ...flags], run);
  await dvc(["config", "core.analytics", "false"], run);
  return parent;
}

/** An address stays; a path is made absolute, so that it means the same from the repository. */
function remoteAddress(remote: string | undefined): string {
  const wanted = remote || environmentValue("FORAGE_DVC_REMOTE") || dataPath("dvc-remote");
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(wanted) ? wanted : path.resolve(/*turbopackIgnore: true*/ wanted);
}

const readConfig = (repository: string): Promise<string> =>
  readFile(path.join(repository, ".dvc", "config"), "utf8").catch(() => "");

/** Whether `dvc pull` in a clone knows where to look; a default that somebody chose is kept. */
const hasDefaultRemote = (config: string): boolean => /^\[core\][^[]*^\s*remote\s*=/m.test(config);

/** Where earlier sets of the repository were pushed. Another place for the next one would leave them out of a clone's reach. */
function earlierRemote(config: string): string | undefined {
  return new RegExp(`^\\['remote "${REMOTE}"'\\][^[]*^\\s*url\\s*=\\s*(.+)$`, "m").exec(config)?.[1]?.trim();
}

/** @returns the remote's address */
async function ensureRemote(asked: string | undefined, repository: string, run: DvcRun): Promise<string> {
  const config = await readConfig(repository);
  const earlier = earlierRemote(config);
  if (!asked && earlier) return earlier;
  const address = remoteAddress(asked);
  if (path.isAbsolute(address)) await mkdir(address, { recursive: true, mode: 0o700 });
  const flags = hasDefaultRemote(config) ? [] : ["--default"];
  await dvc(["remote", "add", "--force", ...flags, REMOTE, address], run);
  const endpoint = process.env.FORAGE_S3_ENDPOINT;
  if (address.startsWith("s3://") && endpoint) {
    await dvc(["remote", "modify", REMOTE, "endpointurl", endpoint], run);
  }
  return address;
}

/** Checked before anything is written for it. @throws AppError dataset/dvc-missing */
export async function requireDvc(signal?: AbortSignal): Promise<void> {
  await dvc(["--version"], { folder: "", cwd: process.cwd(), signal });
}

/**
 * Tracks a folder with DVC and pushes it: `FOLDER.dvc` appears beside it, for a git history to pin.
 * @param folder absolute; written before
 * @throws AppError dataset/dvc-missing, dataset/dvc-failed; the folder stays as it is
 */
export async function trackWithDvc(folder: string, options: TrackOptions = {}): Promise<Tracked> {
  const run = { folder, cwd: path.dirname(folder), signal: options.signal };
  const say = (step: string) => options.onStep?.(step);
  await requireDvc(options.signal);
  say("init");
  const repository = await ensureRepository(folder, run);
  const remote = await ensureRemote(options.remote, repository, run);
  say("add");
  const file = `${path.basename(folder)}.dvc`;
  await dvc(["add", "--quiet", path.basename(folder)], run);
  say("push");
  await dvc(["push", "--quiet", "--remote", REMOTE, file], run);
  const text = await readFile(`${folder}.dvc`, "utf8");
  const hash = /md5:\s*([0-9a-f]+(?:\.dir)?)/.exec(text)?.[1] ?? "";
  return { file: `${folder}.dvc`, hash, remote, repository };
}
