import { and, isNull, lt, or, sql } from "drizzle-orm";
import { SUMMED_DIMENSIONS, type SummedDimension } from "@/lib/contracts/monitoring";
import {
  detectionClassSums,
  detectionDays,
  detectionEvents,
  detectionFeatureSums,
  detectionSums,
  driftLooks,
  monitorReports,
} from "@/server/db/schema/monitoring";
import type { Queries, Transaction } from "@/server/db/transaction";

export interface TeamDay {
  readonly teamId: string;
  readonly day: string;
}

/** Days whose sums are not up to date, oldest first. */
export async function listChangedDays(queries: Queries): Promise<readonly TeamDay[]> {
  const { day, teamId, changedAt, summedAt } = detectionDays;
  return queries
    .select({ day, teamId })
    .from(detectionDays)
    .where(or(isNull(summedAt), lt(summedAt, changedAt)))
    .orderBy(day, teamId);
}

/** Makes the partitions of these days, and of those for which events lie in none. @returns how many were made */
export async function makePartitions(queries: Queries, from: string, to: string): Promise<number> {
  const { rows } = await queries.execute<{ made: number }>(sql`
    with wanted as (
      select day::date as day from generate_series(${from}::date, ${to}::date, '1 day') day
      union select distinct (at at time zone 'UTC')::date from detection_events_rest)
    select count(*) filter (where make_detection_day(day))::int as made from (select day from wanted order by day) w`);
  return rows[0]?.made ?? 0;
}

/** Drops the partitions of days before this one. @returns how many */
export async function dropPartitions(queries: Queries, before: string): Promise<number> {
  const { rows } = await queries.execute<{ name: string }>(sql`
    select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'detection_events'::regclass and c.relname ~ '^detection_events_[0-9]{8}$'
      and to_date(right(c.relname, 8), 'YYYYMMDD') < ${before}::date`);
  for (const { name } of rows) await queries.execute(sql`drop table ${sql.identifier(name)}`);
  await queries
    .delete(detectionEvents)
    .where(sql`${detectionEvents.at} < ${before}::date::timestamp at time zone 'UTC'`);
  return rows.length;
}

/** Removes sums and looks of days before this one. */
export async function removeSums(queries: Queries, before: string): Promise<void> {
  for (const table of [detectionSums, detectionFeatureSums, detectionClassSums, detectionDays])
    await queries.delete(table).where(lt(table.day, before));
  await queries.delete(driftLooks).where(lt(driftLooks.startsOn, before));
  await queries.delete(monitorReports).where(lt(monitorReports.startsOn, before));
}

/** The numbers of an event whose days are followed, in SQL. */
const FEATURES = {
  brightness: "brightness",
  contrast: "contrast",
  saturation: "saturation",
  sharpness: "sharpness",
  boxes: "box_count",
  topScore: "top_score",
  meanScore: "mean_score",
  totalMs: "total_ms",
  inferenceMs: "inference_ms",
} as const;
export type Feature = keyof typeof FEATURES;
export const FEATURE_NAMES = Object.keys(FEATURES) as readonly Feature[];

const featureValues = sql.raw(
  Object.entries(FEATURES)
    .map(([name, column]) => `('${name}', e.${column}::real)`)
    .join(", "),
);

type Dimensions = readonly SummedDimension[];
const LAST_FIRST: Dimensions = SUMMED_DIMENSIONS.toReversed();
/** A day's rows of the sums: the whole, each dimension, and every two. */
const GROUPS = sql.raw(
  [
    [],
    ...SUMMED_DIMENSIONS.map((one) => [one]),
    ...SUMMED_DIMENSIONS.flatMap((one, at) => SUMMED_DIMENSIONS.slice(at + 1).map((other) => [one, other])),
  ]
    .map((dimensions) => `(${["model_id", ...dimensions].join(", ")})`)
    .join(", "),
);
/** The first of these dimensions by which a row is grouped. */
const groupName = (dimensions: Dimensions) =>
  sql.raw(`case ${dimensions.map((one) => `when grouping(${one}) = 0 then '${one}'`).join(" ")} else '' end`);
const groupValue = (dimensions: Dimensions) => sql.raw(`coalesce(${dimensions.join(", ")}, '')`);

/** Makes a day's sums anew from its events. Changes of the day meanwhile make it changed again. */
export async function sumDay(transaction: Transaction, { teamId, day }: TeamDay): Promise<void> {
  const ofDay = sql`e.team_id = ${teamId} and e.at >= ${day}::date::timestamp at time zone 'UTC'
    and e.at < (${day}::date + 1)::timestamp at time zone 'UTC'`;
  const here = (table: typeof detectionSums | typeof detectionFeatureSums | typeof detectionClassSums) =>
    and(sql`${table.teamId} = ${teamId}`, sql`${table.day} = ${day}::date`);
  // one at a time: two workers never add a day up together
  await transaction.execute(
    sql`select from detection_days where team_id = ${teamId} and day = ${day} for update`,
  );
  for (const table of [detectionSums, detectionFeatureSums, detectionClassSums])
    await transaction.delete(table).where(here(table));
  await transaction.execute(sql`
    insert into ${detectionSums}
    select ${teamId}::uuid, ${day}::date, model_id, first, first_value,
      case when second = first then '' else second end, case when second = first then '' else second_value end,
      events, weight, boxes, boxless, top_scores, top_count, unsure, log_ms, log_ms_squares, judged, corrected, judged_boxes, wrong_boxes
    from (
      select model_id, ${groupName(SUMMED_DIMENSIONS)} as first, ${groupValue(SUMMED_DIMENSIONS)} as first_value,
        ${groupName(LAST_FIRST)} as second, ${groupValue(LAST_FIRST)} as second_value,
        count(*) as events, sum(1 / sample_share) as weight, sum(box_count) as boxes, count(*) filter (where box_count = 0) as boxless,
        coalesce(sum(top_score), 0) as top_scores, count(top_score) as top_count, count(*) filter (where top_score < 0.5) as unsure,
        sum(ln(greatest(total_ms, 0.01))) as log_ms, sum(ln(greatest(total_ms, 0.01)) ^ 2) as log_ms_squares,
        count(kept) as judged, count(*) filter (where added + deleted + renamed + moved > 0) as corrected,
        coalesce(sum(kept + deleted + renamed + moved), 0) as judged_boxes, coalesce(sum(deleted + renamed), 0) as wrong_boxes
      from (
        select e.*, extract(hour from e.at at time zone 'UTC')::int::text as hour, least(3, floor(e.brightness * 4))::int::text as light
        from detection_events e where ${ofDay}) d
      group by grouping sets (${GROUPS})) g`);
  await transaction.execute(sql`
    insert into ${detectionFeatureSums}
    select ${teamId}::uuid, ${day}::date, model_id, feature, n, mean, at[1], at[2], at[3] from (
      select e.model_id, f.feature, count(*) as n, avg(f.value) as mean,
        percentile_cont(array[0.1, 0.5, 0.9]) within group (order by f.value) as at
      from detection_events e cross join lateral (values ${featureValues}) f(feature, value)
      where ${ofDay} and f.value is not null group by 1, 2) s`);
  await transaction.execute(sql`
    insert into ${detectionClassSums}
    select ${teamId}::uuid, ${day}::date, e.model_id, c.id, count(*), sum(c.boxes), sum(c.scores)
    from detection_events e cross join lateral unnest(e.class_ids, e.class_boxes, e.class_scores) c(id, boxes, scores)
    where ${ofDay} group by 3, 4`);
  const { rowCount } = await transaction.execute(sql`
    update detection_days d set summed_at = changed_at, sole_user_id = case when p.people = 1 then p.first end
    from (select count(distinct e.user_id) as people, min(e.user_id::text)::uuid as first from detection_events e where ${ofDay}) p
    where d.team_id = ${teamId} and d.day = ${day} and p.people > 0`);
  // a day without detections is no day
  if (rowCount === 0)
    await transaction.execute(sql`delete from detection_days where team_id = ${teamId} and day = ${day}`);
}
