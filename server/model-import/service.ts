import { mkdir, readFile, rm, stat } from "node:fs/promises";
import path from "node:path";
import { addClassInputSchema } from "@/lib/contracts/dataset-classes";
import type { Job } from "@/lib/contracts/jobs";
import { libraryListInputSchema } from "@/lib/contracts/library";
import type { ModelClass } from "@/lib/contracts/model-manifest";
import {
  type AddUploaded,
  addUploadedSchema,
  type InspectedModel,
  type UploadResult,
  uploadResultSchema,
} from "@/lib/contracts/model-upload";
import type { Who } from "@/lib/contracts/who";
import { matchClassNames } from "@/lib/core/datasets/match-class-names";
import { filterCandidates, namedOnly } from "@/lib/core/detection/filter";
import { DEFAULT_FILTER } from "@/lib/core/detection/types";
import { AppError } from "@/lib/core/errors";
import { runApart } from "@/server/apart/service";
import { encodeModel } from "@/server/converter/onnx/read-onnx";
import { DETECTIONS } from "@/server/converter/parity/names";
import { addClassIn, listClasses } from "@/server/datasets/classes/classes";
import { type Transaction, transaction } from "@/server/db/transaction";
import { detectPixels } from "@/server/detection/service";
import type { JobHandler } from "@/server/jobs/job-handler";
import { enqueueJob } from "@/server/jobs/service";
import { listLibrary } from "@/server/library/service";
import { decodePhoto } from "@/server/media/service";
import { isNotFound, localModelsFolder } from "@/server/models/files";
import { registerLocalModel } from "@/server/models/registry/registry";
import { nextVersion, type ResolvedModel, resolveModel } from "@/server/models/service";
import { fileEntry } from "@/server/models/write-version";
import { writeWhole } from "@/server/models/write-whole";
import { openPhotoImage } from "@/server/photos/service";
import { dataPath } from "@/server/storage/data-folder";
import { takeRoom } from "@/server/storage/quota";
import { bringFile, removeShared, shareFile } from "@/server/storage/shared-files";
import { decodeUpload } from "./bring-file";
import type { lookAtModel } from "./look-task";
import { normaliseHead } from "./normalise-head";
import { planHead } from "./plan-head";
import { metadataOf } from "./prepare-model";
import { readHead } from "./read-head";
import { readNames } from "./read-names";

/** Stored photos a new model is tried on. */
const TRIED_PHOTOS = 10;

const uploadFile = (uploadId: string) => dataPath("uploads", `${uploadId}.onnx`);

/** A network of 400 MB takes some ten seconds. */
const LOOK_MS = 60_000;

/** What the file is; a file that is not a model is removed. */
async function lookApart(file: string): Promise<ReturnType<typeof lookAtModel>> {
  const task = { module: "server/model-import/look-task.ts", name: "lookAtModel", input: file };
  try {
    const looked = await runApart({ ...task, timeoutMs: LOOK_MS, what: "This network" });
    // made by our own function: the thread hands over what it returned
    return looked as ReturnType<typeof lookAtModel>;
  } catch (error) {
    await removeShared(file);
    throw error;
  }
}

/**
 * Examines a file from a person: what YOLO it is, and which of its classes are known here. The file is kept until
 * it is added.
 * @throws AppError model/not-onnx, model/not-fitting, model/unsupported-head
 */
export async function inspectUpload(bytes: Uint8Array): Promise<InspectedModel> {
  if (bytes.byteLength === 0) decodeUpload(bytes);
  const { sha256: uploadId } = fileEntry("", bytes, "onnx");
  await takeRoom("uploads", bytes.byteLength);
  await mkdir(path.dirname(uploadFile(uploadId)), { recursive: true });
  await writeWhole(uploadFile(uploadId), bytes);
  await shareFile(uploadFile(uploadId));
  const { inputSize, shape, names, heads } = await lookApart(uploadFile(uploadId));
  const known = (await listClasses()).filter(({ mergedInto }) => mergedInto === null);
  const { idByIndex } = matchClassNames(names, known);
  return {
    uploadId,
    bytes: bytes.byteLength,
    inputSize,
    shape: shape.join("×"),
    heads: heads.map((head) => ({ ...head })),
    names: [...names],
    matches: idByIndex.map((id) => id ?? null),
  };
}

/**
 * Classes of this installation for the names in a model's file; a name that is new here is added.
 * @throws AppError model/not-onnx, model/not-fitting, model/unsupported-head, request/invalid when it names none, or two
 *   of its names are one class here
 */
export async function classesInFile(bytes: Uint8Array): Promise<readonly ModelClass[]> {
  const decoded = decodeUpload(bytes);
  const isOurs = decoded.graph?.output?.some(({ name }) => name === DETECTIONS);
  const names = isOurs ? readNames(metadataOf(decoded, "names")) : readHead(decoded).names;
  if (names.length === 0) {
    const field =
      "the file names no classes, and there is no classes.json beside it: give one with --classes";
    throw new AppError("request/invalid", { facts: { field } });
  }
  const known = (await listClasses()).filter(({ mergedInto }) => mergedInto === null);
  const { idByIndex } = matchClassNames(names, known);
  return classesFor(
    names.map((name, index) => ({ name, classId: idByIndex[index] ?? null, kind: "ingredient" as const })),
  );
}

/**
 * The file's classes under this installation's ids; new ones are added, all or none. A class that a run before this one
 * added under exactly this name is that class.
 */
function classesFor(classes: AddUploaded["classes"]): Promise<readonly ModelClass[]> {
  return transaction((queries) => classesIn(queries, classes));
}

async function classesIn(
  queries: Transaction,
  classes: AddUploaded["classes"],
): Promise<readonly ModelClass[]> {
  const known = await listClasses(queries);
  const result: ModelClass[] = [];
  for (const { name, classId, kind } of classes) {
    const here = known.find((one) => (classId === null ? one.name === nameOf(name) : one.id === classId));
    const found = here ?? (classId === null ? await addClassIn(queries, { name, kind }) : undefined);
    if (!found) throw new AppError("request/invalid", { facts: { field: `class ${name}` } });
    const { mergedInto: _mergedInto, ...about } = found;
    result.push(about);
  }
  const ids = result.map(({ id }) => id);
  const twice = result.find(({ id }, i) => ids.indexOf(id) !== i);
  if (twice)
    throw new AppError("request/invalid", { facts: { field: `two classes are ${twice.displayName}` } });
  return result;
}

/** As a class is stored. */
const nameOf = (name: string) => addClassInputSchema.shape.name.safeParse(name).data;

async function tryOnPhotos(
  model: ResolvedModel,
  ownerId: string,
  onPhoto: (done: number, total: number) => void,
): Promise<UploadResult["tried"]> {
  const { items } = await listLibrary(ownerId, libraryListInputSchema.parse({ limit: TRIED_PHOTOS }));
  const tried: UploadResult["tried"] = [];
  for (const { id, name } of items) {
    const { stream } = await openPhotoImage(ownerId, id, "full");
    const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
    const { rgba, width, height } = await decodePhoto(bytes, { isStored: true });
    const { candidates } = await detectPixels(rgba, { width, height }, { model });
    const boxes = namedOnly(filterCandidates(candidates, { ...DEFAULT_FILTER, ...model.manifest.defaults }));
    tried.push({
      photoId: id,
      name,
      width,
      height,
      boxes: boxes.map(({ box, score, classId }) => ({ box, score, classId })),
    });
    onPhoto(tried.length, items.length);
  }
  return tried;
}

async function readUpload(uploadId: string): Promise<Uint8Array> {
  await bringFile(uploadFile(uploadId));
  return readFile(uploadFile(uploadId)).catch((cause: unknown) => {
    throw isNotFound(cause) ? new AppError("request/not-found", { cause }) : cause;
  });
}

export interface AddOptions extends AddUploaded {
  readonly who: Who;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number, note: string) => void;
}

/**
 * Makes a registered candidate of an uploaded file: its head rewritten to ours, converted for the browser, both forms
 * compared, tried on ten stored photos.
 * @throws AppError model/class-count, model/no-parity, model/unsupported-operator, model/unsupported-head,
 * request/not-found (the upload is gone), whatever aborted `signal`
 */
export async function addUploaded(options: AddOptions): Promise<UploadResult> {
  const { uploadId, head, name, licence, architecture, who, signal, onProgress } = options;
  const model = decodeUpload(await readUpload(uploadId));
  const read = readHead(model);
  const plan = await planHead(read, head);
  if (plan.classes !== options.classes.length) {
    throw new AppError("model/class-count", {
      facts: { found: plan.classes, given: options.classes.length },
    });
  }
  onProgress?.(0, 3, "converting");
  // the network twice: as ONNX and as the browser has it
  await takeRoom("models", 2 * (await stat(uploadFile(uploadId))).size);
  const ours = normaliseHead(read.model, plan);
  const file = `${uploadFile(uploadId)}.ours`;
  try {
    await writeWhole(file, encodeModel(ours));
    const classes = await classesFor(options.classes);
    const { importModel } = await import("./import-model");
    const version = await nextVersion(name, localModelsFolder());
    const imported = await importModel({
      onnx: file,
      root: localModelsFolder(),
      name,
      version,
      classes,
      licence,
      architecture,
      dataSets: {},
    });
    signal?.throwIfAborted();
    const { id } = imported.manifest;
    onProgress?.(1, 3, "trying it on photos");
    const tried = await tryOnPhotos(await resolveModel(id), who.teamId, (done, total) =>
      onProgress?.(1 + done / total, 3, `${done} of ${total} photos`),
    );
    signal?.throwIfAborted();
    await registerLocalModel(id, { origin: "uploaded", createdBy: who.userId });
    await removeShared(uploadFile(uploadId));
    const [parity] = Object.values(imported.parity);
    return { modelId: id, parity: { boxPx: parity?.boxPx ?? 0, score: parity?.score ?? 0 }, tried };
  } finally {
    await rm(file, { force: true });
  }
}

/** Puts `addUploaded` into the queue. */
export function startAdding(input: AddUploaded, who: Who): Promise<Job> {
  return enqueueJob(uploadModelJob.kind, input, who);
}

/** Job "upload-model". It changes nothing before its last step, so a second run starts over. */
export const uploadModelJob: JobHandler<AddUploaded, UploadResult> = {
  kind: "upload-model",
  params: addUploadedSchema as JobHandler<AddUploaded, UploadResult>["params"],
  result: uploadResultSchema,
  run: ({ params, createdBy, teamId, signal, progress }) =>
    addUploaded({
      ...params,
      who: { userId: createdBy, teamId },
      signal,
      onProgress: (done, total, note) => progress({ done, total, unit: "steps", note }),
    }),
};
