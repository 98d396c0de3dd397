import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "@/server/storage/testing/free-port";

export interface OwnForage {
  readonly address: string;
  readonly dataFolder: string;
  /** Stops it and removes its data. */
  stop(): Promise<void>;
}

/** A first start builds the app. */
const START_MS = 900_000;

export interface OwnForageOptions {
  readonly args?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * The app as started by `npm start`, with its own data folder and port.
 * @param root the project's folder
 * @throws Error with its output, when it does not start
 */
export async function startOwnForage(
  root: string,
  { args = [], environment = {} }: OwnForageOptions = {},
): Promise<OwnForage> {
  const dataFolder = mkdtempSync(join(tmpdir(), "forage-own-"));
  // as root, PostgreSQL runs under another account, which needs access to its own folder
  chmodSync(dataFolder, 0o711);
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const app = spawn(process.execPath, ["--import", "tsx", "server/start.ts", ...args], {
    cwd: root,
    env: { ...process.env, PORT: String(port), FORAGE_DATA_DIR: join(dataFolder, "data"), ...environment },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const said: Buffer[] = [];
  app.stderr.on("data", (bytes: Buffer) => said.push(bytes));
  const stop = async () => {
    await end(app);
    rmSync(dataFolder, { recursive: true, force: true });
  };
  try {
    await waitUntilUp(`${address}/api/v1/health`, app);
  } catch (cause) {
    await stop();
    throw new Error(`Forage did not start: ${Buffer.concat(said)}`, { cause });
  }
  return { address, dataFolder: join(dataFolder, "data"), stop };
}

async function waitUntilUp(url: string, app: ChildProcess): Promise<void> {
  const deadline = Date.now() + START_MS;
  while (Date.now() < deadline && app.exitCode === null) {
    const isUp = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error(app.exitCode === null ? "it took too long" : `exit code ${app.exitCode}`);
}

async function end(app: ChildProcess): Promise<void> {
  if (app.exitCode !== null) return;
  const ended = new Promise((resolve) => app.once("exit", resolve));
  app.kill("SIGINT");
  await ended;
}
