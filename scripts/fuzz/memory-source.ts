import { AppError } from "@/lib/core/errors";
import { openSet } from "@/server/datasets/import/open-set";
import { recogniseFormat } from "@/server/datasets/import/recognise-format";
import { scanLabels } from "@/server/datasets/import/scan-set";
import type { SetSource } from "@/server/datasets/import/source/set-source";

/** A labelled set in memory, by path. */
export type MemorySet = Readonly<Record<string, Uint8Array>>;

function sourceOf(files: MemorySet): SetSource {
  const read = async (path: string) => {
    const bytes = Object.hasOwn(files, path) ? files[path] : undefined;
    if (!bytes) throw new AppError("storage/missing");
    return bytes;
  };
  return {
    entries: Object.entries(files).map(([path, { byteLength }]) => ({ path, bytes: byteLength })),
    refused: [],
    read,
    async *parts(path) {
      yield await read(path);
    },
    close: async () => undefined,
  };
}

/** Recognises a set and reads every label of it, as an import looks at it first. */
export async function readSet(source: SetSource): Promise<void> {
  const set = await openSet(source, await recogniseFormat(source));
  await scanLabels(set);
  for (const photo of set.photos.slice(0, 20)) {
    await set.readLabels(photo, { width: 640, height: 480 }).catch((error: unknown) => {
      if (!(error instanceof AppError)) throw error;
    });
  }
}

export const readMemorySet = (files: MemorySet): Promise<void> => readSet(sourceOf(files));
