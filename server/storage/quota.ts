import { readdir, stat, statfs } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { AppError } from "@/lib/core/errors";
import { environmentValue } from "@/server/environment/environment-value";
import { dataFolder } from "./data-folder";

/** What is kept in the data folder, each with a limit of its own. */
export type StoreName = "photos" | "uploads" | "recipes" | "models" | "datasets";

interface StorePlace {
  /** In the data folder. */
  readonly folders: readonly string[];
  /** Environment variable that sets the limit, in GB. */
  readonly setting: string;
  readonly limitGigabytes: number;
  /** As people call it. */
  readonly words: string;
}

const STORES: Readonly<Record<StoreName, StorePlace>> = {
  photos: {
    folders: ["files", "files-aside"],
    setting: "FORAGE_QUOTA_PHOTOS_GB",
    limitGigabytes: 1_000,
    words: "photos and other stored files",
  },
  uploads: {
    folders: ["imports", "uploads"],
    setting: "FORAGE_QUOTA_UPLOADS_GB",
    limitGigabytes: 300,
    words: "uploads",
  },
  recipes: {
    folders: ["recipe-imports"],
    setting: "FORAGE_QUOTA_RECIPES_GB",
    limitGigabytes: 50,
    words: "recipe collections that wait",
  },
  models: {
    folders: ["models"],
    setting: "FORAGE_QUOTA_MODELS_GB",
    limitGigabytes: 100,
    words: "models",
  },
  datasets: {
    folders: ["exports", "training", "gate"],
    setting: "FORAGE_QUOTA_DATASETS_GB",
    limitGigabytes: 500,
    words: "exports and training runs",
  },
};

const FREE_DISK_SETTING = "FORAGE_FREE_DISK_MB";
const FREE_DISK_MB = 500;
/** A small disk keeps a share of it free instead. */
const FREE_SHARE = 0.02;
/** How long a measured size is trusted, plus what was added since. */
const MEASURED_FOR_MS = 5 * 60_000;
const GIGABYTE = 2 ** 30;
const MEGABYTE = 2 ** 20;

const numberSchema = z.coerce.number().positive();

/** A setting of the environment or the page, the usual value for one that is no number. */
function settingOf(name: string, usual: number): number {
  return numberSchema.safeParse(environmentValue(name)).data ?? usual;
}

async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  let bytes = 0;
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) bytes += await sizeOf(path);
    else if (entry.isFile()) bytes += (await stat(path).catch(() => undefined))?.size ?? 0;
  }
  return bytes;
}

interface Measured {
  readonly atMs: number;
  readonly bytes: Promise<number>;
  added: number;
}

/** On globalThis, because a bundler may load this module more than once. */
const holder = globalThis as { forageSizes?: Map<string, Measured> };
holder.forageSizes ??= new Map();
const sizes = holder.forageSizes;

/** Bytes in a store: measured now and then, and counted in between. */
async function usedBytes(store: StoreName, root: string): Promise<Measured> {
  const key = join(/*turbopackIgnore: true*/ root, store);
  const known = sizes.get(key);
  if (known && performance.now() - known.atMs < MEASURED_FOR_MS) return known;
  const bytes = Promise.all(
    STORES[store].folders.map((folder) => sizeOf(join(/*turbopackIgnore: true*/ root, folder))),
  ).then((all) => all.reduce((sum, one) => sum + one, 0));
  const measured = { atMs: performance.now(), bytes, added: 0 };
  sizes.set(key, measured);
  return measured;
}

/** @throws AppError storage/disk-full when less than the floor would be left free */
async function checkDisk(root: string, bytes: number): Promise<void> {
  const disk = await statfs(root).catch(() => undefined);
  // a missing folder is made by the writer
  if (!disk) return;
  const floor = Math.min(
    settingOf(FREE_DISK_SETTING, FREE_DISK_MB) * MEGABYTE,
    disk.blocks * disk.bsize * FREE_SHARE,
  );
  const free = disk.bavail * disk.bsize;
  if (free - bytes >= floor) return;
  throw new AppError("storage/disk-full", {
    facts: { freeMegabytes: Math.floor(free / MEGABYTE), floorMegabytes: Math.ceil(floor / MEGABYTE) },
  });
}

/**
 * Makes sure that there is room for something in a store before it is written, and counts it.
 * @throws AppError storage/quota when the store's limit is reached, storage/disk-full when the disk has too little left
 */
export async function takeRoom(store: StoreName, bytes: number): Promise<void> {
  const root = dataFolder();
  await checkDisk(root, bytes);
  const { setting, limitGigabytes, words } = STORES[store];
  const limit = settingOf(setting, limitGigabytes);
  const used = await usedBytes(store, root);
  if ((await used.bytes) + used.added + bytes > limit * GIGABYTE) {
    throw new AppError("storage/quota", { facts: { store: words, limitGigabytes: limit, setting } });
  }
  used.added += bytes;
}

/** Room is requested for this many bytes of a stream at a time. */
const PIECE_BYTES = 16 * MEGABYTE;

/** Passes a stream on, as long as there is room for it. @throws AppError as `takeRoom` */
export async function* withRoom(
  store: StoreName,
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let taken = 0;
  let bytes = 0;
  for await (const part of source) {
    bytes += part.length;
    while (bytes > taken) {
      await takeRoom(store, PIECE_BYTES);
      taken += PIECE_BYTES;
    }
    yield part;
  }
}

/** Forgets what was measured: much was removed. */
export function measureAnew(): void {
  sizes.clear();
}
