/**
 * Fills the store with generated detections and times what the Monitor page asks for.
 * Run: npm run bench:monitoring -- --events 10000000 (on a PostgreSQL of its own, removed afterwards)
 */
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { sql } from "drizzle-orm";
import { closeDatabase, getDatabase } from "@/server/db/client";
import { startCluster } from "@/server/db/cluster/cluster";
import { migrateDatabase } from "@/server/db/migrate";
import { LOCAL_USER_ID } from "@/server/db/schema/users";
import { keepLooks } from "@/server/monitoring/drift/looks";
import { evidenceOf, matrixOf } from "@/server/monitoring/drift/matrix";
import { overviewOf, slicesOf } from "@/server/monitoring/overview/overview";
import { keepSums } from "@/server/monitoring/sums/keep-sums";

const { values } = parseArgs({
  options: { events: { type: "string", default: "10000" }, days: { type: "string", default: "45" } },
});
const events = Number(values.events);
const days = Number(values.days);
const never = new AbortController().signal;
const teamId = LOCAL_USER_ID;
const modelId = "forage-n/4";

async function timed<T>(what: string, work: () => Promise<T>, times = 1): Promise<T> {
  const taken: number[] = [];
  let result: T | undefined;
  for (let time = 0; time < times; time++) {
    const started = performance.now();
    result = await work();
    taken.push(performance.now() - started);
  }
  taken.sort((a, b) => a - b);
  const middle = taken[Math.floor(taken.length / 2)] ?? 0;
  console.log(
    `${what.padEnd(34)} ${middle.toFixed(0).padStart(8)} ms${times > 1 ? `, slowest ${taken.at(-1)?.toFixed(0)} ms of ${times}` : ""}`,
  );
  return result as T;
}

/** A day's detections, made by the database itself. */
async function fillDay(offset: number): Promise<void> {
  await getDatabase().execute(sql`
    insert into detection_events (at, id, user_id, team_id, received_at, sample_key, source, model_id, backend, device, browser, sample_share,
      decode_ms, preprocess_ms, inference_ms, postprocess_ms, total_ms, record_ms, width, height, brightness, contrast, saturation, sharpness,
      box_count, unnamed, top_score, mean_score, class_ids, class_boxes, class_scores, scores, areas, aspects, positions, sketch,
      confidence, iou, hidden_classes, class_thresholds, kept, added, deleted, renamed, moved)
    select (current_date - ${offset}::int)::timestamp at time zone 'UTC' + random() * interval '1 day', gen_random_uuid(), ${teamId}::uuid, ${teamId}::uuid,
      now(), random(), 'page', ${modelId}, (array['wasm', 'webgl', 'webgpu'])[1 + floor(random() * 3)::int], (array['phone', 'computer', 'tablet'])[1 + floor(random() * 3)::int],
      (array['chrome', 'firefox', 'safari', 'edge'])[1 + floor(random() * 4)::int], 1, 10, 8, 80 + random() * 60, 2, 100 + random() * 60, 0.3, 4000, 3000,
      random(), random() / 2, random(), random() / 10, n, 0, case when n > 0 then 0.3 + random() * 0.6 end, case when n > 0 then 0.3 + random() * 0.5 end,
      case when n > 0 then array[1 + floor(random() * 40)::int, 60 + floor(random() * 40)::int] else '{}' end, case when n > 0 then array[1, 2] else '{}' end,
      case when n > 0 then array[0.7, 1.2]::real[] else '{}' end, '{0,0,0,0,1,0,1,0,1,0}', '{0,0,1,1,1,0,0,0}', '{0,1,1,1,0,0,0}', '{0,0,0,1,2,0,0,0,0}',
      (select array_agg((random() * 60 - 30)::smallint) from generate_series(1, 16) where n is not null), 0.25, 0.45, 0, 0,
      case when random() < 0.1 then n end, null, null, null, null
    from (select floor(random() * 5)::int as n from generate_series(1, ${Math.ceil(events / days)}::int)) g`);
  await getDatabase().execute(sql`
    insert into detection_days (team_id, day, changed_at) values (${teamId}::uuid, current_date - ${offset}::int, now()) on conflict do nothing`);
}

async function main(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), "forage-bench-monitoring-"));
  chmodSync(folder, 0o711);
  const cluster = await startCluster({ dataFolder: folder });
  process.env.DATABASE_URL = cluster.url;
  try {
    await migrateDatabase(getDatabase());
    await getDatabase().execute(
      sql`select make_detection_day((current_date - d)::date) from generate_series(0, ${days}::int) d`,
    );
    await timed(`fill with ${events} detections`, async () => {
      for (let offset = 0; offset < days; offset++) await fillDay(offset);
    });
    await getDatabase().execute(sql`analyze`);
    const { rows } = await getDatabase().execute<{ n: number; size: string }>(
      sql`select count(*)::int as n, pg_size_pretty(pg_database_size(current_database())) as size from detection_events`,
    );
    console.log(`${rows[0]?.n} detections, ${rows[0]?.size}`);
    await timed("job: add up all days", () => keepSums(never));
    await getDatabase().execute(sql`update detection_days set changed_at = now() where day = current_date`);
    await timed("job: add up today again", () => keepSums(never));
    await timed("job: compare all periods", () => keepLooks(never));
    await timed("page: trends and classes", () => overviewOf({ teamId, userId: teamId, modelId: null }), 7);
    await timed("page: drift matrix, days", () => matrixOf({ teamId, modelId: null, period: "day" }), 7);
    await timed("page: drift matrix, weeks", () => matrixOf({ teamId, modelId: null, period: "week" }), 7);
    await timed("page: slices", () => slicesOf({ teamId, userId: teamId, modelId: null }), 7);
    const startsOn = new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10);
    await timed(
      "page: evidence of a cell",
      () => evidenceOf({ teamId, userId: teamId, modelId, period: "day", startsOn, column: "brightness" }),
      7,
    );
  } finally {
    await closeDatabase();
    process.env.DATABASE_URL = "";
    await cluster.stopIfUnused();
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
