import type { Photo } from "@/lib/contracts/library";
import type { PhotoRow } from "./repository";

/** A stored photo as it is shown. */
export function toPhoto(row: PhotoRow): Photo {
  const { id, name, width, height, sha256, bytes } = row;
  const sharedAt = row.sharedAt?.toISOString() ?? null;
  return { id, name, width, height, sha256, bytes, sharedAt, createdAt: row.createdAt.toISOString() };
}
