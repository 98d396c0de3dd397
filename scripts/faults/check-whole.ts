import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { FaultWorld } from "./fault-world";

/** Within which what a process said is heard. */
const HEARD_MS = 500;

/** Names and contents of stored files, past everything that Forage does about them. */
function fileOf({ folder, store }: FaultWorld, sha256: string): Buffer | undefined {
  if (store) return store.objects.get(`forage/${sha256.slice(0, 2)}/${sha256}`)?.bytes;
  const found = ["files", "files-aside"]
    .map((name) => join(folder, name, sha256.slice(0, 2), sha256))
    .find((file) => existsSync(file));
  return found ? readFileSync(found) : undefined;
}

const isWhole = (world: FaultWorld, sha256: string) => {
  const bytes = fileOf(world, sha256);
  return bytes !== undefined && createHash("sha256").update(bytes).digest("hex") === sha256;
};

/** Halves that somebody could see: each query names rows that must not be. */
const HALVES: Readonly<Record<string, string>> = {
  "a photo without its boxes":
    "select p.id::text from photos p where not exists (select 1 from corrections c where c.photo_id = p.id)",
  "boxes without their place in the review":
    "select c.id::text from corrections c join photos p on p.id = c.photo_id where p.imported_from is null and not exists (select 1 from photo_signals s where s.photo_id = c.photo_id)",
  "a revision that counts twice":
    "select photo_id::text as id from corrections group by photo_id, revision having count(*) > 1",
  "an imported photo without its set":
    "select p.id::text from photos p where p.imported_from is not null and not exists (select 1 from photo_sources s where s.photo_id = p.id)",
  "a version without its photos":
    "select v.id::text from dataset_versions v where not exists (select 1 from dataset_version_photos d where d.version_id = v.id) and (v.summary->>'photos')::int > 0",
  "two jobs of one queue at work":
    "select queue as id from jobs where state in ('running', 'cancelling') group by queue having count(*) > 1",
};

/**
 * What is wrong now: an acknowledged write that is not there, a half that somebody could see, a row whose file is missing or
 * damaged. Empty when all is well.
 */
export async function whatIsWrong(world: FaultWorld, { isFinal = false } = {}): Promise<readonly string[]> {
  const { query } = world;
  // the app goes on meanwhile
  const ledger = structuredClone(world.ledger);
  const wrong: string[] = [];
  const ids = new Set((await query<{ id: string }>("select id::text from corrections")).map(({ id }) => id));
  const photos = new Set((await query<{ id: string }>("select id::text from photos")).map(({ id }) => id));
  const gone = [...ledger.photos].filter(([photoId, id]) => !photos.has(photoId) || !ids.has(id));
  // what the app said that it deletes, it may have deleted before that was heard
  if (gone.some(([photoId]) => !ledger.deleting.has(photoId))) await sleep(HEARD_MS);
  for (const [photoId] of gone) {
    // whether a deletion that was not acknowledged happened is open
    if (!world.ledger.deleting.has(photoId)) wrong.push(`lost: photo ${photoId}`);
  }
  for (const id of ledger.deleted) if (photos.has(id)) wrong.push(`lost: the deletion of ${id}`);
  const moves = await query<{ id: string; model_id: string }>("select id::text, model_id from model_moves");
  const known = new Map(moves.map(({ id, model_id }) => [id, model_id]));
  for (const [id, modelId] of ledger.moves) if (known.get(id) !== modelId) wrong.push(`lost: the move ${id}`);
  const jobs = new Set((await query<{ id: string }>("select id::text from jobs")).map(({ id }) => id));
  for (const id of [...ledger.imports.keys(), ...ledger.versions])
    if (!jobs.has(id)) wrong.push(`lost: the job ${id}`);
  for (const [what, text] of Object.entries(HALVES))
    for (const { id } of await query<{ id: string }>(text)) wrong.push(`half: ${what} (${id})`);
  const named = await query<{ name: string }>(
    "select sha256 as name from photos union select thumbnail_sha256 from photos union select manifest_sha256 from dataset_versions union select report_sha256 from dataset_versions",
  );
  for (const { name } of named)
    if (name && !isWhole(world, name)) wrong.push(`file: ${name} is missing or damaged`);
  if (isFinal) wrong.push(...(await whatJobsLack(world)));
  return wrong;
}

/** After all work: every import has every photo once, every version is there or says why not. */
async function whatJobsLack({ ledger, query }: FaultWorld): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (const [jobId, { name, photos }] of ledger.imports) {
    const [job] = await query<{ state: string; error: unknown }>(
      "select state, error from jobs where id = $1",
      [jobId],
    );
    const [found] = await query<{ n: number }>(
      "select count(*)::int as n from photos where imported_from = $1",
      [name],
    );
    if (job?.state !== "done")
      wrong.push(`job: import ${jobId} is ${job?.state} (${JSON.stringify(job?.error)})`);
    else if (found?.n !== photos) wrong.push(`lost: ${name} has ${found?.n} of ${photos} photos`);
  }
  for (const jobId of ledger.versions) {
    const [job] = await query<{ state: string; error: { code?: string } | null }>(
      "select state, error from jobs where id = $1",
      [jobId],
    );
    // a person is told that nothing changed since the version before, or that the data has errors
    const isSaid = job?.state === "failed" && job.error?.code?.startsWith("dataset/");
    if (job?.state !== "done" && !isSaid)
      wrong.push(`job: version ${jobId} is ${job?.state} (${JSON.stringify(job?.error)})`);
  }
  return wrong;
}
