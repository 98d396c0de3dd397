import pMap from "p-map";
import { z } from "zod";
import { isAppError } from "@/lib/core/errors";
import { connection } from "@/server/db/transaction";
import type { JobHandler } from "@/server/jobs/job-handler";
import { fetchPhoto } from "@/server/photos/fetch-photo";
import { storeFilesIn } from "@/server/photos/service";
import type { FetchOptions } from "@/server/web/fetch-public";
import { keepOrDrop, type PreparedPicture, preparePicture, RECIPE_PICTURES } from "./pictures";
import { type PictureRow, readWaiting, settleWaiting } from "./repository";

/** A recipe's picture; photos from a camera may be larger. */
const MAX_BYTES = 20 * 2 ** 20;
const PAGE = 60;
const AT_ONCE = 3;
/** Sites list the same picture in several sizes; when some are gone, the others mostly are. */
const ADDRESSES_TRIED = 3;

const noParamsSchema = z.object({});
const resultSchema = z.object({ kept: z.number().int(), failed: z.number().int() });
type FetchResult = z.output<typeof resultSchema>;

/**
 * Fetches the pictures that a person's recipes wait for, under the same rules as photos. One that cannot be fetched says
 * why and leaves its recipe as it is.
 */
export async function fetchWaitingPictures(
  teamId: string,
  signal: AbortSignal,
  options: FetchOptions = {},
  onFetched: (done: number) => void = () => undefined,
): Promise<FetchResult> {
  const result = { kept: 0, failed: 0 };
  let after = 0;
  for (;;) {
    const waiting = await readWaiting(connection(), teamId, after, PAGE);
    const last = waiting.at(-1);
    if (!last) return result;
    after = last.id;
    await pMap(
      waiting,
      async (row) => {
        signal.throwIfAborted();
        if (await fetchOne(row, teamId, options)) result.kept++;
        else result.failed++;
        onFetched(result.kept + result.failed);
      },
      { concurrency: AT_ONCE },
    );
  }
}

/** @returns whether the picture is kept now */
async function fetchOne(row: PictureRow, teamId: string, options: FetchOptions): Promise<boolean> {
  const got = await firstThatWorks(row.addresses.slice(0, ADDRESSES_TRIED), teamId, options);
  if ("problem" in got) {
    await settleWaiting(connection(), row.id, got);
    return false;
  }
  await keepOrDrop([got.prepared], async (queries) => {
    await storeFilesIn(queries, got.prepared.files);
    await settleWaiting(queries, row.id, { kept: got.prepared.kept });
  });
  return true;
}

/** The first address that gives a picture, or the first one's failure. */
async function firstThatWorks(
  addresses: readonly string[],
  teamId: string,
  options: FetchOptions,
): Promise<{ readonly prepared: PreparedPicture } | { readonly problem: unknown }> {
  let problem: unknown = { code: "url/invalid", facts: {} };
  for (const [place, address] of addresses.entries()) {
    try {
      const { bytes } = await fetchPhoto(address, { maxBytes: MAX_BYTES, ...options });
      return { prepared: await preparePicture(bytes, teamId) };
    } catch (error) {
      // a full disk is no fault of the picture: the job says so and can be resumed
      if (!isAppError(error) || !/^(?:url|photo)\//.test(error.code)) throw error;
      if (place === 0) problem = { code: error.code, facts: error.facts };
    }
  }
  return { problem };
}

/** Job "recipe-pictures", started where recipes with addresses of pictures are added. */
export const recipePicturesJob: JobHandler<z.output<typeof noParamsSchema>, FetchResult> = {
  kind: RECIPE_PICTURES,
  params: noParamsSchema,
  result: resultSchema,
  run: ({ teamId, signal, progress }) =>
    fetchWaitingPictures(teamId, signal, {}, (done) =>
      progress({ done, total: null, unit: "pictures", note: "" }),
    ),
};
