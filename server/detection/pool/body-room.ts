import { AppError } from "@/lib/core/errors";
import { MAX_PHOTO_BYTES } from "@/lib/core/photos/limits";

/** Most memory for photos that arrive, wait and are looked at. */
const ROOM_BYTES = 512 * 2 ** 20;

/**
 * Memory for photos' files. Each has as much set aside as it says it has, or the most a photo may have, before it is read:
 * a thousand uploads at once do not fill the memory.
 */
export class BodyRoom {
  private taken = 0;

  constructor(
    private readonly room = ROOM_BYTES,
    private readonly onRefused: () => void = () => undefined,
  ) {}

  /**
   * Sets memory aside while `work` runs. One photo always has room.
   * @throws AppError detection/busy
   */
  async hold<T>({ headers }: Pick<Request, "headers">, work: () => Promise<T>): Promise<T> {
    const said = Number(headers.get("content-length") ?? Number.NaN);
    const bytes = Number.isInteger(said) && said >= 0 ? Math.min(said, MAX_PHOTO_BYTES) : MAX_PHOTO_BYTES;
    if (this.taken > 0 && this.taken + bytes > this.room) {
      this.onRefused();
      throw new AppError("detection/busy", { facts: { seconds: 2, why: "full" } });
    }
    this.taken += bytes;
    try {
      return await work();
    } finally {
      this.taken -= bytes;
    }
  }
}
