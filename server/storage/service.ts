import { dataPath } from "./data-folder";
import { createDiskStore } from "./disk-store";
import type { FileStore } from "./file-store";
import { takeRoom } from "./quota";
import type { S3Settings } from "./s3-client";
import { s3Settings } from "./s3-settings";

let opened: { readonly key: string; readonly store: FileStore } | undefined;

/** Where files are kept, by the environment: an S3-compatible store when `FORAGE_S3_BUCKET` is set, else the disk. */
export async function getFileStore(): Promise<FileStore> {
  const settings = s3Settings();
  const folder = dataPath("files");
  const key = JSON.stringify([settings, folder]);
  if (opened?.key === key) return opened.store;
  const store = settings ? await openS3(settings) : withinQuota(createDiskStore(folder));
  opened = { key, store };
  return store;
}

/** The disk's store with a limit; what an object store may hold is its own setting. */
function withinQuota(store: FileStore): FileStore {
  return {
    ...store,
    put: async (content) => {
      await takeRoom("photos", content.length);
      return store.put(content);
    },
  };
}

/** The S3 client is large and most installations never need it. */
async function openS3(settings: S3Settings): Promise<FileStore> {
  const { createS3Store } = await import("./s3-store");
  return createS3Store(settings);
}
