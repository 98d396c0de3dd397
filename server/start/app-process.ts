import { type ChildProcess, spawn } from "node:child_process";
import { closeSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "@/lib/core/errors";
import { openLog } from "@/server/storage/log-file";
import { frontDoor } from "./front-door";
import type { StopTimes } from "./stop-times";

const HEALTH_TIMEOUT_MS = 120_000;

/** @throws AppError server/port-taken */
export async function checkPort(port: number, host = "127.0.0.1"): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const server = createServer();
    server.once("error", (cause) => reject(new AppError("server/port-taken", { facts: { port }, cause })));
    server.listen(port, host, () => server.close(() => resolve()));
  });
}

export interface AppCommand {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
}

/** Next's own server, bound to this computer only unless a reverse proxy elsewhere asks it. */
export function nextCommand(
  root: string,
  { port, isDevelopment, host }: { port: number; isDevelopment: boolean; host: string },
): AppCommand {
  const next = join(root, "node_modules/next/dist/bin/next");
  const required = ["end-with-parent.cjs", "front-door.cjs", "drain.cjs", "lan-front.cjs"].map((file) =>
    join(root, "server/start", file),
  );
  const args = [
    ...required.flatMap((file) => ["--require", file]),
    next,
    isDevelopment ? "dev" : "start",
    "-H",
    host,
    "-p",
    String(port),
  ];
  return { program: process.execPath, args, cwd: root };
}

export interface AppOptions {
  readonly port: number;
  readonly isDevelopment: boolean;
  readonly dataFolder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly stopping?: StopTimes;
}

/** Starts the web server as leader of a group of its own: Ctrl-C reaches Forage alone, which ends it cleanly. */
export function spawnApp({ program, args, cwd }: AppCommand, options: AppOptions): ChildProcess {
  const log = options.isDevelopment ? 2 : openLog(options.dataFolder, "app");
  const child = spawn(program, args, {
    cwd,
    detached: true,
    env: {
      ...process.env,
      ...options.environment,
      NODE_ENV: options.isDevelopment ? "development" : "production",
      FORAGE_STARTED_BY: String(process.pid),
      PORT: String(options.port),
      // people wait for what it answers: see server/db/watchdog.ts
      FORAGE_WATCH_DATABASE: "1",
      FORAGE_FRONT_DOOR: JSON.stringify(frontDoor(options.port)),
      NEXT_TELEMETRY_DISABLED: "1",
      // the signals are drain.cjs's
      ...(options.isDevelopment ? {} : { NEXT_MANUAL_SIG_HANDLE: "1" }),
      ...(options.stopping && {
        FORAGE_DRAIN_SECONDS: String(options.stopping.drainSeconds),
        FORAGE_FINISH_SECONDS: String(options.stopping.finishSeconds),
      }),
    },
    stdio: ["ignore", log, log],
  });
  if (log !== 2) closeSync(log);
  return child;
}

/**
 * Waits until the web server answers on its health address, whatever the answer is.
 * @throws AppError server/unexpected when it ends first or does not answer in two minutes
 */
export async function waitUntilUp(address: string, child: ChildProcess, log: string): Promise<void> {
  const deadline = Date.now() + HEALTH_TIMEOUT_MS;
  for (;;) {
    const response = await fetch(`${address}/api/v1/health`, { signal: AbortSignal.timeout(30_000) }).catch(
      () => undefined,
    );
    if (response) {
      await response.body?.cancel();
      return;
    }
    if (child.exitCode !== null || child.signalCode !== null || Date.now() > deadline) {
      throw new AppError("server/unexpected", {
        facts: { log },
        cause: new Error(`the web server did not start; see ${log}`),
      });
    }
    await sleep(100);
  }
}
