import type { SetFiles } from "@/lib/core/datasets/formats/set-files";
import { AppError } from "@/lib/core/errors";
import { setFilesOf } from "../set-files";
import type { SetSource } from "../source/set-source";

/** A set in memory, by path; text as UTF-8. */
export function memorySource(files: Readonly<Record<string, string | Uint8Array>>): SetSource {
  const byPath = new Map(Object.entries(files));
  const read = async (path: string) => {
    const content = byPath.get(path);
    if (content === undefined) throw new AppError("storage/missing");
    return typeof content === "string" ? new TextEncoder().encode(content) : content;
  };
  return {
    entries: [...byPath.keys()].toSorted().map((path) => ({ path, bytes: 0 })),
    refused: [],
    read,
    // a few bytes at a time: a text cut anywhere must be read like the whole text
    async *parts(path) {
      const bytes = await read(path);
      for (let from = 0; from < bytes.length; from += 7) yield bytes.subarray(from, from + 7);
    },
    close: async () => undefined,
  };
}

/** The same as a format reads it. */
export const memoryFiles = (files: Readonly<Record<string, string | Uint8Array>>): SetFiles =>
  setFilesOf(memorySource(files));
