import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { projectRoot } from "@/server/storage/project-root";

const script = fileURLToPath(new URL("./run-with-stub.ts", import.meta.url));
const READY = /^Forage runs at (http:\S+)\n/;

export interface Started {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly address: string;
  stdout(): string;
  stderr(): string;
  /** Sends a signal and waits for the end. @returns the exit code, null after a kill */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** What the stub answers: the process behind the address and the database it was given. */
export interface AppAnswer {
  readonly pid: number;
  readonly databaseUrl: string;
}

export interface Launch {
  readonly environment: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
}

const living = new Set<ChildProcess>();

/** Ends what a failed test left running, so that the next one does not fail for it. */
export function endLeftovers(): void {
  for (const child of living) child.kill("SIGTERM");
}

function launch({ environment, args = [] }: Launch) {
  const { DATABASE_URL: _unused, HOST: _host, ...own } = process.env;
  // tsx as a loader in the process itself, so that its id is the supervisor's
  const child = spawn(process.execPath, ["--import", "tsx", script, ...args], {
    cwd: projectRoot(),
    env: { ...own, NODE_ENV: "production", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  living.add(child);
  child.once("close", () => living.delete(child));
  const said = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => {
    said.stdout += chunk.toString("utf8");
  });
  child.stderr.on("data", (chunk: Buffer) => {
    said.stderr += chunk.toString("utf8");
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", (code) => resolve(code)));
  return { child, said, ended };
}

/** Starts Forage as a process of its own and waits for its line. */
export async function startProcess(options: Launch): Promise<Started> {
  const { child, said, ended } = launch(options);
  const address = await new Promise<string>((resolve, reject) => {
    child.stdout.on("data", () => {
      const ready = READY.exec(said.stdout);
      if (ready?.[1]) resolve(ready[1]);
    });
    void ended.then((code) => reject(new Error(`ended with ${code}: ${said.stderr}`)));
  });
  return {
    child,
    pid: child.pid ?? 0,
    address,
    stdout: () => said.stdout,
    stderr: () => said.stderr,
    end: (signal) => {
      child.kill(signal);
      return ended;
    },
  };
}

/** Runs a start that is expected to fail. */
export async function failedStart(
  options: Launch,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const { said, ended } = launch(options);
  return { code: await ended, ...said };
}

export async function askApp(address: string): Promise<AppAnswer> {
  return (await (await fetch(address)).json()) as AppAnswer;
}

/** @returns false where this user may not mount */
export function mountTmpfs(folder: string, options: string): boolean {
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", folder], { stdio: "pipe" });
    return true;
  } catch {
    return false;
  }
}

export function unmount(folder: string): void {
  execFileSync("umount", ["-l", folder], { stdio: "pipe" });
}

export const databaseFolder = (dataFolder: string) => join(dataFolder, "database", "cluster");
