import { open, stat } from "node:fs/promises";

const MOST_BYTES = 4_000_000;

/** What was appended to a file since the last look, whole lines only. */
export interface FileTail {
  /** New lines, without their ends; none when the file is not there yet. */
  read(): Promise<readonly string[]>;
}

/**
 * Follows a file that grows.
 * @param lastBytes begin this far before its present end (at a line), instead of at its start
 */
export function followFile(file: string, { lastBytes }: { readonly lastBytes?: number } = {}): FileTail {
  let offset: number | undefined = lastBytes === undefined ? 0 : undefined;
  let rest = "";
  let skipsFirst = false;
  return {
    async read() {
      const size = await stat(file).then(
        (found) => found.size,
        () => undefined,
      );
      if (size === undefined) return [];
      if (offset === undefined) {
        offset = Math.max(0, size - (lastBytes ?? 0));
        skipsFirst = offset > 0;
      }
      if (size <= offset) return [];
      const handle = await open(file, "r");
      try {
        const bytes = Buffer.alloc(Math.min(size - offset, MOST_BYTES));
        const { bytesRead } = await handle.read(bytes, 0, bytes.length, offset);
        // a character may be cut at the end: only what ends with a line is decoded
        const end = bytes.subarray(0, bytesRead).lastIndexOf(0x0a) + 1;
        if (end === 0) return [];
        offset += end;
        const lines = (rest + bytes.subarray(0, end).toString("utf8")).split("\n");
        rest = lines.pop() ?? "";
        if (skipsFirst) lines.shift();
        skipsFirst = false;
        return lines;
      } finally {
        await handle.close();
      }
    },
  };
}
