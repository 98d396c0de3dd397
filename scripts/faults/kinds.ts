import { randomInt } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { StoreFault } from "@/server/storage/testing/small-store";
import type { FaultWorld, Party } from "./fault-world";

const DAY_MS = 86_400_000;

/** Something that breaks, and is mended again. */
export interface FaultKind {
  readonly name: string;
  /** Where files lie in it: on the disk, or in an object store with a data folder for each process. */
  readonly files: "disk" | "store";
  readonly strike: (world: FaultWorld) => Promise<void>;
}

const partyOf = (world: FaultWorld, role: Party["role"]): Party => {
  const found = [...world.parties].filter((one) => one.role === role);
  const chosen = found[randomInt(found.length)];
  if (!chosen) throw new RangeError(`no ${role}`);
  return chosen;
};

const killOne = (role: Party["role"]) => async (world: FaultWorld) => {
  await sleep(randomInt(2_000));
  await partyOf(world, role).kill();
  await world.start(role);
};

/** The processes say themselves that the store is full, or fail as it is written. */
async function fillDisk(world: FaultWorld): Promise<void> {
  for (const party of world.parties) party.say({ isFull: true });
  await sleep(500 + randomInt(1_500));
  for (const party of world.parties) party.say({ isFull: false });
}

const storeFault =
  (fault: StoreFault, share = 1) =>
  async (world: FaultWorld) => {
    const { store } = world;
    if (!store) throw new RangeError("no object store");
    store.fault = (method) => {
      if (fault === "cut" || fault === "short")
        return method === "GET" && Math.random() < share ? fault : undefined;
      return Math.random() < share ? fault : undefined;
    };
    await sleep(500 + randomInt(fault === "silent" ? 20_000 : 3_000));
    store.fault = undefined;
  };

export const KINDS: readonly FaultKind[] = [
  { name: "SIGKILL of the app", files: "disk", strike: killOne("app") },
  { name: "SIGKILL of the worker", files: "disk", strike: killOne("worker") },
  {
    name: "SIGKILL of PostgreSQL",
    files: "disk",
    strike: async (world) => {
      await sleep(randomInt(2_000));
      await world.killDatabase();
    },
  },
  {
    name: "connections cut",
    files: "disk",
    strike: async (world) => {
      for (let times = 1 + randomInt(4); times > 0; times--) {
        await sleep(randomInt(800));
        world.wire.cut();
      }
    },
  },
  {
    name: "database away",
    files: "disk",
    strike: async (world) => {
      await sleep(randomInt(1_000));
      world.wire.isClosed = true;
      world.wire.cut();
      await sleep(500 + randomInt(4_000));
      world.wire.isClosed = false;
    },
  },
  {
    name: "2 s of latency",
    files: "disk",
    strike: async (world) => {
      world.wire.delayMs = 2_000;
      await sleep(4_000 + randomInt(6_000));
      world.wire.delayMs = 0;
    },
  },
  {
    name: "clock jumps",
    files: "disk",
    strike: async (world) => {
      for (const party of world.parties)
        party.say({ clockOffsetMs: (Math.random() < 0.5 ? 1 : -1) * randomInt(1, 800) * DAY_MS });
      await sleep(1_000 + randomInt(2_000));
      for (const party of world.parties) party.say({ clockOffsetMs: 0 });
    },
  },
  { name: "disk full", files: "disk", strike: fillDisk },
  { name: "store silent", files: "store", strike: storeFault("silent") },
  { name: "store answers 503", files: "store", strike: storeFault("busy") },
  { name: "store answers 503 half the time", files: "store", strike: storeFault("busy", 0.5) },
  { name: "store cuts answers off", files: "store", strike: storeFault("cut") },
  { name: "store gives less than it has", files: "store", strike: storeFault("short") },
  { name: "replica lost in the middle of its jobs", files: "store", strike: killOne("worker") },
];
