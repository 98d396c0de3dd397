import type { Bringing } from "@/lib/contracts/bringing";
import type { Correction } from "@/lib/contracts/corrections";
import {
  type BroughtKind,
  type LeftReason,
  TAKEOUT_FILES,
  type TakeoutPhoto,
  takeoutPhotoSchema,
} from "@/lib/contracts/takeout";
import { isAppError } from "@/lib/core/errors";
import { MAX_STORED_PHOTO_BYTES } from "@/lib/core/photos/limits";
import { type BroughtSave, savesInCommon, saveTimesOf } from "@/server/corrections/bring-saves";
import { inParallel } from "@/server/datasets/in-parallel";
import { sha256Of } from "@/server/media/service";
import { findPhotosOf } from "@/server/photos/service";
import { bringPhoto } from "@/server/saves/bring-photo";
import type { ClassPlaces } from "./bring-classes";
import type { OpenedTakeout } from "./open-takeout";

const BATCH = 200;
const TOO_LARGE = /^photo\/too-many-(?:bytes|pixels)$/;
const FILE = /^(?:images|photos-without-boxes)\/(?:.*\/)?([0-9a-f]{64})\.(?:jpg|png)$/;

export interface PhotoBringing extends Bringing {
  readonly archive: OpenedTakeout;
  readonly classes: ClassPlaces;
  readonly signal: AbortSignal;
  readonly onShared: () => void;
  readonly onPhoto: (done: number) => void;
}

/** Content of each photo of the archive that is here, or would be, by the id it had there. */
export type PhotoContents = ReadonlyMap<string, string>;

type Verdict =
  | { readonly is: "added" }
  /** So many of its saves are here. */
  | { readonly is: "known"; readonly saves: number }
  | { readonly is: "left"; readonly reason: LeftReason; readonly of: BroughtKind };

interface Reading extends PhotoBringing {
  /** File of each photo in the archive, by its content. */
  readonly files: ReadonlyMap<string, string>;
}

/** What stands here of a batch of photos. */
interface Here {
  readonly idOf: ReadonlyMap<string, string>;
  readonly times: ReadonlyMap<string, readonly string[]>;
}

/** Takes photos in with their saves, each photo whole or not at all. @returns which are here then */
export async function bringPhotos(bringing: PhotoBringing): Promise<PhotoContents> {
  const { archive, signal, onPhoto } = bringing;
  const files = new Map(
    [...archive.paths].flatMap((path) => {
      const sha256 = FILE.exec(path)?.[1];
      return sha256 ? [[sha256, path] as const] : [];
    }),
  );
  const contents = new Map<string, string>();
  let [done, unreadable] = [0, 0];
  let batch: TakeoutPhoto[] = [];
  const flush = async () => {
    const here = await readHere(batch, bringing);
    await inParallel(
      batch,
      async (photo) => {
        const isHere = await bringOne(photo, here, { ...bringing, files });
        if (isHere) contents.set(photo.photoId, photo.sha256);
        onPhoto(++done);
      },
      { signal },
    );
    batch = [];
  };
  for await (const photo of archive.readLines(TAKEOUT_FILES.photos, takeoutPhotoSchema)) {
    if (photo) batch.push(photo);
    else {
      unreadable++;
      bringing.tell("photos", TAKEOUT_FILES.photos, { left: "unreadable" });
    }
    if (batch.length === BATCH) await flush();
  }
  await flush();
  for (let lost = done + unreadable; lost < archive.manifest.photos; lost++)
    bringing.tell("photos", TAKEOUT_FILES.photos, { left: "file-missing" });
  return contents;
}

async function readHere(batch: readonly TakeoutPhoto[], { who }: PhotoBringing): Promise<Here> {
  const idOf = await findPhotosOf(
    who.teamId,
    batch.map(({ sha256 }) => sha256),
  );
  return { idOf, times: await saveTimesOf([...new Set(idOf.values())]) };
}

/** Judges a photo, takes it in and tells of it. @returns whether it is here then */
async function bringOne(photo: TakeoutPhoto, here: Here, reading: Reading): Promise<boolean> {
  const { tell, onShared, isTrial } = reading;
  const photoId = here.idOf.get(photo.sha256);
  const verdict = await judge(photo, here, reading);
  const saves = photo.saves.length;
  const tellSaves = (outcome: Parameters<typeof tell>[2], how: number) => {
    for (let at = 0; at < how; at++) tell("saves", photo.name, outcome);
  };
  if (verdict.is === "left") {
    const left = { left: verdict.reason };
    tell("photos", photo.name, verdict.of === "photos" ? left : "known");
    tellSaves(left, saves);
    return photoId !== undefined;
  }
  tell("photos", photo.name, photoId === undefined ? "added" : "known");
  const known = verdict.is === "known" ? verdict.saves : 0;
  tellSaves("known", known);
  tellSaves("added", saves - known);
  if (photoId === undefined && photo.sharedAt !== null) onShared();
  return isTrial || photoId !== undefined || verdict.is === "added";
}

async function judge(photo: TakeoutPhoto, here: Here, reading: Reading): Promise<Verdict> {
  const photoId = here.idOf.get(photo.sha256);
  const oldestFirst = photo.saves.toSorted((a, b) => a.revision - b.revision);
  const common = savesInCommon(
    (photoId && here.times.get(photoId)) || [],
    oldestFirst.map(({ createdAt }) => createdAt),
  );
  if (common === null) return { is: "left", reason: "other-saves-here", of: "saves" };
  if (photoId !== undefined && common === oldestFirst.length) return { is: "known", saves: common };
  const of = photoId === undefined ? "photos" : "saves";
  const saves = await placeSaves(oldestFirst, reading.classes);
  if (!saves) return { is: "left", reason: "class-differs", of };
  const file = reading.files.get(photo.sha256);
  if (!file) return { is: "left", reason: "file-missing", of };
  const reason = await takeIn(photo, file, saves, reading);
  if (reason) return { is: "left", reason, of };
  return photoId === undefined ? { is: "added" } : { is: "known", saves: common };
}

/** Saves in the classes of this Forage; undefined when one of them means something else here. */
async function placeSaves(
  saves: readonly Correction[],
  classes: ClassPlaces,
): Promise<BroughtSave[] | undefined> {
  const used = new Set(
    saves.flatMap(({ labels, modelBoxes }) => [
      ...labels.flatMap(({ classId, origin }) =>
        origin.by === "model" ? [classId, origin.classId] : [classId],
      ),
      ...modelBoxes.flatMap(({ classId, alternatives = [] }) => [
        classId,
        ...alternatives.map((one) => one.classId),
      ]),
    ]),
  );
  const placed = new Map<number, number>();
  for (const classId of used) {
    const id = await classes.idOf(classId);
    if (id === undefined) return undefined;
    placed.set(classId, id);
  }
  const at = (classId: number) => placed.get(classId) ?? classId;
  // sliders of classes that no box has: one that is not known here says nothing here
  const known = (classId: number) => placed.get(classId) ?? classes.knownIdOf(classId);
  return saves.map(({ id: _, revision: __, ...save }) => ({
    ...save,
    filter: {
      ...save.filter,
      hiddenClasses: save.filter.hiddenClasses.flatMap((classId) => known(classId) ?? []),
      confidenceByClass: Object.fromEntries(
        Object.entries(save.filter.confidenceByClass).flatMap(([was, score]) => {
          const classId = known(Number(was));
          return classId === undefined ? [] : [[classId, score]];
        }),
      ),
    },
    modelBoxes: save.modelBoxes.map(({ alternatives, ...box }) => ({
      ...box,
      classId: at(box.classId),
      ...(alternatives
        ? { alternatives: alternatives.map((one) => ({ ...one, classId: at(one.classId) })) }
        : {}),
    })),
    labels: save.labels.map((label) => ({
      ...label,
      classId: at(label.classId),
      origin:
        label.origin.by === "model" ? { ...label.origin, classId: at(label.origin.classId) } : label.origin,
    })),
  }));
}

/** Reads and keeps a photo. @returns why not; undefined when it is kept, or would be */
async function takeIn(
  photo: TakeoutPhoto,
  file: string,
  saves: readonly BroughtSave[],
  { archive, who, isTrial }: Reading,
): Promise<LeftReason | undefined> {
  try {
    const bytes = await archive.read(file, MAX_STORED_PHOTO_BYTES);
    if (sha256Of(bytes) !== photo.sha256) return "file-damaged";
    if (!isTrial) await bringPhoto(who, { photo, bytes, saves });
    return undefined;
  } catch (error) {
    if (!isAppError(error)) throw error;
    if (error.code === "request/invalid") return "boxes-outside";
    if (error.code === "request/conflict") return "other-saves-here";
    if (error.code === "import/file-too-large" || TOO_LARGE.test(error.code)) return "too-large";
    if (error.code.startsWith("photo/")) return "no-picture";
    if (error.code.startsWith("import/") || error.code === "storage/missing") return "file-damaged";
    throw error;
  }
}
