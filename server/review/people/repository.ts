import { sql } from "drizzle-orm";
import type { Present, ReviewPerson, TeamPhoto } from "@/lib/contracts/review-people";
import type { Who } from "@/lib/contracts/who";
import { ownTeam } from "@/server/db/own-team";
import { photoPresence, reviewAssignments, reviewLeases } from "@/server/db/schema/review-people";
import { memberships } from "@/server/db/schema/teams";
import { users } from "@/server/db/schema/users";
import type { Queries, Transaction } from "@/server/db/transaction";

export async function readPeople(queries: Queries, teamId: string): Promise<readonly ReviewPerson[]> {
  const { rows } = await queries.execute<{ id: string; name: string; may_review: boolean }>(
    sql`select u.id, u.name, m.role in ('reviewer', 'admin') as may_review
      from ${memberships} m join ${users} u on u.id = m.user_id where m.team_id = ${teamId} order by u.name, u.id`,
  );
  return rows.map(({ id, name, may_review }) => ({ id, name, mayReview: may_review }));
}

export interface Page {
  readonly pageId: string;
  readonly userId: string;
  readonly until: Date;
}

/** `{…}` for PostgreSQL: an empty list of a template has no type. */
const uuids = (ids: readonly string[]) => sql`${`{${ids.join(",")}}`}::uuid[]`;

/** Renews what a page has in hand of these, and gives up the rest. @returns what it has */
export async function renewLeases(
  queries: Transaction,
  { pageId, userId, until }: Page,
  wanted: readonly string[],
): Promise<readonly string[]> {
  await queries.execute(
    sql`delete from ${reviewLeases} where page_id = ${pageId} and user_id = ${userId} and photo_id <> all(${uuids(wanted)})`,
  );
  const { rows } = await queries.execute<{ photo_id: string }>(
    sql`update ${reviewLeases} set until = ${until.toISOString()}
      where page_id = ${pageId} and user_id = ${userId} returning photo_id`,
  );
  return rows.map(({ photo_id }) => photo_id);
}

/**
 * Takes up to `count` of the wanted photos that wait and that nobody has in hand. A row that another caller looks at in this
 * moment is passed over, so that two callers never wait for each other and never get the same photo.
 */
export async function takeFree(
  queries: Transaction,
  { pageId, userId, until }: Page,
  {
    teamId,
    wanted,
    count,
  }: { readonly teamId: string; readonly wanted: readonly string[]; readonly count: number },
): Promise<readonly string[]> {
  const { rows } = await queries.execute<{ photo_id: string }>(
    sql`with free as materialized (
        select w.photo_id from review_waiting w
        where w.photo_id = any(${uuids(wanted)})
          and exists (select 1 from photos p where p.id = w.photo_id and p.owner_id = ${teamId})
          and not exists (select 1 from ${reviewLeases} l where l.photo_id = w.photo_id and l.until >= now())
          and not exists (select 1 from opinions o join corrections c on c.id = o.correction_id
            where o.photo_id = w.photo_id and o.user_id = ${userId}
            and c.revision = (select max(n.revision) from corrections n where n.photo_id = o.photo_id))
        order by array_position(${uuids(wanted)}, w.photo_id) limit ${count}
        for update of w skip locked
      )
      insert into ${reviewLeases} (photo_id, user_id, page_id, until)
        select photo_id, ${userId}::uuid, ${pageId}::uuid, ${until.toISOString()}::timestamptz from free order by photo_id
      on conflict (photo_id) do update set user_id = excluded.user_id, page_id = excluded.page_id, until = excluded.until
        where ${reviewLeases}.until < now()
      returning photo_id`,
  );
  return rows.map(({ photo_id }) => photo_id);
}

/** Takes a photo of the team, whoever has it in hand. @returns whether it waits */
export async function takeOver(
  queries: Transaction,
  { pageId, userId, until }: Page,
  { teamId, photoId }: { readonly teamId: string; readonly photoId: string },
): Promise<boolean> {
  const { rows } = await queries.execute(
    sql`insert into ${reviewLeases} (photo_id, user_id, page_id, until)
        select w.photo_id, ${userId}::uuid, ${pageId}::uuid, ${until.toISOString()}::timestamptz
        from review_waiting w join photos p on p.id = w.photo_id
        where w.photo_id = ${photoId} and p.owner_id = ${teamId}
      on conflict (photo_id) do update set user_id = excluded.user_id, page_id = excluded.page_id, until = excluded.until
      returning photo_id`,
  );
  return rows.length > 0;
}

/** Who has which of these photos in hand now. */
export async function readHolders(
  queries: Queries,
  photoIds: readonly string[],
): Promise<readonly { readonly photoId: string; readonly userId: string; readonly pageId: string }[]> {
  const { rows } = await queries.execute<{ photo_id: string; user_id: string; page_id: string }>(
    sql`select photo_id, user_id, page_id from ${reviewLeases}
      where photo_id = any(${uuids(photoIds)}) and until >= now()
        and exists (select 1 from photos p where p.id = photo_id and p.owner_id = ${ownTeam()})`,
  );
  return rows.map((row) => ({ photoId: row.photo_id, userId: row.user_id, pageId: row.page_id }));
}

/** Says which photo of the team a page shows. One that shows the same as before is written without a notice to anybody. */
export async function writePresence(
  queries: Transaction,
  { pageId, userId, until }: Page,
  front: { readonly photoId: string | null; readonly teamId: string },
): Promise<void> {
  const at = until.toISOString();
  const { photoId, teamId } = front;
  if (photoId === null) return removePresence(queries, pageId, userId);
  const { rows } = await queries.execute(
    sql`update ${photoPresence} set until = ${at}
      where page_id = ${pageId} and user_id = ${userId} and photo_id = ${photoId} returning page_id`,
  );
  if (rows.length > 0) return;
  await queries.execute(
    sql`insert into ${photoPresence} (page_id, user_id, photo_id, until)
        select ${pageId}::uuid, ${userId}::uuid, p.id, ${at}::timestamptz from photos p
        where p.id = ${photoId} and p.owner_id = ${teamId}
      on conflict (page_id) do update set photo_id = excluded.photo_id, until = excluded.until
        where ${photoPresence}.user_id = excluded.user_id`,
  );
}

export async function removePresence(queries: Queries, pageId: string, userId: string): Promise<void> {
  await queries.execute(sql`delete from ${photoPresence} where page_id = ${pageId} and user_id = ${userId}`);
}

export async function removeLeases(queries: Queries, pageId: string, userId: string): Promise<void> {
  await queries.execute(sql`delete from ${reviewLeases} where page_id = ${pageId} and user_id = ${userId}`);
}

/** Removes what silent pages left: whoever still looks at something does it for all. */
export async function removeSilent(queries: Queries): Promise<void> {
  await queries.execute(sql`delete from ${photoPresence} where page_id in
    (select page_id from ${photoPresence} where until < now() for update skip locked)`);
  await queries.execute(sql`delete from ${reviewLeases} where photo_id in
    (select photo_id from ${reviewLeases} where until < now() for update skip locked)`);
}

/** Who has which photo of the team in front now. */
export async function readPresent(queries: Queries, teamId: string): Promise<readonly Present[]> {
  const { rows } = await queries.execute<{
    photo_id: string;
    user_id: string;
    page_id: string;
    until: string;
  }>(
    sql`select x.photo_id, x.user_id, x.page_id,
        to_char(x.until at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as until
      from ${photoPresence} x join photos p on p.id = x.photo_id
      where p.owner_id = ${teamId} and x.until >= now() order by x.photo_id, x.user_id, x.page_id`,
  );
  return rows.map((row) => ({
    photoId: row.photo_id,
    userId: row.user_id,
    pageId: row.page_id,
    until: row.until,
  }));
}

/** Photos of the team that wait, of those named. */
export async function readWaitingOf(
  queries: Queries,
  teamId: string,
  photoIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await queries.execute<{ photo_id: string }>(
    sql`select w.photo_id from review_waiting w join photos p on p.id = w.photo_id
      where p.owner_id = ${teamId} and w.photo_id = any(${uuids(photoIds)})`,
  );
  return new Set(rows.map(({ photo_id }) => photo_id));
}

export async function writeAssignments(
  queries: Transaction,
  { userId: assignedBy }: Who,
  rows: readonly { readonly photoId: string; readonly userId: string }[],
): Promise<void> {
  await queries
    .insert(reviewAssignments)
    .values(rows.map((row) => ({ ...row, assignedBy })))
    .onConflictDoUpdate({
      target: reviewAssignments.photoId,
      set: { userId: sql`excluded.user_id`, assignedBy, assignedAt: sql`now()` },
    });
}

export async function removeAssignments(queries: Transaction, photoIds: readonly string[]): Promise<void> {
  await queries.execute(sql`delete from ${reviewAssignments} where photo_id = any(${uuids(photoIds)})`);
}

/** Photos of the team that wait, what teaches most first. */
export async function readTeamPhotos(
  queries: Queries,
  { teamId }: Who,
  limit: number,
): Promise<readonly (TeamPhoto & { readonly classIds: readonly number[]; readonly isAsked: boolean })[]> {
  const { rows } = await queries.execute<{
    photo_id: string;
    name: string;
    assigned_to: string | null;
    opinions: number;
    is_asked: boolean;
    class_ids: number[];
  }>(
    sql`select w.photo_id, p.name, a.user_id as assigned_to, w.class_ids,
        exists (select 1 from opinion_requests q where q.photo_id = w.photo_id) as is_asked,
        (select count(*)::int from opinions o where o.correction_id = (select c.id from corrections c
          where c.photo_id = w.photo_id order by c.revision desc limit 1)) as opinions
      from review_waiting w join photos p on p.id = w.photo_id
      left join ${reviewAssignments} a on a.photo_id = w.photo_id
      where p.owner_id = ${teamId} and not w.is_stale
      order by w.priority desc nulls last, w.photo_id limit ${limit}`,
  );
  return rows.map((row) => ({
    photoId: row.photo_id,
    name: row.name,
    assignedTo: row.assigned_to,
    opinions: row.opinions,
    isAsked: row.is_asked,
    classIds: row.class_ids,
  }));
}
