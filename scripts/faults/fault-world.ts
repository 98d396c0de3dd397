import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { drizzle } from "drizzle-orm/node-postgres";
import pg from "pg";
import { makeModel } from "@/server/assembly/testing/saves-world";
import { seedClasses } from "@/server/datasets/classes/classes";
import { closeDatabase } from "@/server/db/client";
import { type Cluster, startCluster } from "@/server/db/cluster/cluster";
import { migrateDatabase } from "@/server/db/migrate";
import { inTeam } from "@/server/db/own-team";
import { LOCAL_USER_ID } from "@/server/db/schema/users";
import { projectRoot } from "@/server/storage/project-root";
import { type SmallStore, startSmallStore } from "@/server/storage/testing/small-store";
import type { Said, Told } from "./messages";
import { startTcpProxy, type TcpProxy } from "./tcp-proxy";

/** Everything that was acknowledged, and what people were told of the rest. */
export interface Ledger {
  readonly photos: Map<string, string>;
  readonly revisions: Set<string>;
  readonly deleting: Set<string>;
  readonly deleted: Set<string>;
  readonly moves: Map<string, string>;
  readonly imports: Map<string, { readonly name: string; readonly photos: number }>;
  readonly versions: Set<string>;
  /** How often each act failed with each code. */
  readonly failures: Map<string, number>;
  readonly unexpected: string[];
  /** Acknowledgements so far. */
  count: number;
}

export interface Party {
  readonly role: "app" | "worker";
  readonly process: ChildProcess;
  say(said: Said): void;
  kill(): Promise<void>;
}

/** One database, one place for files, an app and workers, with a wire between them and the database that can be cut. */
export interface FaultWorld {
  readonly folder: string;
  readonly wire: TcpProxy;
  readonly store: SmallStore | undefined;
  readonly ledger: Ledger;
  /** Asks the database itself, without the wire. */
  query<Row extends pg.QueryResultRow>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  /** Starts one; a worker has a data folder of its own where there is an object store. */
  start(role: Party["role"]): Promise<Party>;
  readonly parties: Set<Party>;
  /** SIGKILL for PostgreSQL and all it started; then it is started again, as `npm start` does. */
  killDatabase(): Promise<void>;
  readonly databaseUrl: () => string;
  stop(): Promise<void>;
}

const emptyLedger = (): Ledger => ({
  photos: new Map(),
  revisions: new Set(),
  deleting: new Set(),
  deleted: new Set(),
  moves: new Map(),
  imports: new Map(),
  versions: new Set(),
  failures: new Map(),
  unexpected: [],
  count: 0,
});

function note(ledger: Ledger, told: Told): void {
  if (told.what === "at-work") return;
  if (told.what === "failed") {
    const key = `${told.act} ${told.code}`;
    ledger.failures.set(key, (ledger.failures.get(key) ?? 0) + 1);
    if (told.code === "server/unexpected") ledger.unexpected.push(`${told.act}: ${told.detail}`);
    return;
  }
  ledger.count++;
  if (told.what === "photo") ledger.photos.set(told.photoId, told.correctionId);
  else if (told.what === "revision") ledger.revisions.add(told.correctionId);
  else if (told.what === "deleting") ledger.deleting.add(told.photoId);
  else if (told.what === "deleted") ledger.deleted.add(told.photoId);
  else if (told.what === "move") ledger.moves.set(told.moveId, told.modelId);
  else if (told.what === "import") ledger.imports.set(told.jobId, told);
  else ledger.versions.add(told.jobId);
}

const childrenOf = (pid: number): readonly number[] => {
  try {
    return execFileSync("pgrep", ["-P", String(pid)], { encoding: "utf8" })
      .split("\n")
      .filter(Boolean)
      .map(Number);
  } catch {
    return [];
  }
};

function killNow(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // it is gone
  }
}

export function spawnChild(role: string, environment: Readonly<Record<string, string>>): ChildProcess {
  return spawn(process.execPath, ["--import", "tsx", join(projectRoot(), "scripts/faults/child.ts"), role], {
    cwd: projectRoot(),
    env: { ...process.env, ...environment },
    stdio: ["ignore", "ignore", process.env.FORAGE_DEBUG ? "inherit" : "ignore", "ipc"],
  });
}

/** Resolves at its first message, or when it ended before. */
export async function atWork(child: ChildProcess): Promise<void> {
  await Promise.race([once(child, "message"), once(child, "exit")]);
}

/** @param hasObjectStore files lie in an object store, and each process has a data folder of its own */
export async function createFaultWorld(hasObjectStore: boolean): Promise<FaultWorld> {
  const folder = mkdtempSync(join(tmpdir(), "forage-faults-"));
  chmodSync(folder, 0o711);
  let cluster: Cluster = await startCluster({ dataFolder: folder });
  const store = hasObjectStore ? await startSmallStore() : undefined;
  const wire = await startTcpProxy(cluster.port);
  const through = new URL(cluster.url);
  through.port = String(wire.port);
  const models = join(folder, "shipped-models");
  const environment: Record<string, string> = {
    DATABASE_URL: through.href,
    FORAGE_DATA_DIR: folder,
    FORAGE_MODELS_DIR: models,
    FORAGE_WATCH_DATABASE: "1",
    FORAGE_S3_BUCKET: store ? "forage" : "",
    ...(store && {
      FORAGE_S3_ENDPOINT: store.endpoint,
      AWS_ACCESS_KEY_ID: "forage",
      AWS_SECRET_ACCESS_KEY: "forage-store",
    }),
  };
  // this process looks at the same place, past the wire
  Object.assign(process.env, environment, { DATABASE_URL: cluster.url, FORAGE_WATCH_DATABASE: "" });
  for (const id of ["forage-n/0", "forage-n/1"]) await makeModel(models, id);
  const pool = new pg.Pool({ connectionString: cluster.url, max: 1 });
  await migrateDatabase(drizzle(pool));
  await pool.end();
  await inTeam({ teamId: LOCAL_USER_ID }, () => seedClasses());
  await closeDatabase();

  const ledger = emptyLedger();
  const parties = new Set<Party>();
  let count = 0;
  const end = async (child: ChildProcess) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  };
  return {
    folder,
    wire,
    store,
    ledger,
    parties,
    databaseUrl: () => cluster.url,
    query: async (text, values = []) => {
      const client = new pg.Client({ connectionString: cluster.url, application_name: "faults" });
      await client.connect();
      try {
        return (await client.query(text, [...values])).rows;
      } finally {
        await client.end();
      }
    },
    start: async (role) => {
      const own = join(folder, "replicas", String(++count));
      if (store) mkdirSync(own, { recursive: true });
      const child = spawnChild(role, { ...environment, ...(store && { FORAGE_DATA_DIR: own }) });
      child.on("message", (told: Told) => note(ledger, told));
      await atWork(child);
      const party: Party = {
        role,
        process: child,
        say: (said) => void (child.connected && child.send(said)),
        kill: async () => {
          parties.delete(party);
          await end(child);
        },
      };
      parties.add(party);
      return party;
    },
    killDatabase: async () => {
      // its processes hold memory in common: all of them go, as when the machine's memory is given to somebody else
      const all = [cluster.pid, ...childrenOf(cluster.pid)];
      for (const pid of all) killNow(pid);
      await sleep(200);
      cluster = await startCluster({ dataFolder: folder });
    },
    stop: async () => {
      for (const party of [...parties]) await party.kill();
      await wire.stop();
      await store?.stop();
      await closeDatabase();
      await cluster.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
