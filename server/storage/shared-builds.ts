import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { AppError } from "@/lib/core/errors";
import { projectPath } from "./project-root";
import { s3Settings } from "./s3-settings";
import type { SharedStore } from "./shared-store";

/**
 * The scripts and styles of every build that runs. While one version replaces another, a page of the one may ask a replica of
 * the other for its scripts: what that one does not have is in the object store, since each puts its own there before it
 * answers. Names come from contents, so no two builds mean different files by one name.
 */
const PLACES = [
  { address: "_next/static", folder: () => path.join(process.env.FORAGE_DIST_DIR ?? ".next", "static") },
  { address: "worker", folder: () => path.join("public", "worker") },
] as const;

const DAY_MS = 86_400_000;
/** Put there again by a replica that starts after this. */
const FRESH_MS = 7 * DAY_MS;
/** Removed after this: no replica runs beside one of a version that old. */
const KEPT_MS = 30 * DAY_MS;

const TYPES: Readonly<Record<string, string>> = {
  ".js": "application/javascript; charset=UTF-8",
  ".css": "text/css; charset=UTF-8",
  ".wasm": "application/wasm",
  ".woff2": "font/woff2",
  ".json": "application/json; charset=UTF-8",
  ".map": "application/json; charset=UTF-8",
};

async function storeOf(folder: string): Promise<SharedStore | undefined> {
  const settings = s3Settings();
  if (!settings) return undefined;
  const { createSharedStore } = await import("./s3-shared-store");
  return createSharedStore(settings, projectPath(folder), "builds");
}

/** Under its address, with nothing that leads out of its folder. */
function placeOf(address: string) {
  const place = PLACES.find((one) => address.startsWith(`${one.address}/`));
  if (!place || address.split("/").some((word) => word === ".." || word === "." || word === ""))
    return undefined;
  const name = address.slice(place.address.length + 1);
  return { name, file: projectPath(place.folder(), ...name.split("/")), folder: place.folder() };
}

/** Puts what this build has there, unless it is. @returns how many files @throws AppError storage/… */
export async function shareBuild(now = Date.now()): Promise<number> {
  let count = 0;
  for (const { folder } of PLACES) {
    const store = await storeOf(folder());
    if (!store) return 0;
    const fresh = new Set<string>();
    for await (const page of store.list(""))
      for (const { name, writtenAt } of page) if (now - writtenAt.getTime() < FRESH_MS) fresh.add(name);
    const entries = await readdir(projectPath(folder()), { recursive: true, withFileTypes: true });
    const names = entries
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(projectPath(folder()), path.join(entry.parentPath, entry.name)))
      .map((name) => name.split(path.sep).join("/"));
    for (const name of names.filter((one) => !fresh.has(one))) {
      await store.share(name);
      count++;
    }
  }
  return count;
}

/** Removes what belongs to builds of long ago. @returns how many files */
export async function clearBuilds(now = Date.now()): Promise<number> {
  const store = await storeOf(PLACES[0].folder());
  let count = 0;
  if (store)
    for await (const page of store.list(""))
      for (const { name, writtenAt } of page)
        if (now - writtenAt.getTime() > KEPT_MS) {
          await store.remove(name);
          count++;
        }
  return count;
}

/**
 * A file of another build.
 * @param address of a request, without its first slash and what follows a question mark
 * @returns undefined where this build has it itself, and where nobody has
 */
export async function openOtherBuild(
  address: string,
): Promise<{ readonly stream: Readable; readonly type: string } | undefined> {
  const place = placeOf(address);
  if (!place || existsSync(place.file)) return undefined;
  const store = await storeOf(place.folder);
  const opened = await store?.open(place.name).catch((error: unknown) => {
    // as if nobody had it: the page is loaded again
    if (error instanceof AppError) return undefined;
    throw error;
  });
  if (!opened) return undefined;
  return {
    stream: Readable.fromWeb(opened.stream as Parameters<typeof Readable.fromWeb>[0]),
    type: TYPES[path.extname(place.name)] ?? "application/octet-stream",
  };
}
