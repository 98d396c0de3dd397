import { createReadStream } from "node:fs";
import { readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { dataFolder } from "./data-folder";
import type { OpenedFile } from "./file-store";
import type { S3Settings } from "./s3-client";
import { s3Settings } from "./s3-settings";
import type { SharedStore } from "./shared-store";

/*
 * Files of the data folder that another process may have to read: an upload that waits for its job, an archive that
 * waits for its download. With a folder of its own for each replica, and an object store, they also lie in that store
 * under `work/`, and whoever needs one brings it. Where files are kept on the disk there is one folder, and nothing to do.
 */

let opened: { readonly key: string; readonly store: Promise<SharedStore> } | undefined;

async function open(settings: S3Settings): Promise<SharedStore> {
  const { createSharedStore } = await import("./s3-shared-store");
  return createSharedStore(settings, dataFolder(), "work");
}

/** Undefined where files are kept on the disk. */
export async function sharedStore(): Promise<SharedStore | undefined> {
  const settings = s3Settings();
  if (!settings) return undefined;
  const key = JSON.stringify([settings, dataFolder()]);
  if (opened?.key !== key) opened = { key, store: open(settings) };
  return opened.store;
}

const nameOf = (place: string) => path.relative(dataFolder(), place).split(path.sep).join("/");

/** Once it resolves, every replica can bring the file. @throws AppError storage/… */
export async function shareFile(place: string): Promise<void> {
  await (await sharedStore())?.share(nameOf(place));
}

/** Afterwards the file is what was last shared; it is missing where it was removed. @throws AppError storage/… */
export async function bringFile(place: string): Promise<void> {
  await (await sharedStore())?.bring(nameOf(place));
}

/** Brings a file that only grows, unless there is more of it here: its writer may have ended before sharing the rest. */
export async function bringGrowing(place: string): Promise<void> {
  const store = await sharedStore();
  const there = (await store?.sizeOf(nameOf(place))) ?? 0;
  const here = (await stat(place).catch(() => undefined))?.size ?? 0;
  if (there > here) await store?.bring(nameOf(place));
}

/** Brings a file that never changes, unless it is here. */
export async function bringMissing(place: string): Promise<void> {
  if (await stat(place).catch(() => undefined)) return;
  const store = await sharedStore();
  if ((await store?.sizeOf(nameOf(place))) !== undefined) await store?.bring(nameOf(place));
}

/** As `bringFile`, a file or a folder with all in it. */
export async function bringPlace(place: string): Promise<void> {
  const store = await sharedStore();
  await store?.bring(nameOf(place));
  await store?.bringFolder(nameOf(place));
}

/** Opens a file here or, when another replica wrote it, where it was shared; undefined when there is none. */
export async function openShared(place: string): Promise<OpenedFile | undefined> {
  const store = await sharedStore();
  if (store) return store.open(nameOf(place));
  const found = await stat(place).catch(() => undefined);
  if (!found) return undefined;
  return {
    bytes: found.size,
    stream: Readable.toWeb(createReadStream(place)) as ReadableStream<Uint8Array>,
  };
}

/** Removes a file or a folder, here and where it was shared. @throws AppError storage/… */
export async function removeShared(place: string): Promise<void> {
  await rm(place, { recursive: true, force: true });
  await (await sharedStore())?.remove(nameOf(place));
}

/** Names in a folder, here and where they were shared. */
export async function namesIn(folder: string): Promise<readonly string[]> {
  const names = new Set(await readdir(folder).catch(() => []));
  const store = await sharedStore();
  const inner = nameOf(folder);
  if (store)
    for await (const page of store.list(inner))
      for (const { name } of page) names.add(name.slice(inner.length + 1).split("/", 1)[0] ?? "");
  names.delete("");
  return [...names];
}
