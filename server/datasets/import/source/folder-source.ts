import type { Dirent } from "node:fs";
import { open, readdir } from "node:fs/promises";
import path from "node:path";
import { isClutter } from "@/lib/core/datasets/formats/paths";
import { AppError } from "@/lib/core/errors";
import { diskError } from "@/server/storage/disk-error";
import { MAX_ENTRIES, type Refusal, type SetSource, type SourceEntry } from "./set-source";

interface Found {
  readonly entries: SourceEntry[];
  readonly refused: Refusal[];
}

function refusalOf(entry: Dirent): string | undefined {
  // followed, a link could lead out of the set
  if (entry.isSymbolicLink()) return "it is a link";
  return entry.isFile() || entry.isDirectory() ? undefined : "it is no file";
}

async function walk(root: string, inner: string, found: Found): Promise<void> {
  const entries = await readdir(path.join(root, inner), { withFileTypes: true });
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const at = inner === "" ? entry.name : `${inner}/${entry.name}`;
    if (isClutter(at)) continue;
    const reason = refusalOf(entry);
    if (reason) found.refused.push({ path: at, reason });
    else if (entry.isDirectory()) await walk(root, at, found);
    else found.entries.push({ path: at, bytes: 0 });
    if (found.entries.length > MAX_ENTRIES) {
      throw new AppError("import/too-large", { facts: { limitFiles: MAX_ENTRIES } });
    }
  }
}

/** @throws AppError request/invalid when there is no such folder, storage/… */
export async function openFolderSource(folder: string): Promise<SetSource> {
  const found: Found = { entries: [], refused: [] };
  await walk(folder, "", found).catch((error: unknown) => {
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
      // only what the walk found: a path made up by a label file leads nowhere
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
    close: async () => undefined,
  };
}

export function fileTooLarge(file: string, limitBytes: number): AppError {
  return new AppError("import/file-too-large", {
    facts: { file, limitMegabytes: Math.round(limitBytes / 2 ** 20) },
  });
}
