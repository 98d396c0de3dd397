import { execFile, spawn } from "node:child_process";
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { projectRoot } from "../project-root";

const MOTO = "moto[server]==5.2.5";
const START_TIMEOUT_MS = 60_000;
const run = promisify(execFile);

export interface S3Double {
  readonly endpoint: string;
  stop(): Promise<void>;
}

/**
 * moto: named by FORAGE_MOTO_SERVER, or in a virtual environment of its own. That takes a minute to install, so only a
 * run that says so (FORAGE_INSTALL_TEST_TOOLS=1) does it.
 */
async function findMoto(): Promise<{ readonly program: string } | { readonly reason: string }> {
  if (process.env.FORAGE_MOTO_SERVER) return { program: process.env.FORAGE_MOTO_SERVER };
  const venv = join(projectRoot(), "node_modules", ".cache", "forage-moto");
  const program = join(venv, "bin", "moto_server");
  if (existsSync(program)) return { program };
  if (process.env.FORAGE_INSTALL_TEST_TOOLS !== "1") {
    return {
      reason: "the S3 double is not installed: FORAGE_INSTALL_TEST_TOOLS=1 npx vitest run server/storage",
    };
  }
  try {
    mkdirSync(join(venv, ".."), { recursive: true });
    await run("python3", ["-m", "venv", "--clear", venv]);
    await run(join(venv, "bin", "pip"), ["install", "--quiet", "--disable-pip-version-check", MOTO]);
    return { program };
  } catch (error) {
    rmSync(venv, { recursive: true, force: true });
    const words = error instanceof Error ? error.message.split("\n")[0] : String(error);
    return { reason: `the S3 double needs python3 with venv and pip (${words})` };
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

/** Starts an S3 server on 127.0.0.1. @returns the server, or the reason why it cannot run here */
export async function startS3Double(): Promise<S3Double | { readonly reason: string }> {
  const moto = await findMoto();
  if ("reason" in moto) return moto;
  const port = await freePort();
  const child = spawn(moto.program, ["-H", "127.0.0.1", "-p", String(port)], { stdio: "ignore" });
  const endpoint = `http://127.0.0.1:${port}`;
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    const isUp = await fetch(endpoint).then(
      () => true,
      () => false,
    );
    if (isUp) break;
    if (child.exitCode !== null || Date.now() > deadline)
      return { reason: `moto_server ended with ${child.exitCode}` };
    await sleep(200);
  }
  return {
    endpoint,
    stop: async () => {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await ended;
    },
  };
}
