import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { startCluster } from "@/server/db/cluster/cluster";
import { ensureBuild } from "@/server/start/build";
import { createSteps } from "@/server/start/steps";
import { type SmallStore, startSmallStore } from "@/server/storage/testing/small-store";
import { type Client, createClient } from "./client";
import { HOST, type Replica, type ReplicaOptions, startReplica } from "./replica";
import { startRoundRobin } from "./round-robin";

export const SECRET = "a secret of thirty-two characters or more";

/** What stands in front of the replicas. */
export interface Front {
  readonly port: number;
  /** Sends requests to these ports from now on. */
  aim(ports: readonly number[]): Promise<void>;
  stop(): Promise<void>;
}

export interface World {
  readonly client: Client;
  readonly database: pg.Client;
  readonly databaseUrl: string;
  readonly front: Front;
  /** Those that run now, by name. */
  readonly replicas: Map<string, Replica>;
  readonly log: (text: string) => void;
  /** The small store, where none was given. */
  readonly store: SmallStore | undefined;
  /** Starts one; it is not asked before `aimAtAll`. */
  start(name: string, options?: Partial<ReplicaOptions>): Promise<Replica>;
  /** The proxy asks those that have pages. */
  aimAtAll(): Promise<void>;
  stop(): Promise<void>;
}

/** The parts around the replicas; the small ones of our own where none is given. */
export interface Around {
  readonly databaseUrl?: string;
  /** Environment of an object store with a bucket. */
  readonly store?: Readonly<Record<string, string>>;
  readonly front?: Front;
}

async function ownFront(): Promise<Front> {
  const proxy = await startRoundRobin([]);
  return {
    port: proxy.port,
    aim: async (ports) => {
      proxy.targets = ports;
    },
    stop: proxy.stop,
  };
}

export const storeEnvironment = (endpoint: string, bucket = "forage") => ({
  FORAGE_S3_BUCKET: bucket,
  FORAGE_S3_ENDPOINT: endpoint,
  AWS_ACCESS_KEY_ID: "forage",
  AWS_SECRET_ACCESS_KEY: "forage-store",
});

/** @param root the checkout that replicas run from unless one is said to run from another */
export async function createWorld(root: string, around: Around, log: (text: string) => void): Promise<World> {
  // once: replicas that start at the same time would each begin to build
  await ensureBuild({ root, distFolder: process.env.FORAGE_DIST_DIR ?? ".next" }, createSteps(log));
  const endings: (() => Promise<unknown>)[] = [];
  const end = (ending: () => Promise<unknown>) => void endings.unshift(ending);
  let { databaseUrl } = around;
  if (!databaseUrl) {
    const folder = mkdtempSync(join(tmpdir(), "forage-replicas-"));
    chmodSync(folder, 0o711);
    end(async () => rmSync(folder, { recursive: true, force: true }));
    const cluster = await startCluster({ dataFolder: folder, isThrowaway: true });
    end(() => cluster.stop());
    databaseUrl = cluster.url;
  }
  const small = around.store ? undefined : await startSmallStore();
  if (small) end(() => small.stop());
  const store = around.store ?? storeEnvironment(small?.endpoint ?? "");
  const front = around.front ?? (await ownFront());
  end(() => front.stop());
  const database = new pg.Client({ connectionString: databaseUrl, application_name: "trial" });
  await database.connect();
  end(() => database.end());
  const replicas = new Map<string, Replica>();
  end(() => Promise.all([...replicas.values()].map((one) => one.stop())));
  const environment = {
    ...store,
    DATABASE_URL: databaseUrl,
    FORAGE_SECRET: SECRET,
    FORAGE_PUBLIC_URL: `https://${HOST}`,
    FORAGE_DRAIN_SECONDS: "5",
    FORAGE_DETECTION_WORKERS: "1",
    FORAGE_DETECTION_THREADS: "1",
  };
  return {
    client: createClient(front.port),
    database,
    databaseUrl,
    front,
    replicas,
    log,
    store: small,
    start: async (name, options = {}) => {
      const replica = await startReplica({
        name,
        root,
        ...options,
        environment: { ...environment, ...options.environment },
      });
      replicas.set(name, replica);
      return replica;
    },
    aimAtAll: () =>
      front.aim(
        [...replicas.values()].filter((one) => !one.name.startsWith("worker")).map(({ port }) => port),
      ),
    stop: async () => {
      for (const ending of endings) await ending();
    },
  };
}
