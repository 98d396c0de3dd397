import type { SlicePhotos, SlicePhotosInput } from "@/lib/contracts/monitor-page";
import type { Who } from "@/lib/contracts/who";
import { badness, isInSlice, type KnownOfPhoto, lightOf } from "@/lib/core/monitoring/slices/photo-in-slice";
import { connection } from "@/server/db/transaction";
import { addDays } from "../drift/periods";
import { lookOfThumbnail } from "../labelling/look-of-thumbnail";
import { leastFor } from "../overview/least-shown";
import { SLICE_DAYS } from "../overview/overview";
import { countSlice } from "../overview/repository";
import { dayAt } from "../sums/keep-sums";
import { readShared, type SharedRow } from "./repository";

const MOST_SHOWN = 12;
/** The newest photos are looked through, and of those whose light is asked for so many are opened. */
const MOST_PHOTOS = 2_000;
const MOST_OPENED = 300;

/** Brightness by thumbnail: a thumbnail never changes. */
const lights = new Map<string, string | undefined>();
const MOST_LIGHTS = 5_000;

async function lightOfThumbnail(sha256: string): Promise<string | undefined> {
  if (lights.has(sha256)) return lights.get(sha256);
  const look = await lookOfThumbnail(sha256);
  const light = look && lightOf(look.brightness);
  if (lights.size >= MOST_LIGHTS) lights.clear();
  lights.set(sha256, light);
  return light;
}

function knownOf({ device, browser, backend, savedAt }: SharedRow): Omit<KnownOfPhoto, "light"> {
  return {
    device: device ?? undefined,
    browser: browser ?? undefined,
    backend: backend ?? undefined,
    source: backend === null ? undefined : backend === "server" ? "server" : "page",
    hour: String(savedAt.getUTCHours()),
  };
}

/**
 * Photos that the team shares and that fall into a slice, the worst first: those with most wrong boxes, without a box, or
 * with unsure boxes. By what is written down of the saved photo itself; no figure of a detection names a photo.
 */
export async function slicePhotosOf(
  { teamId, userId, modelId, share, where }: SlicePhotosInput & Who,
  now = new Date(),
): Promise<SlicePhotos> {
  const to = dayAt(now);
  const from = addDays(to, -(SLICE_DAYS - 1));
  const events = await countSlice(connection(), { teamId, modelId, from, to }, where);
  // of few even a device would tell whose photo it is
  if (events < (await leastFor({ teamId, userId }))) return { photos: [], all: 0, unknown: 0 };
  const since = new Date(`${from}T00:00:00Z`);
  const rows = await readShared(connection(), { teamId, modelId, since, limit: MOST_PHOTOS });
  const bad = rows
    .map((row) => ({ row, bad: badness(share, row) }))
    .filter((one) => one.bad > 0)
    .toSorted((a, b) => b.bad - a.bad);
  const { light, ...others } = where;
  const found: { id: string; bad: number }[] = [];
  let [unknown, opened] = [0, 0];
  for (const { row, bad: amount } of bad) {
    const isHere = isInSlice(others, knownOf(row));
    if (isHere === null) unknown++;
    if (!isHere) continue;
    if (light !== undefined) {
      if (opened++ >= MOST_OPENED) break;
      const own = await lightOfThumbnail(row.thumbnail);
      if (own === undefined) unknown++;
      if (own !== light) continue;
    }
    found.push({ id: row.id, bad: amount });
  }
  return { photos: found.slice(0, MOST_SHOWN), all: found.length, unknown };
}
