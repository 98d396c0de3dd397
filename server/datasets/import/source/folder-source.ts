import type { Dirent } from "node:fs";
import { open, readdir, realpath, stat } from "node:fs/promises";
import path from "node:path";
import { isClutter } from "@/lib/core/datasets/formats/paths";
import type { Refusal, SourceEntry } from "@/lib/core/datasets/formats/set-files";
import { AppError } from "@/lib/core/errors";
import { diskError } from "@/server/storage/disk-error";
import { MAX_ENTRIES, type SetSource } from "./set-source";

export interface FolderOptions {
  /** Follow links: only for a folder that a person named on this computer, never for an upload. */
  readonly followLinks?: boolean;
}

interface Found {
  readonly entries: SourceEntry[];
  readonly refused: Refusal[];
}

/** What an entry is; a link counts as its target where links are followed, and is refused elsewhere. */
async function kindOf(
  entry: Dirent,
  at: string,
  follow: boolean,
): Promise<"file" | "folder" | Refusal["reason"]> {
  // followed, a link could lead out of the set
  if (entry.isSymbolicLink() && !follow) return "it is a link";
  const known = entry.isSymbolicLink() ? await stat(at).catch(() => undefined) : entry;
  if (!known) return "it is a link that leads nowhere";
  return known.isFile() ? "file" : known.isDirectory() ? "folder" : "it is no file";
}

interface Walk {
  readonly root: string;
  readonly follow: boolean;
  /** Real paths of the folders above: a link that leads back into one of them ends there. */
  readonly above: readonly string[];
}

async function walk({ root, follow, above }: Walk, inner: string, found: Found): Promise<void> {
  const here = follow ? await realpath(path.join(root, inner)) : "";
  if (above.includes(here) && follow) return;
  const entries = await readdir(path.join(root, inner), { withFileTypes: true });
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const at = inner === "" ? entry.name : `${inner}/${entry.name}`;
    if (isClutter(at)) continue;
    const kind = await kindOf(entry, path.join(root, at), follow);
    if (kind === "folder") await walk({ root, follow, above: [...above, here] }, at, found);
    else if (kind === "file") found.entries.push({ path: at, bytes: 0 });
    else found.refused.push({ path: at, reason: kind });
    if (found.entries.length > MAX_ENTRIES) {
      throw new AppError("import/too-large", { facts: { limitFiles: MAX_ENTRIES } });
    }
  }
}

/** @throws AppError request/invalid when there is no such folder, storage/… */
export async function openFolderSource(
  folder: string,
  { followLinks = false }: FolderOptions = {},
): Promise<SetSource> {
  const found: Found = { entries: [], refused: [] };
  await walk({ root: folder, follow: followLinks, above: [] }, "", found).catch((error: unknown) => {
    const code = error instanceof Error && "code" in error ? error.code : "";
    if (code === "ENOENT" || code === "ENOTDIR") {
      throw new AppError("request/invalid", {
        facts: { field: `there is no folder ${folder}` },
        cause: error,
      });
    }
    throw diskError(error, folder);
  });
  return {
    ...found,
    read: async (inner, limitBytes) => {
      // only what the walk found: a path invented by a label file leads nowhere
      const handle = await open(path.join(folder, inner), "r").catch((error: unknown) => {
        throw diskError(error, folder);
      });
      try {
        const { size } = await handle.stat();
        if (size > limitBytes) throw fileTooLarge(inner, limitBytes);
        return await handle.readFile();
      } finally {
        await handle.close();
      }
    },
    async *parts(inner, limitBytes) {
      const handle = await open(path.join(folder, inner), "r").catch((error: unknown) => {
        throw diskError(error, folder);
      });
      try {
        if ((await handle.stat()).size > limitBytes) throw fileTooLarge(inner, limitBytes);
        yield* handle.createReadStream({ autoClose: false });
      } finally {
        await handle.close();
      }
    },
    close: async () => undefined,
  };
}

export function fileTooLarge(file: string, limitBytes: number): AppError {
  return new AppError("import/file-too-large", {
    facts: { file, limitMegabytes: Math.round(limitBytes / 2 ** 20) },
  });
}
