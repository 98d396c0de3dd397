import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rename, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import type { TrainingConfig } from "@/lib/contracts/training";
import { AppError } from "@/lib/core/errors";
import { deletedPhotos, getVersion, readVersionManifest } from "@/server/datasets/versions/read-version";
import { getFileStore } from "@/server/storage/service";
import { bringMissing, shareFile } from "@/server/storage/shared-files";
import { pythonPath, requirePython } from "./python";
import { sheetFile } from "./run-files";

const run = promisify(execFile);
const PHOTOS = 24;
const TIMEOUT_MS = 180_000;

export interface SheetInput {
  /** Number of the data-set version. */
  readonly version: number;
  readonly configs: readonly TrainingConfig[];
}

/** Some training photos of a version as a YOLO folder of their own: the same ones each time, from all over it. */
async function writeSample(version: number, folder: string): Promise<void> {
  const [manifest, deleted] = await Promise.all([readVersionManifest(version), deletedPhotos(version)]);
  const usable = manifest.photos.filter(
    ({ split, heldOutFor, sha256, boxes }) =>
      split === "train" && heldOutFor === null && !deleted.has(sha256) && boxes.length > 0,
  );
  // photos are ordered by hash, so every nth photo is a fair sample
  const step = Math.max(1, Math.floor(usable.length / PHOTOS));
  const chosen = usable.filter((_, i) => i % step === 0).slice(0, PHOTOS);
  if (chosen.length === 0) throw new AppError("dataset/empty");
  const files = await getFileStore();
  const highest = Math.max(...manifest.classes.map(({ id }) => id));
  const names = Array.from({ length: highest + 1 }, (_, id) => {
    const one = manifest.classes.find((known) => known.id === id);
    return `  ${id}: ${JSON.stringify(one?.displayName ?? String(id))}`;
  });
  await writeFile(
    path.join(folder, "data.yaml"),
    `train: images/train\nval: images/train\nnames:\n${names.join("\n")}\n`,
  );
  for (const photo of chosen) {
    const { sha256, contentType, source, boxes, width, height } = photo;
    // by source, so that what the config does to one source is done to it alone
    const place = path.join(/*turbopackIgnore: true*/ folder, source.replace(/[^\w-]/g, "_") || "photos");
    for (const kind of ["images", "labels"])
      await mkdir(path.join(place, kind, "train"), { recursive: true });
    const ending = contentType === "image/png" ? "png" : "jpg";
    await writeFile(path.join(place, "images", "train", `${sha256}.${ending}`), await files.read(sha256));
    const lines = boxes.map((box) => {
      const centre = [(box.x + box.width / 2) / width, (box.y + box.height / 2) / height];
      return [box.classId, ...centre, box.width / width, box.height / height].join(" ");
    });
    await writeFile(path.join(place, "labels", "train", `${sha256}.txt`), `${lines.join("\n")}\n`);
  }
}

/**
 * What training would be shown: photos of the version as the first config augments them.
 * @returns file name under `sheets/` of `openRunFile`; the same for the same photos and config
 * @throws AppError request/not-found, training/no-environment, dataset/empty, training/failed
 */
export async function contactSheet(
  { version, configs }: SheetInput,
  signal?: AbortSignal,
): Promise<{ readonly file: string }> {
  const python = requirePython();
  const { manifestSha256 } = await getVersion(version);
  const values = JSON.stringify({ ...configs[0]?.values, epochs: 1 });
  const file = `${createHash("sha256").update(manifestSha256).update(values).digest("hex")}.jpg`;
  const target = sheetFile(file);
  await bringMissing(target);
  if (await stat(target).catch(() => undefined)) return { file };
  await mkdir(path.dirname(target), { recursive: true });
  const folder = await mkdtemp(path.join(tmpdir(), "forage-sheet-"));
  try {
    await writeSample(version, folder);
    const out = path.join(folder, "sheet.jpg");
    const words = [
      "-m",
      "forage_training.trainers.contact_sheet",
      "--data",
      folder,
      "--config",
      values,
      "--out",
      out,
    ];
    await run(python, words, {
      signal,
      timeout: TIMEOUT_MS,
      env: {
        ...process.env,
        ...pythonPath(),
        YOLO_OFFLINE: "1",
        YOLO_CONFIG_DIR: folder,
        OMP_NUM_THREADS: "1",
      },
    }).catch((cause: Error & { stderr?: string }) => {
      const reason = cause.stderr?.trim().split("\n").at(-1) ?? cause.message;
      throw new AppError("training/failed", { facts: { step: "prepare", reason }, cause });
    });
    await rename(out, target).catch(async () => {
      const { copyFile } = await import("node:fs/promises");
      await copyFile(out, target);
    });
    await shareFile(target);
    return { file };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
