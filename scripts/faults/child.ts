/**
 * A process of `scripts/faults.ts`: `app` does what a person does, over and over, and tells what was acknowledged; `worker`
 * works on the jobs; `migrate` makes the tables of an empty database.
 */
import { randomBytes, randomUUID } from "node:crypto";
import { PassThrough, Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import sharp from "sharp";
import { ZipFile } from "yazl";
import { DEFAULT_FILTER } from "@/lib/core/detection/types";
import { HANDLERS } from "@/server/assembly/job-handlers";
import { startImport } from "@/server/datasets/import/start-import";
import { receiveArchive } from "@/server/datasets/import/uploads";
import { startVersion } from "@/server/datasets/versions/version-job";
import { getDatabase } from "@/server/db/client";
import { migrateDatabase } from "@/server/db/migrate";
import { inTeam } from "@/server/db/own-team";
import { LOCAL_USER_ID } from "@/server/db/schema/users";
import { alone } from "@/server/db/testing/alone";
import { toAppError } from "@/server/errors/expected-error";
import { workUntil } from "@/server/jobs/work-loop";
import { deletePhoto } from "@/server/library/delete-photo";
import { promote } from "@/server/models/registry/registry";
import { championId } from "@/server/models/service";
import { savePhotoWhole, saveWhole } from "@/server/saves/service";
import type { Said, Told } from "./messages";

const who = alone(LOCAL_USER_ID);
const MODELS = ["forage-n/0", "forage-n/1"] as const;
const IMPORTED = 8;
const SIZE = { width: 160, height: 120 };

const tell = (told: Told) => void process.send?.(told);

const RealDate = Date;

/** As a clock that somebody or a time server sets: what has begun began at the old time. */
function moveClock(offsetMs: number): void {
  const now = () => RealDate.now() + offsetMs;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, given) => Reflect.construct(target, given.length === 0 ? [now()] : given),
    apply: () => new RealDate(now()).toString(),
    get: (target, name) => (name === "now" ? now : Reflect.get(target, name)),
  });
}

process.on("message", (said: Said) => {
  if ("clockOffsetMs" in said) moveClock(said.clockOffsetMs);
  // the limit is asked for each photo
  else if (said.isFull) process.env.FORAGE_QUOTA_PHOTOS_GB = "0.000001";
  else delete process.env.FORAGE_QUOTA_PHOTOS_GB;
});

async function picture(): Promise<Buffer> {
  return sharp(randomBytes(SIZE.width * SIZE.height * 3), { raw: { ...SIZE, channels: 3 } })
    .jpeg()
    .toBuffer();
}

const correction = (boxes: number) => ({
  saveId: randomUUID(),
  modelId: null,
  backend: null,
  filter: { ...DEFAULT_FILTER, confidenceByClass: {}, hiddenClasses: [] },
  modelBoxes: [],
  labels: Array.from({ length: boxes }, (_, index) => ({
    id: `b${index}`,
    box: { x1: 4 + index, y1: 2, x2: 20 + index, y2: 12 },
    classId: 0,
    origin: { by: "person" as const },
    state: "drawn" as const,
  })),
});

let saved = 0;

async function save(): Promise<void> {
  const photo = { bytes: await picture(), name: "a.jpg" };
  const { id, photoId } = await savePhotoWhole(who, photo, { ...correction(2), size: SIZE });
  tell({ what: "photo", photoId, correctionId: id });
  saved++;
  if (saved % 3 === 0) {
    const revision = await saveWhole(who, { ...correction(3), photoId, baseId: id });
    tell({ what: "revision", correctionId: revision.id });
  }
  if (saved % 5 !== 0) return;
  tell({ what: "deleting", photoId });
  await deletePhoto(LOCAL_USER_ID, photoId);
  tell({ what: "deleted", photoId });
}

async function move(): Promise<void> {
  const current = await championId();
  const modelId = MODELS.find((id) => id !== current) ?? MODELS[0];
  const { id } = await promote(modelId, { reason: "A reason.", movedBy: LOCAL_USER_ID });
  tell({ what: "move", moveId: String(id), modelId });
  await sleep(100);
}

async function bring(): Promise<void> {
  const zip = new ZipFile();
  zip.addBuffer(Buffer.from("names:\n  0: tomato\n"), "data.yaml");
  for (let i = 0; i < IMPORTED; i++) {
    zip.addBuffer(await picture(), `images/train/${i}.jpg`);
    zip.addBuffer(Buffer.from("0 0.5 0.5 0.4 0.4\n"), `labels/train/${i}.txt`);
  }
  zip.end();
  const bytes = await buffer(Readable.from(zip.outputStream.pipe(new PassThrough())));
  const { uploadId } = await receiveArchive(
    LOCAL_USER_ID,
    "a set.zip",
    new Blob([new Uint8Array(bytes)]).stream(),
  );
  const name = `set-${randomUUID().slice(0, 8)}`;
  const job = await startImport(who, {
    uploadId,
    format: "yolo",
    name,
    knownPhotos: "add",
    isShared: true,
  } as never);
  tell({ what: "import", jobId: job.id, name, photos: IMPORTED });
  await sleep(1_500);
}

async function version(): Promise<void> {
  const job = await startVersion({ note: "", isCheckOnly: false } as never, who);
  tell({ what: "version", jobId: job.id });
  await sleep(3_000);
}

async function overAndOver(act: string, work: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      await inTeam({ teamId: LOCAL_USER_ID }, work);
    } catch (error) {
      const { code, cause } = toAppError(error);
      tell({
        what: "failed",
        act,
        code,
        detail: String(cause instanceof Error ? cause.message : (cause ?? "")),
      });
      await sleep(50);
    }
    await sleep(20);
  }
}

const ROLES: Readonly<Record<string, () => Promise<unknown>>> = {
  app: () =>
    Promise.all([
      overAndOver("save", save),
      overAndOver("promotion", move),
      overAndOver("import", bring),
      overAndOver("version", version),
    ]),
  worker: () => workUntil(new AbortController().signal, HANDLERS, { onLost: () => process.exit(3) }),
  migrate: () => migrateDatabase(getDatabase()).then(() => process.exit(0)),
};

tell({ what: "at-work" });
await ROLES[process.argv[2] ?? ""]?.().catch((error: unknown) => {
  console.error(`${process.argv[2]}: ${String(error)}`);
  process.exit(3);
});
