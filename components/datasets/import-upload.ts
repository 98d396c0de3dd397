import { fetchApi } from "@/lib/client/api/api-error";
import type { UploadOptions } from "@/lib/client/api/send-archive";
import { type Upload, uploadSchema } from "@/lib/contracts/dataset-import";
import { isArchiveName } from "@/lib/core/datasets/formats/archive-name";
import { isAppError } from "@/lib/core/errors";

/** Files of a folder under way at once. */
const PARALLEL = 6;

/** A file with its place in the folder that was chosen or dropped. */
export interface PlacedFile {
  readonly path: string;
  readonly file: File;
}

/** A folder of many small files may be faster than the server lets one person be: then it waits as long as it is told. */
async function sendPatiently(send: () => Promise<unknown>, signal: AbortSignal): Promise<void> {
  for (;;) {
    try {
      await send();
      return;
    } catch (error) {
      if (!isAppError(error) || error.code !== "request/too-many") throw error;
      await new Promise((resolve) => setTimeout(resolve, 1_000 * Number(error.facts.seconds ?? 1)));
      signal.throwIfAborted();
    }
  }
}

/** Sends a folder file by file, a few at a time. */
export async function sendFolder(
  name: string,
  files: readonly PlacedFile[],
  { signal, onProgress }: UploadOptions,
): Promise<Upload> {
  const query = new URLSearchParams({ kind: "folder", name });
  const type = { "content-type": "application/octet-stream" };
  const answer = await fetchApi(`/api/v1/imports?${query}`, { method: "POST", headers: type, signal });
  const upload = uploadSchema.parse(await answer.json());
  let [next, done] = [0, 0];
  const lane = async () => {
    for (let at = next++; at < files.length; at = next++) {
      const { path, file } = files[at] as PlacedFile;
      const place = `/api/v1/imports/${upload.uploadId}/files?${new URLSearchParams({ path })}`;
      await sendPatiently(
        () => fetchApi(place, { method: "POST", headers: type, body: file, signal }),
        signal,
      );
      onProgress({ done: ++done, total: files.length, unit: "files" });
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, lane));
  return upload;
}

/** Files of an `<input webkitdirectory>`, without the chosen folder's own name. */
export function filesOfInput(list: FileList): {
  readonly name: string;
  readonly files: readonly PlacedFile[];
} {
  const files = [...list].map((file) => {
    const [, ...inner] = file.webkitRelativePath.split("/");
    return { path: inner.join("/") || file.name, file };
  });
  return { name: list[0]?.webkitRelativePath.split("/")[0] ?? "folder", files };
}

async function filesOfEntry(entry: FileSystemEntry, path: string): Promise<readonly PlacedFile[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    return [{ path, file }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: PlacedFile[] = [];
  for (;;) {
    // a reader gives a hundred or so at a time, and none at the end
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (batch.length === 0) return found;
    for (const inner of batch) {
      found.push(...(await filesOfEntry(inner, path === "" ? inner.name : `${path}/${inner.name}`)));
    }
  }
}

/** What was dropped: an archive, or a folder with its files; undefined for anything else. */
export async function dropped(
  transfer: DataTransfer,
): Promise<
  { readonly zip: File } | { readonly name: string; readonly files: readonly PlacedFile[] } | undefined
> {
  const entry = transfer.items[0]?.webkitGetAsEntry();
  const file = transfer.files[0];
  if (entry?.isDirectory) return { name: entry.name, files: await filesOfEntry(entry, "") };
  return file && isArchiveName(file.name) ? { zip: file } : undefined;
}
