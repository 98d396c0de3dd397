import { readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { connection } from "@/server/db/transaction";
import { paramsOf } from "@/server/jobs/service";
import { dataFolder, dataPath } from "@/server/storage/data-folder";
import { removeShared, sharedStore } from "@/server/storage/shared-files";
import type { SharedStore } from "@/server/storage/shared-store";
import { listRunIds } from "./repository";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** A place for temporary files, and when they expire. */
interface Place {
  readonly folder: string;
  /** Of the entries in it, by their name. */
  readonly isOver: (name: string, ageMs: number) => boolean;
}

/**
 * What jobs still need, by the values of their parameters and by their own ids: those that wait or work, and for a day those that failed
 * or were cancelled, since a person may resume them.
 */
async function neededByJobs(): Promise<ReadonlySet<string>> {
  const kinds = ["import", "import-scan", "recipe-import", "upload-model", "export", "takeout", "gate"];
  const open = await paramsOf(kinds, ["queued", "running", "cancelling"]);
  const ended = await paramsOf(kinds, ["failed", "cancelled"]);
  const resumable = ended.filter(({ endedAt }) => Date.now() - (endedAt?.getTime() ?? 0) < DAY_MS);
  const needed = [...open, ...resumable].flatMap(({ id, params }) => [
    id,
    ...(typeof params === "object" && params !== null ? Object.values(params).map(String) : []),
  ]);
  return new Set(needed);
}

/** Where places are looked for: the data folder of this replica, or what replicas share. */
interface Tree {
  entries(folder: string): Promise<readonly string[]>;
  /** Newest time in a place, so that one which is still being filled is not old. */
  writtenAtMs(place: string): Promise<number>;
  remove(place: string): Promise<void>;
}

async function entriesOf(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => []);
}

const HERE: Tree = {
  entries: entriesOf,
  async writtenAtMs(place) {
    const own = await stat(place).catch(() => undefined);
    if (!own) return Date.now();
    if (!own.isDirectory()) return own.mtimeMs;
    const inner = await Promise.all(
      (await entriesOf(place)).map((name) => stat(path.join(place, name)).catch(() => undefined)),
    );
    return Math.max(own.mtimeMs, ...inner.map((one) => one?.mtimeMs ?? 0));
  },
  remove: (place) => rm(place, { recursive: true, force: true }),
};

/** What is shared in some folders, as a tree of paths in the data folder. */
async function sharedTree(store: SharedStore, folders: readonly string[]): Promise<Tree> {
  const root = dataFolder();
  const files = new Map<string, number>();
  for (const folder of folders)
    for await (const page of store.list(folder))
      for (const { name, writtenAt } of page) files.set(path.join(root, name), writtenAt.getTime());
  const below = (place: string) =>
    [...files].filter(([file]) => file === place || file.startsWith(`${place}${path.sep}`));
  return {
    entries: async (folder) => [
      ...new Set(below(folder).map(([file]) => path.relative(folder, file).split(path.sep)[0] ?? "")),
    ],
    writtenAtMs: async (place) => Math.max(0, ...below(place).map(([, atMs]) => atMs)),
    remove: removeShared,
  };
}

async function clear({ folder, isOver }: Place, tree: Tree): Promise<readonly string[]> {
  const removed: string[] = [];
  for (const name of await tree.entries(folder)) {
    const place = path.join(folder, name);
    if (!isOver(name, Date.now() - (await tree.writtenAtMs(place)))) continue;
    await tree.remove(place);
    removed.push(place);
  }
  return removed;
}

/** Of an upload that nobody imported, or that was: its files are removed after a day, its record after a week. */
async function importPlaces(needed: ReadonlySet<string>, tree: Tree): Promise<readonly Place[]> {
  const folder = dataPath("imports");
  const uploads = (await tree.entries(folder)).filter((name) => !needed.has(name));
  return [
    { folder, isOver: (name, ageMs) => !needed.has(name) && ageMs > 7 * DAY_MS },
    ...uploads.map((name) => ({
      folder: path.join(folder, name),
      isOver: (inner: string, ageMs: number) =>
        (inner === "files" || inner === "upload.zip") && ageMs > DAY_MS,
    })),
  ];
}

/** Versions of models that were not finished: they have no manifest. */
async function modelPlaces(root: string): Promise<readonly Place[]> {
  const models = path.join(/*turbopackIgnore: true*/ root, "models");
  const names = (await entriesOf(models)).filter((name) => name !== "parity");
  return Promise.all(
    names.map(async (name) => {
      const folder = path.join(models, name);
      const versions = await entriesOf(folder);
      const isFinished = await Promise.all(
        versions.map((version) =>
          stat(path.join(folder, version, "manifest.json")).then(
            () => true,
            () => false,
          ),
        ),
      );
      const finished = new Set(versions.filter((version, i) => isFinished[i] && !version.includes(".")));
      return { folder, isOver: (version: string, ageMs: number) => !finished.has(version) && ageMs > DAY_MS };
    }),
  );
}

/** Of jobs and uploads, in each replica's folder and where they are shared. */
async function jobPlaces(tree: Tree): Promise<readonly Place[]> {
  const needed = await neededByJobs();
  const runs = await listRunIds(connection());
  const isNeeded = (name: string) => needed.has(name) || needed.has(name.split(".")[0] ?? "");
  return [
    { folder: dataPath("uploads"), isOver: (name, ageMs) => !isNeeded(name) && ageMs > DAY_MS },
    { folder: dataPath("recipe-imports"), isOver: (name, ageMs) => !isNeeded(name) && ageMs > HOUR_MS },
    {
      folder: dataPath("exports"),
      isOver: (name, ageMs) =>
        name.endsWith(".partial") ? !isNeeded(name) && ageMs > HOUR_MS : ageMs > 7 * DAY_MS,
    },
    { folder: dataPath("gate"), isOver: (name, ageMs) => !isNeeded(name) && ageMs > HOUR_MS },
    { folder: dataPath("training"), isOver: (name, ageMs) => !runs.has(name) && ageMs > DAY_MS },
    ...(await importPlaces(needed, tree)),
  ];
}

const SHARED_FOLDERS = ["uploads", "recipe-imports", "exports", "imports", "training"] as const;

async function clearAll(places: readonly Place[], tree: Tree): Promise<readonly string[]> {
  const removed: string[] = [];
  for (const place of places) removed.push(...(await clear(place, tree)));
  return removed;
}

/**
 * Removes temporary files of this replica that are no longer needed: uploads, partial archives, folders of jobs that
 * ended, models that were not finished, and Forage's files in the system's temporary folder.
 * @returns removed paths
 */
export async function clearTemporaryFiles(): Promise<readonly string[]> {
  const temporary: Place = {
    folder: tmpdir(),
    isOver: (name, ageMs) =>
      /^forage-(gate|sheet)-|^forage-[0-9a-f]{64}-\d+\.onnx/.test(name) && ageMs > DAY_MS,
  };
  return clearAll([...(await jobPlaces(HERE)), temporary, ...(await modelPlaces(dataFolder()))], HERE);
}

/** The same of what replicas share. @returns removed paths */
export async function clearSharedFiles(): Promise<readonly string[]> {
  const store = await sharedStore();
  if (!store) return [];
  const tree = await sharedTree(store, SHARED_FOLDERS);
  return clearAll(await jobPlaces(tree), tree);
}
