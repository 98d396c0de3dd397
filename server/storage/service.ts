import { z } from "zod";
import { dataPath } from "./data-folder";
import { createDiskStore } from "./disk-store";
import type { FileStore } from "./file-store";
import { takeRoom } from "./quota";

const environmentSchema = z.object({
  FORAGE_S3_BUCKET: z.string().min(1).optional(),
  FORAGE_S3_ENDPOINT: z.url().optional(),
  FORAGE_S3_REGION: z.string().default("us-east-1"),
  FORAGE_S3_PREFIX: z
    .string()
    .default("")
    .transform((prefix) => prefix.replace(/^\/+|\/+$/g, "")),
});

let opened: { readonly key: string; readonly store: FileStore } | undefined;

/** Where files are kept, by the environment: an S3-compatible store when `FORAGE_S3_BUCKET` is set, else the disk. */
export async function getFileStore(): Promise<FileStore> {
  // a variable that is set to nothing is not set: workflows and Compose files write it so
  const given = Object.entries(process.env).filter(([, value]) => value !== "");
  const settings = environmentSchema.parse(Object.fromEntries(given));
  const folder = dataPath("files");
  const key = JSON.stringify([settings, folder]);
  if (opened?.key === key) return opened.store;
  const store = settings.FORAGE_S3_BUCKET
    ? await openS3(settings, settings.FORAGE_S3_BUCKET)
    : createDiskStore(folder);
  opened = { key, store: settings.FORAGE_S3_BUCKET ? store : withinQuota(store) };
  return opened.store;
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
async function openS3(settings: z.infer<typeof environmentSchema>, bucket: string): Promise<FileStore> {
  const { createS3Store } = await import("./s3-store");
  return createS3Store({
    bucket,
    endpoint: settings.FORAGE_S3_ENDPOINT,
    region: settings.FORAGE_S3_REGION,
    prefix: settings.FORAGE_S3_PREFIX,
  });
}
