import { AppError } from "@/lib/core/errors";

/** Photos do not shrink in an archive, labels about twenty times: more than that is made to fill a disk. */
export const MAX_GROWTH = 100;
/** Any archive may unpack to this much, however small it is. */
export const SMALL_BYTES = 200 * 2 ** 20;

export const unsafe = (reason: string) => new AppError("import/unsafe-archive", { facts: { reason } });

/** @throws AppError import/unsafe-archive when an archive holds far more than its size */
export function checkGrowth(unpackedBytes: number, archiveBytes: number): void {
  if (unpackedBytes > archiveBytes * MAX_GROWTH && unpackedBytes > SMALL_BYTES) {
    throw unsafe("it unpacks to a hundred times its size");
  }
}
