/** A photo that is here already. Photos from before an update come without their hash. */
export interface KnownPhoto {
  readonly name: string;
  readonly blob: Blob;
  readonly contentHash?: string | undefined;
}

const known = new WeakMap<Blob, Promise<string>>();

/** SHA-256 of a file's bytes, lower-case hexadecimal; worked out once a Blob. */
export function contentHashOf(blob: Blob): Promise<string> {
  const before = known.get(blob);
  if (before) return before;
  const hash = blob
    .arrayBuffer()
    .then((bytes) => crypto.subtle.digest("SHA-256", bytes))
    .then((digest) =>
      Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join(""),
    );
  known.set(blob, hash);
  return hash;
}

/**
 * The photo with the same content, whatever its name and the way it came. One encoded again is another photo.
 * @param contentHash of the file as it came
 */
export async function findSamePhoto<P extends KnownPhoto>(
  contentHash: string,
  photos: readonly P[],
): Promise<P | undefined> {
  for (const photo of photos) {
    if ((photo.contentHash ?? (await contentHashOf(photo.blob))) === contentHash) return photo;
  }
  return undefined;
}
