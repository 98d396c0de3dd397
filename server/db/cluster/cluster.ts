import { spawn } from "node:child_process";
import { closeSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { AppError } from "@/lib/core/errors";
import { endProcess, isAlive } from "@/server/processes/service";
import { logsFolder, openLog } from "@/server/storage/log-file";
import { type Account, databaseAccount } from "./account";
import { type Binaries, findBinaries } from "./binaries";
import { logTail, startFault } from "./fault";
import { clusterFolder, initialiseOnce, POSTGRES_ENVIRONMENT } from "./initialise";
import { findPostmaster } from "./postmaster";
import { type ClusterSettings, clusterUrl, ensureSettings, writeSettings } from "./settings";

const START_TIMEOUT_MS = 60_000;
const ADOPT_TIMEOUT_MS = 10_000;
const PORT_ATTEMPTS = 3;
const DATABASE_NAME = "forage";

/** Fast shutdown, then immediate, then by force. Source: PostgreSQL 18, section 18.5. */
const STOP_STEPS = [
  { signal: "SIGINT", waitMs: 15_000 },
  { signal: "SIGQUIT", waitMs: 5_000 },
  { signal: "SIGKILL", waitMs: 5_000 },
] as const;

export interface Cluster {
  readonly url: string;
  readonly pid: number;
  readonly port: number;
  /** Where its files lie: not in the data folder when root's database account cannot reach that. */
  readonly folder: string;
  /** True when a server left by a killed parent was taken over instead of starting one. */
  readonly isAdopted: boolean;
  stop(): Promise<void>;
  /** Stops it unless a running Forage or another command is connected. The caller's own connections are closed. */
  stopIfUnused(): Promise<void>;
}

export interface ClusterOptions {
  /** Exists and is writable. */
  readonly dataFolder: string;
  /** Tests: no fsync, nothing survives a power cut. */
  readonly isThrowaway?: boolean;
}

/** @param wanted taken when it is free, so that a restarted server is found where it was; 0 for any */
function freePort(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error) => (wanted > 0 ? resolve(freePort(0)) : reject(error)));
    server.listen(wanted, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        typeof address === "object" && address ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}

async function query(url: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3_000 });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Waits for the server to answer. @returns false when it ended or did not within the time */
async function answers(settings: ClusterSettings, pid: number, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (isAlive(pid) && Date.now() < deadline) {
    try {
      await query(clusterUrl(settings, "postgres"), "select 1");
      return true;
    } catch {
      await sleep(50);
    }
  }
  return false;
}

/** Whether somebody is connected. A connection just closed is still listed for a moment. */
async function isUsed(settings: ClusterSettings): Promise<boolean> {
  for (let attempt = 0; attempt < 5; attempt++) {
    const others = await query(
      clusterUrl(settings, "postgres"),
      "select 1 from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()",
    );
    if (others.length === 0) return false;
    await sleep(100);
  }
  return true;
}

async function ensureDatabase(settings: ClusterSettings): Promise<void> {
  const admin = clusterUrl(settings, "postgres");
  const found = await query(admin, `select 1 from pg_database where datname = '${DATABASE_NAME}'`);
  if (found.length === 0) await query(admin, `create database ${DATABASE_NAME}`);
}

interface Tools {
  readonly binaries: Binaries;
  readonly account: Account | undefined;
  readonly options: ClusterOptions;
}

/** Starts the server detached: Ctrl-C reaches Forage alone, which then shuts down cleanly. */
function spawnServer(
  settings: ClusterSettings,
  { binaries, account, options }: Tools,
): { pid: number; log: string; from: number } {
  const descriptor = openLog(options.dataFolder, "postgres");
  const file = join(logsFolder(options.dataFolder), "postgres.log");
  const from = statSync(file).size;
  const settingsFlags = [
    ...["listen_addresses=127.0.0.1", "unix_socket_directories=", "log_timezone=UTC", "timezone=UTC"],
    ...(options.isThrowaway
      ? ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200"]
      : []),
  ].flatMap((flag) => ["-c", flag]);
  try {
    const child = spawn(
      binaries.postgres,
      ["-D", clusterFolder(settings), "-p", String(settings.port), ...settingsFlags],
      {
        ...account,
        cwd: "/",
        env: POSTGRES_ENVIRONMENT,
        detached: true,
        stdio: ["ignore", descriptor, descriptor],
      },
    );
    child.on("error", () => undefined);
    child.unref();
    return { pid: child.pid ?? 0, log: file, from };
  } finally {
    closeSync(descriptor);
  }
}

async function startNew(
  settings: ClusterSettings,
  tools: Tools,
): Promise<ClusterSettings & { readonly pid: number }> {
  for (let attempt = 1; ; attempt++) {
    const placed = { ...settings, port: await freePort(attempt === 1 ? settings.port : 0) };
    const { pid, log } = spawnServer(placed, tools);
    if (pid > 0 && (await answers(placed, pid, START_TIMEOUT_MS))) {
      writeSettings(tools.options.dataFolder, placed);
      return { ...placed, pid };
    }
    if (pid > 0) await endProcess(pid, STOP_STEPS);
    const said = logTail(log);
    const wasPortTaken = /Address already in use/.test(said.slice(-1_000));
    if (!wasPortTaken || attempt === PORT_ATTEMPTS) throw startFault(said, settings.folder, log);
  }
}

/** A server this folder's last, killed, parent left behind: taken over when it answers, stopped when it does not. */
async function adopt(
  settings: ClusterSettings,
): Promise<(ClusterSettings & { readonly pid: number }) | undefined> {
  const found = findPostmaster(clusterFolder(settings));
  if (!found) return undefined;
  const placed = { ...settings, port: found.port };
  if (await answers(placed, found.pid, ADOPT_TIMEOUT_MS)) return { ...placed, pid: found.pid };
  await endProcess(found.pid, STOP_STEPS);
  return undefined;
}

/**
 * Brings up the embedded PostgreSQL of a data folder: made on the first call, on a free port of 127.0.0.1, under a
 * non-root account when called as root. It outlives a killed parent, and the next call takes it over.
 * @throws AppError storage/disk-full, storage/read-only, server/database-down
 */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  try {
    const account = databaseAccount();
    const binaries = await findBinaries(account);
    const settings = ensureSettings(options.dataFolder, account);
    await initialiseOnce(settings, { binaries, account, isThrowaway: options.isThrowaway });
    const adopted = await adopt(settings);
    const running = adopted ?? (await startNew(settings, { binaries, account, options }));
    await ensureDatabase(running);
    const stop = () => endProcess(running.pid, STOP_STEPS);
    return {
      url: clusterUrl(running, DATABASE_NAME),
      pid: running.pid,
      port: running.port,
      folder: running.folder,
      isAdopted: adopted !== undefined,
      stop,
      stopIfUnused: async () => {
        if (isAlive(running.pid) && !(await isUsed(running))) await stop();
      },
    };
  } catch (error) {
    throw error instanceof AppError ? error : startFault(String(error), options.dataFolder, "");
  }
}
