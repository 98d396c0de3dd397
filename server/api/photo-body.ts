import { AppError, isAppError } from "@/lib/core/errors";
import { MAX_PHOTO_BYTES } from "@/lib/core/photos/limits";
import { readBody } from "./read-body";

/** Room for the multipart frame around the largest photo. */
const MAX_BODY_BYTES = MAX_PHOTO_BYTES + 64 * 1024;

export interface PhotoBody {
  readonly bytes: Uint8Array;
  /** File name the sender gave, "" when none. */
  readonly name: string;
}

function tooLarge(): AppError {
  return new AppError("photo/too-many-bytes", { facts: { limitMegabytes: MAX_PHOTO_BYTES / 2 ** 20 } });
}

async function readForm(body: Uint8Array<ArrayBuffer>, type: string): Promise<FormData> {
  return new Response(body, { headers: { "content-type": type } }).formData().catch((cause: unknown) => {
    throw new AppError("request/invalid", { facts: { field: "body" }, cause });
  });
}

async function photoIn(form: FormData): Promise<PhotoBody> {
  return readPhoto(form.get("photo"));
}

async function readPhoto(photo: FormDataEntryValue | null): Promise<PhotoBody> {
  if (!(photo instanceof Blob)) throw new AppError("request/invalid", { facts: { field: "photo" } });
  return { bytes: new Uint8Array(await photo.arrayBuffer()), name: photo instanceof File ? photo.name : "" };
}

/**
 * The photo a request carries: the `photo` field of a multipart form, or the raw body (its name then in the query,
 * `?name=`).
 * @throws AppError photo/too-many-bytes, request/invalid
 */
export async function readPhotoBody(request: Request): Promise<PhotoBody> {
  const body = await readBody(request, MAX_BODY_BYTES, tooLarge);
  const type = request.headers.get("content-type") ?? "";
  if (!/^multipart\/form-data\b/i.test(type)) {
    return { bytes: body, name: new URL(request.url).searchParams.get("name") ?? "" };
  }
  return photoIn(await readForm(body, type));
}

/** Bytes of all photos of a batch together. */
const MAX_BATCH_BYTES = 100 * 2 ** 20;

/**
 * Several photos: the `photo` fields of a multipart form, in their order.
 * @throws AppError photo/too-many-bytes, request/invalid, also for none and for more than `most`
 */
export async function readPhotoBatch(request: Request, most: number): Promise<readonly PhotoBody[]> {
  const body = await readBody(
    request,
    MAX_BATCH_BYTES,
    () => new AppError("photo/too-many-bytes", { facts: { limitMegabytes: MAX_BATCH_BYTES / 2 ** 20 } }),
  );
  const form = await readForm(body, request.headers.get("content-type") ?? "");
  const photos = form.getAll("photo");
  if (photos.length === 0 || photos.length > most) {
    throw new AppError("request/invalid", { facts: { field: `photo: 1 to ${most} of them` } });
  }
  return Promise.all(photos.map(readPhoto));
}

/** Room for the boxes that come with a photo. */
const MAX_SAVE_BYTES = 4 * 1024 * 1024;

/**
 * A photo with its first save: the fields `photo` and `save` (JSON) of a multipart form.
 * @throws AppError photo/too-many-bytes, request/invalid
 */
export async function readSaveBody(request: Request): Promise<PhotoBody & { readonly save: unknown }> {
  const body = await readBody(request, MAX_BODY_BYTES + MAX_SAVE_BYTES, tooLarge);
  const form = await readForm(body, request.headers.get("content-type") ?? "");
  const save = form.get("save");
  try {
    return { ...(await photoIn(form)), save: JSON.parse(typeof save === "string" ? save : "") };
  } catch (cause) {
    if (isAppError(cause)) throw cause;
    throw new AppError("request/invalid", { facts: { field: "save" }, cause });
  }
}
