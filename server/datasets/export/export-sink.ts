import { createWriteStream } from "node:fs";
import { mkdir, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { finished, pipeline } from "node:stream/promises";
import { ZipFile } from "yazl";
import { AppError } from "@/lib/core/errors";
import { diskError } from "@/server/storage/disk-error";
import type { OpenedFile } from "@/server/storage/file-store";

/** Where an export goes: a new or empty folder, or a zip archive that replaces an older one. */
export type ExportTarget =
  | { readonly kind: "folder"; readonly path: string }
  | { readonly kind: "zip"; readonly path: string };

/** Takes an export file by file; a photo is streamed, never held. */
export interface ExportSink {
  addText(file: string, text: string): Promise<void>;
  /** A small file; bytes are taken for compressed already. */
  addContent(file: string, content: Uint8Array | string): Promise<void>;
  addStored(file: string, opened: OpenedFile): Promise<void>;
  /** @returns bytes written */
  finish(): Promise<number>;
  /** Removes an archive completely; files in a folder stay. */
  abort(): Promise<void>;
}

const toNode = ({ stream }: OpenedFile) => Readable.fromWeb(stream as Parameters<typeof Readable.fromWeb>[0]);

async function openFolderSink(folder: string): Promise<ExportSink> {
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length > 0) {
    throw new AppError("export/folder-not-empty", { facts: { folder } });
  }
  const made = new Set<string>();
  let bytes = 0;
  const place = async (file: string) => {
    const full = path.join(folder, file);
    const parent = path.dirname(full);
    if (!made.has(parent)) await mkdir(parent, { recursive: true });
    made.add(parent);
    return full;
  };
  return {
    addText: async (file, text) => {
      await writeFile(await place(file), text);
      bytes += Buffer.byteLength(text);
    },
    addContent: async (file, content) => {
      await writeFile(await place(file), content);
      bytes += Buffer.byteLength(content);
    },
    addStored: async (file, opened) => {
      await pipeline(toNode(opened), createWriteStream(await place(file)));
      bytes += opened.bytes;
    },
    finish: async () => bytes,
    abort: async () => undefined,
  };
}

async function openZipSink(target: string): Promise<ExportSink> {
  await mkdir(path.dirname(target), { recursive: true });
  const partial = `${target}.partial`;
  const zip = new ZipFile();
  const output = createWriteStream(partial, { mode: 0o600 });
  const written = pipeline(zip.outputStream as Readable, output);
  // a full disk is reported to the caller that adds the next file
  const broken = new Promise<never>((_resolve, reject) => written.catch(reject));
  broken.catch(() => undefined);
  return {
    addText: async (file, text) => zip.addBuffer(Buffer.from(text), file),
    addContent: async (file, content) =>
      zip.addBuffer(Buffer.from(content as Uint8Array), file, { compress: typeof content === "string" }),
    addStored: async (file, opened) => {
      const stream = toNode(opened);
      // photos do not shrink
      zip.addReadStream(stream, file, { compress: false, size: opened.bytes });
      // the archive takes files one after the other: waiting for this one keeps a single one open
      await Promise.race([finished(stream, { writable: false }), broken]);
    },
    finish: async () => {
      zip.end();
      await written;
      await rename(partial, target);
      return (await stat(target)).size;
    },
    abort: async () => {
      output.destroy();
      await written.catch(() => undefined);
      await rm(partial, { force: true });
    },
  };
}

/** @throws AppError export/folder-not-empty, storage/… */
export async function openExportSink({ kind, path: place }: ExportTarget): Promise<ExportSink> {
  try {
    return kind === "zip" ? await openZipSink(place) : await openFolderSink(place);
  } catch (error) {
    throw diskError(error, place);
  }
}
