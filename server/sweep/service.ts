import { z } from "zod";
import { forgetOldEntries } from "@/server/audit/service";
import { mendTallies } from "@/server/db/tallies";
import { connection, type Queries } from "@/server/db/transaction";
import type { JobHandler } from "@/server/jobs/job-handler";
import { clearCounts } from "@/server/limits/service";
import { removeLeftFiles } from "@/server/photos/service";
import { dropHiddenPictures } from "@/server/recipes/pictures/pictures";
import { measureAnew } from "@/server/storage/quota";
import { getFileStore } from "@/server/storage/service";
import { clearBuilds } from "@/server/storage/shared-builds";
import { listNamed } from "./repository";
import { sweepStore } from "./sweep-store";
import { clearSharedFiles, clearTemporaryFiles } from "./temporary-files";

const noParamsSchema = z.object({});

const sweepResultSchema = z.object({
  /** Files of deleted photos that went now, and that still could not go. */
  removed: z.number(),
  left: z.number(),
  files: z.number(),
  unnamed: z.number(),
  putAside: z.number(),
  /** Uploads and other passing files that went. */
  cleared: z.number(),
});
type SweepResult = z.output<typeof sweepResultSchema>;

/** Removes everything that no row names and nobody needs. */
export async function sweep(signal: AbortSignal): Promise<SweepResult> {
  await dropHiddenPictures();
  const deleted = await removeLeftFiles();
  await forgetOldEntries();
  await clearCounts();
  const cleared = [...(await clearTemporaryFiles()), ...(await clearSharedFiles())];
  for (const place of cleared) console.log(`sweep: removed ${place}`);
  const store = await sweepStore(signal);
  await clearBuilds();
  measureAnew();
  const miscounted = await mendTallies(connection());
  if (miscounted > 0) console.warn(`sweep: ${miscounted} photos were counted anew`);
  return { ...deleted, ...store, cleared: cleared.length };
}

/** Job "sweep", at each start and once a day. */
export const sweepJob: JobHandler<z.output<typeof noParamsSchema>, SweepResult> = {
  kind: "sweep",
  params: noParamsSchema,
  result: sweepResultSchema,
  run: ({ signal }) => sweep(signal),
};

const checkResultSchema = z.object({
  checked: z.number(),
  damaged: z.array(z.string()),
  missing: z.array(z.string()),
});
type CheckResult = z.output<typeof checkResultSchema>;

const PAGE = 500;
/** Named in the result; the log has all. */
const MOST_TOLD = 1_000;

/** Names of all stored files that rows name, a page at a time. */
export async function* everyNamed(queries: Queries): AsyncGenerator<readonly string[]> {
  let names = await listNamed(queries, "", PAGE);
  while (names.length > 0) {
    yield names;
    names = await listNamed(queries, names.at(-1) ?? "", PAGE);
  }
}

/**
 * Reads every stored file that a row names in full, and compares it with its name: a disk may change a file and not
 * its time.
 */
export async function checkFiles(
  signal: AbortSignal,
  onChecked: (checked: number) => void = () => undefined,
): Promise<CheckResult> {
  const store = await getFileStore();
  const found = { damaged: [] as string[], missing: [] as string[] };
  let checked = 0;
  for await (const names of everyNamed(connection())) {
    for (const sha256 of names) {
      signal.throwIfAborted();
      const state = await store.check(sha256);
      onChecked(++checked);
      if (state === "whole") continue;
      console.error(`files: the stored file ${sha256} is ${state}`);
      if (found[state].length < MOST_TOLD) found[state].push(sha256);
    }
  }
  return { checked, ...found };
}

/** Job "check-files", once a day. */
export const checkFilesJob: JobHandler<z.output<typeof noParamsSchema>, CheckResult> = {
  kind: "check-files",
  params: noParamsSchema,
  result: checkResultSchema,
  run: ({ signal, progress }) =>
    checkFiles(signal, (done) => progress({ done, total: null, unit: "files", note: "" })),
};
