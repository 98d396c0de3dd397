import { AppError } from "@/lib/core/errors";
import { MAX_PHOTO_BYTES } from "@/lib/core/photos/limits";
import { sniffFormat } from "@/lib/core/photos/sniff-format";
import { type FetchOptions, fetchPublic } from "@/server/web/fetch-public";

export interface FetchedPhoto {
  readonly bytes: Uint8Array;
  readonly contentType: string;
}

export type FetchPhotoOptions = FetchOptions;

/** Servers name photos image/…, or call everything a download; a page or a script is not a photo. */
function checkType(contentType: string): void {
  const isMaybeImage =
    contentType === "" ||
    contentType.startsWith("image/") ||
    /^(application|binary)\/octet-stream$/.test(contentType);
  if (!isMaybeImage)
    throw new AppError("url/not-an-image", { facts: { contentType: contentType.slice(0, 60) } });
}

/**
 * Fetches a photo from the public internet, as `fetchPublic` does. Nothing is stored.
 * @throws AppError url/…
 */
export async function fetchPhoto(address: string, options: FetchPhotoOptions = {}): Promise<FetchedPhoto> {
  const wanted = {
    accept: "image/*",
    purpose: "fetches a photo a person asked for",
    maxBytes: MAX_PHOTO_BYTES,
    checkType,
  };
  const { bytes } = await fetchPublic(address, wanted, options);
  const sniffed = sniffFormat(bytes);
  if (sniffed.kind !== "decodable") throw new AppError("url/not-an-image");
  return { bytes, contentType: `image/${sniffed.format}` };
}
