/**
 * One round of `scripts/leftovers.ts`: saves, imports or detects until it is killed. Says "at work" when it begins.
 * @param argv[2] what to do
 */
import { randomBytes } from "node:crypto";
import { PassThrough, Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import sharp from "sharp";
import { ZipFile } from "yazl";
import { importJob } from "@/server/datasets/import/import-job";
import { startImport } from "@/server/datasets/import/start-import";
import { receiveArchive } from "@/server/datasets/import/uploads";
import { LOCAL_USER_ID } from "@/server/db/schema/users";
import { alone } from "@/server/db/testing/alone";
import { answerDetect } from "@/server/detection/detect-request";
import { workUntil } from "@/server/jobs/work-loop";
import { deletePhoto } from "@/server/library/delete-photo";
import { savePhoto } from "@/server/photos/service";
import { importCollection } from "@/server/recipes/import/import";

const PHOTOS = 40;

async function picture(): Promise<Buffer> {
  const [width, height] = [160, 120];
  return sharp(randomBytes(width * height * 3), { raw: { width, height, channels: 3 } })
    .jpeg()
    .toBuffer();
}

const streamOf = (bytes: Uint8Array) => new Blob([new Uint8Array(bytes)]).stream();

async function set(): Promise<Buffer> {
  const zip = new ZipFile();
  zip.addBuffer(Buffer.from("names:\n  0: tomato\n"), "data.yaml");
  for (let i = 0; i < PHOTOS; i++) {
    zip.addBuffer(await picture(), `images/train/${i}.jpg`);
    zip.addBuffer(Buffer.from("0 0.5 0.5 0.4 0.4\n"), `labels/train/${i}.txt`);
  }
  zip.end();
  return buffer(Readable.from(zip.outputStream.pipe(new PassThrough())));
}

async function saveForEver(): Promise<void> {
  for (let round = 0; ; round++) {
    const saved = await savePhoto({ ownerId: LOCAL_USER_ID, name: "a.jpg", bytes: await picture() });
    if (round % 3 === 0) await deletePhoto(LOCAL_USER_ID, saved.photoId);
    if (round % 4 === 0)
      await importCollection(streamOf(randomBytes(200_000)) as never, "a.csv", alone(LOCAL_USER_ID));
  }
}

async function importForEver(): Promise<void> {
  void workUntil(new AbortController().signal, [importJob]);
  for (;;) {
    const upload = await receiveArchive(LOCAL_USER_ID, "a set.zip", streamOf(await set()));
    await startImport(alone(LOCAL_USER_ID), {
      uploadId: upload.uploadId,
      format: "yolo",
      name: "a set",
    } as never);
  }
}

async function detectForEver(): Promise<void> {
  for (;;) {
    const body = new Uint8Array(await picture());
    await answerDetect(new Request("http://127.0.0.1/api/v1/detect", { method: "POST", body }));
  }
}

const WORK: Readonly<Record<string, () => Promise<void>>> = {
  upload: saveForEver,
  import: importForEver,
  detect: detectForEver,
};

process.stdout.write("at work\n");
await WORK[process.argv[2] ?? ""]?.();
