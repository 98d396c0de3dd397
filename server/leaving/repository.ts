import { and, count, eq, inArray, isNull, ne, sql } from "drizzle-orm";
import { apiKeys, sessions } from "@/server/db/schema/accounts";
import { corrections } from "@/server/db/schema/corrections";
import { jobs } from "@/server/db/schema/jobs";
import { plannedMeals, shoppingLines, stockedFoods } from "@/server/db/schema/kitchen";
import { photos } from "@/server/db/schema/photos";
import { plants } from "@/server/db/schema/plants";
import { recipePictures, recipes } from "@/server/db/schema/recipes";
import { memberships, teams } from "@/server/db/schema/teams";
import { FORMER_MEMBER_ID, LOCAL_USER_ID, users } from "@/server/db/schema/users";
import type { Queries } from "@/server/db/transaction";

/** Held until the transaction ends: nobody joins, leaves or hands over meanwhile. */
export async function lockMemberships(queries: Queries): Promise<void> {
  await queries.execute(sql`lock table memberships in share row exclusive mode`);
}

export async function readPerson(queries: Queries, userId: string) {
  const [row] = await queries
    .select({ email: users.email, isAdmin: users.isAdmin, kind: users.kind })
    .from(users)
    .where(eq(users.id, userId));
  return row;
}

/** Accounts of other people, and how many of them keep the installation. */
export async function countOthers(queries: Queries, userId: string) {
  const [row] = await queries
    .select({
      people: count(),
      admins: sql<number>`(count(*) filter (where ${users.isAdmin} and ${users.disabledAt} is null))::int`,
    })
    .from(users)
    .where(and(ne(users.id, userId), eq(users.kind, "account")));
  return row ?? { people: 0, admins: 0 };
}

/** The teams somebody is in, with how many others are there and how many of these are admins. */
export async function readTeams(queries: Queries, userId: string) {
  const others = sql`from memberships o where o.team_id = ${teams.id} and o.user_id <> ${userId}`;
  return queries
    .select({
      id: teams.id,
      name: teams.name,
      others: sql<number>`(select count(*)::int ${others})`,
      // an admin who is kept out is none
      otherAdmins: sql<number>`(select count(*)::int ${others} and o.role = 'admin'
        and exists (select from users u where u.id = o.user_id and u.disabled_at is null))`,
    })
    .from(memberships)
    .innerJoin(teams, eq(teams.id, memberships.teamId))
    .where(eq(memberships.userId, userId));
}

async function counted(rows: Promise<readonly { rows: number }[]>): Promise<number> {
  return (await rows)[0]?.rows ?? 0;
}

/** How much some teams and their person have. */
export async function countAll(queries: Queries, teamIds: readonly string[], userId: string) {
  const ids = [...teamIds];
  const rows = { rows: count() };
  return {
    photos: await counted(queries.select(rows).from(photos).where(inArray(photos.ownerId, ids)).execute()),
    corrections: await counted(
      queries
        .select(rows)
        .from(corrections)
        .innerJoin(photos, eq(photos.id, corrections.photoId))
        .where(inArray(photos.ownerId, ids))
        .execute(),
    ),
    recipes: await counted(queries.select(rows).from(recipes).where(inArray(recipes.ownerId, ids)).execute()),
    plants: await counted(queries.select(rows).from(plants).where(inArray(plants.ownerId, ids)).execute()),
    pantryFoods: await counted(
      queries
        .select(rows)
        .from(stockedFoods)
        .where(and(inArray(stockedFoods.teamId, ids), isNull(stockedFoods.removedAt)))
        .execute(),
    ),
    listLines: await counted(
      queries
        .select(rows)
        .from(shoppingLines)
        .where(and(inArray(shoppingLines.teamId, ids), isNull(shoppingLines.removedAt)))
        .execute(),
    ),
    meals: await counted(
      queries
        .select(rows)
        .from(plannedMeals)
        .where(and(inArray(plannedMeals.teamId, ids), isNull(plannedMeals.removedAt)))
        .execute(),
    ),
    sessions: await counted(queries.select(rows).from(sessions).where(eq(sessions.userId, userId)).execute()),
    keys: await counted(queries.select(rows).from(apiKeys).where(eq(apiKeys.userId, userId)).execute()),
  };
}

export async function readPhotoIds(queries: Queries, teamId: string): Promise<readonly string[]> {
  const rows = await queries.select({ id: photos.id }).from(photos).where(eq(photos.ownerId, teamId));
  return rows.map(({ id }) => id);
}

/** Stored files of the pictures of a team's own recipes. */
export async function readPictureFiles(queries: Queries, teamId: string): Promise<readonly string[]> {
  const rows = await queries
    .select({ full: recipePictures.sha256, thumbnail: recipePictures.thumbnailSha256 })
    .from(recipePictures)
    .innerJoin(recipes, eq(recipes.id, recipePictures.recipeId))
    .where(eq(recipes.ownerId, teamId));
  return rows.flatMap(({ full, thumbnail }) => [full, thumbnail]).filter((one) => one !== null);
}

export async function readJobs(queries: Queries, teamId: string) {
  return queries.select({ id: jobs.id, params: jobs.params }).from(jobs).where(eq(jobs.teamId, teamId));
}

/** Whose name stands on what somebody did who is gone. */
export async function keepFormerMember(queries: Queries): Promise<string> {
  await queries
    .insert(users)
    .values({ id: FORMER_MEMBER_ID, name: "A former member", kind: "former" })
    .onConflictDoNothing();
  return FORMER_MEMBER_ID;
}

/** Removes the person; sessions, keys, passkeys, likes and memberships go with the row. */
export async function removePerson(queries: Queries, userId: string, email: string | null): Promise<void> {
  if (email)
    await queries.execute(
      sql`delete from verifications where strpos(lower(identifier || ' ' || value), ${email}) > 0`,
    );
  await queries.execute(sql`delete from verifications where strpos(value, ${userId}) > 0`);
  await queries.delete(users).where(eq(users.id, userId));
  await forgetInAuditLog(queries, userId);
}

/** What they did stays written, as a deleted person's, without the names they gave to keys and devices: a trigger allows this change alone, of somebody who is gone. */
async function forgetInAuditLog(queries: Queries, userId: string): Promise<void> {
  const former = sql`${FORMER_MEMBER_ID}::text`;
  await queries.execute(sql`select set_config('forage.forgotten', ${userId}, true)`);
  await queries.execute(sql`update audit_log a set
      facts = case when user_id = ${userId} and action !~ '^team/' then
        replace(facts::text, ${userId}, ${former})::jsonb - '{name,device,browser}'::text[]
        else replace(facts::text, ${userId}, ${former})::jsonb end,
      team_id = case when team_id = ${userId} then null else team_id end,
      user_id = case when user_id = ${userId} then ${FORMER_MEMBER_ID}::uuid else user_id end,
      user_name = case when user_id = ${userId} then '' else user_name end,
      address = case when user_id = ${userId} then null else address end
    where strpos(a::text, ${userId}) > 0`);
}

/** The person at this computer has a row as long as there is a database, also after the account that took it over. */
export async function keepLocalPerson(queries: Queries): Promise<void> {
  const own = { id: LOCAL_USER_ID, name: "This computer" };
  const [added] = await queries
    .insert(users)
    .values({ ...own, kind: "local", isAdmin: true })
    .onConflictDoNothing()
    .returning();
  if (!added) return;
  await queries.insert(teams).values(own).onConflictDoNothing();
  await queries
    .insert(memberships)
    .values({ teamId: LOCAL_USER_ID, userId: LOCAL_USER_ID, role: "admin" })
    .onConflictDoNothing();
}

/** Counts of what a team had, which add up to nothing by now. */
export async function removeTallies(queries: Queries, teamIds: readonly string[]): Promise<void> {
  for (const id of teamIds)
    await queries.execute(sql`delete from tallies where split_part(key, '/', 2) = ${id}`);
}
