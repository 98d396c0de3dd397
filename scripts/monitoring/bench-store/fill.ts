import { sql } from "drizzle-orm";
import { closeDatabase, getDatabase } from "@/server/db/client";
import { type Cluster, startCluster } from "@/server/db/cluster/cluster";
import { LOCAL_USER_ID } from "@/server/db/schema/users";

export const TEAM = LOCAL_USER_ID;
export const MODEL = "forage-n/4";
const PEOPLE = 200;
const PHOTOS = 5_000;
const CANDIDATE = "forage-n/5";
/** Connections that fill at a time. */
const AT_A_TIME = 2;

export interface Traffic {
  readonly events: number;
  readonly days: number;
}

/**
 * A server that writes no log for a table which is filled in the transaction that made it, so that millions of rows are
 * written once. What is asked later is asked with the usual settings.
 */
const TO_FILL = [
  "wal_level = minimal",
  "max_wal_senders = 0",
  "max_wal_size = '8GB'",
  "maintenance_work_mem = '512MB'",
];

async function restart(cluster: Cluster, dataFolder: string, settings: readonly string[]): Promise<Cluster> {
  process.env.DATABASE_URL = cluster.url;
  await getDatabase().execute(sql`alter system reset all`);
  for (const one of settings) await getDatabase().execute(sql.raw(`alter system set ${one}`));
  await closeDatabase();
  await cluster.stop();
  const started = await startCluster({ dataFolder });
  process.env.DATABASE_URL = started.url;
  return started;
}

/** People who record, and a day of theirs from which the other days are made. */
async function makeTemplate({ events, days }: Traffic): Promise<void> {
  const database = getDatabase();
  await database.execute(sql`
    insert into users (id, name, kind) select ('00000000-0000-4000-9000-' || lpad(n::text, 12, '0'))::uuid, 'Person ' || n, 'account'
    from generate_series(1, ${PEOPLE}::int) n on conflict do nothing`);
  await database.execute(sql`
    create unlogged table if not exists bench_template as
    select random() * interval '1 day' as since, ('00000000-0000-4000-9000-' || lpad((1 + floor(random() * ${PEOPLE}))::text, 12, '0'))::uuid as user_id,
      (array['wasm', 'webgl', 'webgpu'])[1 + floor(random() * 3)::int] as backend, (array['phone', 'computer', 'tablet'])[1 + floor(random() * 3)::int] as device,
      (array['chrome', 'firefox', 'safari', 'edge'])[1 + floor(random() * 4)::int] as browser, (80 + random() * 60)::real as inference_ms,
      random()::real as brightness, (random() / 2)::real as contrast, random()::real as saturation, (random() / 10)::real as sharpness, n as box_count,
      case when n > 0 then (0.3 + random() * 0.6)::real end as top_score, case when n > 0 then (0.3 + random() * 0.5)::real end as mean_score,
      case when n > 0 then array[1 + floor(random() * 40)::int, 60 + floor(random() * 40)::int] else '{}' end as class_ids,
      case when random() < 0.1 then greatest(0, n - 1) end as kept, case when n > 0 then (random() < 0.3)::int else 0 end as wrong,
      (select array_agg((random() * 60 - 30)::smallint) from generate_series(1, 16) where n is not null) as sketch
    from (select floor(random() * 5)::int as n from generate_series(1, ${Math.ceil(events / days)}::int)) g`);
}

/** Makes a day's partition whole before it is attached: its indexes are built once, and its people are checked together. */
async function fillDay(offset: number): Promise<void> {
  await getDatabase().transaction(async (transaction) => {
    const { rows } = await transaction.execute<{ name: string; from: string; to: string }>(sql`
      select 'detection_events_' || to_char(day, 'YYYYMMDD') as name, day::text as "from", (day + 1)::text as "to" from (select current_date - ${offset}::int as day) d`);
    const [day] = rows;
    if (!day) throw new RangeError("no day");
    const known = await transaction.execute(sql`select from pg_class where relname = ${day.name}`);
    if (known.rows.length > 0) return;
    const part = sql.identifier(day.name);
    await transaction.execute(sql`create table ${part} (like detection_events including defaults)`);
    await transaction.execute(sql`
      insert into ${part} (at, id, user_id, team_id, received_at, sample_key, source, model_id, backend, device, browser, sample_share,
        decode_ms, preprocess_ms, inference_ms, postprocess_ms, total_ms, record_ms, width, height, brightness, contrast, saturation, sharpness,
        box_count, unnamed, top_score, mean_score, class_ids, class_boxes, class_scores, scores, areas, aspects, positions, sketch,
        confidence, iou, hidden_classes, class_thresholds, kept, added, deleted, renamed, moved)
      select ${day.from}::timestamp at time zone 'UTC' + since, gen_random_uuid(), user_id, ${TEAM}::uuid, now(), random(), 'page', ${MODEL}, backend,
        device, browser, 1, 10, 8, inference_ms, 2, inference_ms + 20, 0.3, 4000, 3000, brightness, contrast, saturation, sharpness, box_count, 0,
        top_score, mean_score, class_ids, case when box_count > 0 then array[1, 2] else '{}' end,
        case when box_count > 0 then array[0.7, 1.2]::real[] else '{}' end, '{0,0,0,0,1,0,1,0,1,0}', '{0,0,1,1,1,0,0,0}', '{0,1,1,1,0,0,0}',
        '{0,0,0,1,2,0,0,0,0}', sketch, 0.25, 0.45, 0, 0, kept, case when kept is not null then 0 end, case when kept is not null then wrong end,
        case when kept is not null then 0 end, case when kept is not null then 0 end
      from bench_template`);
    await transaction.execute(
      sql.raw(`alter table detection_events attach partition "${day.name}"
      for values from ('${day.from} 00:00:00+00') to ('${day.to} 00:00:00+00')`),
    );
    await transaction.execute(
      sql`insert into detection_days (team_id, day, changed_at) values (${TEAM}::uuid, ${day.from}::date, now()) on conflict do nothing`,
    );
  });
}

/** Shared photos that people saved on top of the model in the last month, and what a candidate found on each. */
async function fillPhotos(): Promise<void> {
  await getDatabase().execute(sql`
    with made as (
      insert into photos (id, owner_id, name, width, height, sha256, bytes, content_type, thumbnail_sha256, thumbnail_bytes, source_sha256, shared_at)
      select gen_random_uuid(), ${TEAM}::uuid, 'photo ' || n, 4000, 3000, 'bench' || n, 1, 'image/jpeg', 'bench-thumbnail' || n, 1, 'bench' || n, now()
      from generate_series(1, ${PHOTOS}::int) n on conflict do nothing returning id),
    found as (
      select id, jsonb_agg(jsonb_build_object('box', jsonb_build_object('x1', 100 * b, 'y1', 50, 'x2', 100 * b + 90, 'y2', 130), 'score', 0.7, 'classId', b)) as boxes
      from made cross join generate_series(1, 4) b group by id),
    saved as (
      insert into corrections (id, photo_id, author_id, revision, model_id, backend, filter, model_boxes, labels, created_at)
      select gen_random_uuid(), id, ${LOCAL_USER_ID}::uuid, 1, ${MODEL}, 'wasm',
        '{"confidence":0.25,"iou":0.45,"confidenceByClass":{},"hiddenClasses":[],"maxDetections":300}', boxes, '[]', now() - random() * interval '28 days' from found)
    insert into shadow_disagreements (id, photo_id, champion_id, candidate_id, champion_boxes, candidate_boxes, disagreement, created_at)
    select gen_random_uuid(), id, ${MODEL}, ${CANDIDATE}, boxes, boxes, 0, now() - random() * interval '28 days' from found`);
  await getDatabase().execute(sql`
    insert into settings (name, value) values ('shadow-whole-since', to_jsonb(to_char(now() - interval '29 days', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')))`);
}

/** Fills a new store, a day at a time: whatever ends it, the next call goes on with the days that are missing. */
export async function fillStore(cluster: Cluster, dataFolder: string, traffic: Traffic): Promise<Cluster> {
  const filling = await restart(cluster, dataFolder, TO_FILL);
  await makeTemplate(traffic);
  const offsets = Array.from({ length: traffic.days }, (_, offset) => offset);
  const work = async () => {
    for (let offset = offsets.shift(); offset !== undefined; offset = offsets.shift()) await fillDay(offset);
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
  const { rows } = await getDatabase().execute<{ n: number }>(sql`select count(*)::int as n from photos`);
  if (rows[0]?.n === 0) await fillPhotos();
  await getDatabase().execute(sql`drop table bench_template`);
  await getDatabase().execute(sql`vacuum (analyze) detection_events`);
  await getDatabase().execute(sql`analyze`);
  return restart(filling, dataFolder, []);
}
