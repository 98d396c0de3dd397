import { execFile } from "node:child_process";
import { existsSync, mkdirSync, rmdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { projectRoot } from "../project-root";

export interface PythonTool {
  /** Of its virtual environment, and in sentences. */
  readonly name: string;
  readonly packages: readonly string[];
  /** The program in the environment's `bin`. */
  readonly program: string;
}

const run = promisify(execFile);
/** Two test files may ask for one tool at once; installing takes at most this. */
const INSTALLED_WITHIN_MS = 900_000;
const ASK_AGAIN_MS = 500;

async function takeTurn(lock: string): Promise<void> {
  for (const deadline = Date.now() + INSTALLED_WITHIN_MS; Date.now() < deadline; await sleep(ASK_AGAIN_MS)) {
    try {
      return mkdirSync(lock);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
  throw new Error(`${lock} is left over: remove it`);
}

/**
 * A Python program that tests need, in a virtual environment of its own under node_modules/.cache. It takes minutes to
 * install, so only a run that says so (FORAGE_INSTALL_TEST_TOOLS=1) does it.
 */
export async function pythonTool({
  name,
  packages,
  program,
}: PythonTool): Promise<{ readonly program: string } | { readonly reason: string }> {
  const cache = join(projectRoot(), "node_modules", ".cache");
  const venv = join(cache, `forage-${name}`);
  const found = { program: join(venv, "bin", program) };
  const whole = join(venv, "whole");
  if (existsSync(whole)) return found;
  if (process.env.FORAGE_INSTALL_TEST_TOOLS !== "1") {
    return { reason: `${name} is not installed: set FORAGE_INSTALL_TEST_TOOLS=1 and run this again` };
  }
  mkdirSync(cache, { recursive: true });
  const lock = join(cache, `forage-${name}.lock`);
  await takeTurn(lock);
  try {
    if (existsSync(whole)) return found;
    await run("python3", ["-m", "venv", "--clear", venv]);
    await run(join(venv, "bin", "pip"), ["install", "--quiet", "--disable-pip-version-check", ...packages]);
    mkdirSync(whole);
    return found;
  } catch (error) {
    rmSync(venv, { recursive: true, force: true });
    const words = error instanceof Error ? error.message.split("\n")[0] : String(error);
    return { reason: `${name} needs python3 with venv and pip (${words})` };
  } finally {
    rmdirSync(lock);
  }
}
