/**
 * `npm run bench:lists [-- --photos 100000]`: fills a throwaway database with generated photos, saves, reviews, jobs and
 * plants, and measures every list that a page shows. Prints a line for each: median and worst of the rounds, ms.
 */
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { sql } from "drizzle-orm";
import { localContext } from "@/server/api/context";
import { createCallerFactory } from "@/server/api/trpc";
import { appRouter } from "@/server/assembly/root-router";
import { seedClasses } from "@/server/datasets/classes/classes";
import { closeDatabase, getDatabase } from "@/server/db/client";
import { startCluster } from "@/server/db/cluster/cluster";
import { migrateDatabase } from "@/server/db/migrate";
import { LOCAL_USER_ID } from "@/server/db/schema/users";

const ROUNDS = 7;
/** A delay that a person does not notice. */
const LIMIT_MS = 300;

const { values } = parseArgs({ options: { photos: { type: "string", default: "100000" } } });
const photoCount = Number(values.photos);

/** Photos of one person: all shared and saved once, half imported with a set, a tenth reviewed. */
async function fill(): Promise<void> {
  const run = (text: ReturnType<typeof sql>) => getDatabase().execute(text);
  const owner = LOCAL_USER_ID;
  await run(sql`create temp table made as select n, gen_random_uuid() as id, gen_random_uuid() as correction_id,
    md5(n::text) || md5((n + 1)::text) as hash from generate_series(1, ${photoCount}::int) n`);
  await run(sql`insert into photos (id, owner_id, name, width, height, sha256, bytes, content_type, thumbnail_sha256,
      thumbnail_bytes, source_sha256, shared_at, imported_from, saved_at)
    select id, ${owner}, 'photo ' || n || '.jpg', 640, 480, hash, 100000, 'image/jpeg', reverse(hash), 9000, hash, now(),
      case when n % 2 = 0 then 'set ' || n % 5 end, now() - n * interval '1 second' from made`);
  const box = sql.raw(`'{"x1":1,"y1":1,"x2":50,"y2":50}'::jsonb`);
  await run(sql`insert into corrections (id, photo_id, author_id, revision, filter, model_boxes, labels)
    select correction_id, id, ${owner}, 1, '{"confidence":0.25,"iou":0.5,"confidenceByClass":{},"hiddenClasses":[],"maxDetections":300}'::jsonb, '[]'::jsonb,
      jsonb_build_array(jsonb_build_object('id', 'a', 'box', ${box}, 'classId', n % 90, 'state', 'drawn', 'origin', '{"by":"person"}'::jsonb)) from made`);
  // an imported photo that was saved again waits too
  await run(sql`insert into corrections (id, photo_id, author_id, revision, filter, model_boxes, labels)
    select gen_random_uuid(), photo_id, author_id, 2, filter, model_boxes, labels from corrections`);
  await run(sql`insert into photo_classes (photo_id, class_id, box_count, edited_count)
    select id, (n + k * 7) % 90, 1, 1 from made, generate_series(0, 2) k`);
  await run(sql`insert into photo_signals (photo_id, revision, errors, disagreement, uncertainty, rarity, novelty, priority)
    select id, 2, jsonb_build_array(jsonb_build_object('kind', (array['missed', 'falseAlarm', 'wrongClass'])[1 + n % 3], 'classId', n % 90, 'count', 1)),
      (n % 10) / 10.0, 0.2, 0.1, 0.3, random() from made`);
  await run(sql`insert into reviews (id, photo_id, correction_id, verdict, reason, reviewer_id)
    select gen_random_uuid(), c.photo_id, c.id, 'accepted', '', ${owner} from corrections c join made m on m.id = c.photo_id
    where c.revision = 2 and m.n % 10 = 0`);
  await run(sql`insert into photo_sources (photo_id, source, split)
    select id, 'set ' || n % 5, 'train' from made where n % 2 = 0 union all
    select id, 'another set', null from made where n % 20 = 0`);
  await run(sql`insert into split_assignments (sha256, split, source, group_key)
    select hash, (array['train', 'val', 'test'])[1 + n % 3], 'corrections', hash from made where n % 4 = 0`);
  await run(sql`insert into jobs (id, kind, queue, state, params, created_by, created_at, updated_at, ended_at)
    select gen_random_uuid(), (array['import', 'export', 'train', 'sweep'])[1 + n % 4], 'q', 'done', '{}'::jsonb, ${owner},
      now() - n * interval '1 minute', now() - n * interval '1 minute', now() from made where n <= 20000`);
  await run(
    sql`insert into plants (id, owner_id, name) select id, ${owner}, 'plant ' || n from made where n <= 200`,
  );
  await run(sql`insert into plant_looks (id, plant_id, looked_at, answer) select gen_random_uuid(), m.id, now() - k * interval '1 day', '{}'::jsonb
    from made m, generate_series(1, 20) k where m.n <= 0`);
  await run(sql`vacuum analyze`);
}

const caller = () => createCallerFactory(appRouter)(localContext());

async function lists(): Promise<readonly (readonly [string, () => Promise<unknown>])[]> {
  const api = caller();
  const whole = { filter: { classIds: [], errorKinds: [], sources: [], disagreements: [] } };
  const first = await api.library.list({ limit: 40 });
  let deep = first.nextCursor;
  for (let page = 0; page < 20 && deep; page++) {
    deep = (await api.library.list({ limit: 100, cursor: deep })).nextCursor;
  }
  const [item] = first.items;
  const photoId = item?.id ?? "";
  const queue = await api.review.queue(whole);
  return [
    ["library, first page", () => api.library.list({ limit: 40 })],
    ["library, deep page", () => api.library.list({ limit: 40, cursor: deep ?? undefined })],
    ["library, two classes", () => api.library.list({ limit: 40, classIds: [3, 4] })],
    [
      "library, since a time",
      () => api.library.list({ limit: 40, from: new Date(Date.now() - 43_200_000).toISOString() }),
    ],
    ["library, a word in the name", () => api.library.list({ limit: 40, search: "9999" })],
    ["library, sharing", () => api.library.sharing()],
    ["review queue", () => api.review.queue(whole)],
    ["review queue, one class", () => api.review.queue({ filter: { ...whole.filter, classIds: [5] } })],
    [
      "review queue, errors and source",
      () => api.review.queue({ filter: { ...whole.filter, errorKinds: ["missed"], sources: ["set 2"] } }),
    ],
    ["review, one photo", () => api.review.item({ photoId: queue.cards[0]?.photoId ?? photoId })],
    ["history of a photo", () => api.corrections.revisions({ photoId })],
    ["jobs", () => api.jobs.list({ limit: 20 })],
    ["jobs of a kind", () => api.jobs.list({ kinds: ["import"], limit: 20 })],
    ["what can be exported", () => api.exports.choices()],
    ["classes", () => api.classes.list()],
    ["models", () => api.models.registry()],
    ["data-set versions", () => api.versions.list()],
    ["training runs", () => api.training.list()],
  ];
}

const folder = mkdtempSync(join(tmpdir(), "forage-lists-"));
chmodSync(folder, 0o711);
process.env.FORAGE_DATA_DIR = folder;
const cluster = await startCluster({ dataFolder: folder, isThrowaway: true });
process.env.DATABASE_URL = cluster.url;
let slow = 0;
try {
  await migrateDatabase(getDatabase());
  await seedClasses();
  const filling = performance.now();
  await fill();
  console.log(`${photoCount} photos in ${((performance.now() - filling) / 1_000).toFixed(1)} s`);
  for (const [name, ask] of await lists()) {
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const began = performance.now();
      await ask();
      times.push(performance.now() - began);
    }
    times.sort((a, b) => a - b);
    const median = times[Math.floor(ROUNDS / 2)] ?? 0;
    if (median > LIMIT_MS) slow++;
    console.log(
      `${name.padEnd(34)} ${median.toFixed(0).padStart(6)} ms, worst ${(times.at(-1) ?? 0).toFixed(0)} ms${median > LIMIT_MS ? "  SLOW" : ""}`,
    );
  }
  console.log(slow === 0 ? `every list within ${LIMIT_MS} ms` : `${slow} lists above ${LIMIT_MS} ms`);
} finally {
  await closeDatabase();
  await cluster.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(slow === 0 ? 0 : 1);
