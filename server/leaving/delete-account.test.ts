import { randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { eq, sql } from "drizzle-orm";
import sharp from "sharp";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { EVENT_SCHEMA } from "@/lib/contracts/detection-events";
import { type Context, localContext } from "@/server/api/context";
import { createCallerFactory } from "@/server/api/trpc";
import { appRouter } from "@/server/assembly/root-router";
import { correctionOf, lookAnswer, meal, ownRecipe, tomatoes } from "@/server/assembly/testing/saves-world";
import { listAudit, recordIn } from "@/server/audit/service";
import { listClasses, seedClasses } from "@/server/datasets/classes/classes";
import { getDatabase } from "@/server/db/client";
import { apiKeys, sessions } from "@/server/db/schema/accounts";
import { corrections } from "@/server/db/schema/corrections";
import { shareLinks } from "@/server/db/schema/sharing";
import { memberships, teams } from "@/server/db/schema/teams";
import { FORMER_MEMBER_ID, LOCAL_USER_ID, users } from "@/server/db/schema/users";
import { addPerson } from "@/server/db/testing/alone";
import { failWritesTo } from "@/server/db/testing/fail-writes";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { connection } from "@/server/db/transaction";
import { enqueueJob } from "@/server/jobs/service";
import { championManifest } from "@/server/models/service";
import { agree, storeBatch } from "@/server/monitoring/recording/recording";
import { keepSums } from "@/server/monitoring/sums/keep-sums";
import { anEvent } from "@/server/monitoring/testing/an-event";
import { savePhoto } from "@/server/photos/service";
import { addOwnPicture } from "@/server/recipes/pictures/pictures";
import { seedRecipes } from "@/server/recipes/seed/seed-catalogue";
import { deleteAccount, lookAtLeaving } from "./delete-account";
import { readForeignKeys } from "./rows/repository";

vi.setConfig({ hookTimeout: 240_000, testTimeout: 120_000 });
const MIRA = "00000000-0000-4000-8000-0000000000a1";
const OTTO = "00000000-0000-4000-8000-0000000000a2";
const HOUSE = "00000000-0000-4000-8000-0000000000a3";
const EMAIL = "mira@example.org";
const savedFolder = process.env.FORAGE_DATA_DIR;
let database: TestDatabase;
let folder: string;

beforeAll(async () => {
  database = await createTestDatabase();
  await seedClasses((await championManifest()).classes);
  await seedRecipes();
});
afterAll(() => database.drop());
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "forage-leaving-"));
  process.env.FORAGE_DATA_DIR = folder;
  for (const [id, name, email] of [
    [MIRA, "Mira", EMAIL],
    [OTTO, "Otto", "otto@example.org"],
  ] as const) {
    await addPerson(id, name);
    await getDatabase()
      .update(users)
      .set({ email, kind: "account", isAdmin: id === OTTO })
      .where(eq(users.id, id));
  }
  await getDatabase().insert(teams).values({ id: HOUSE, name: "Household" });
  await getDatabase()
    .insert(memberships)
    .values([
      { teamId: HOUSE, userId: MIRA, role: "editor" },
      { teamId: HOUSE, userId: OTTO, role: "admin" },
    ]);
});
afterEach(async () => {
  await getDatabase().update(memberships).set({ role: "admin" });
  await getDatabase().update(users).set({ isAdmin: false });
  for (const id of [MIRA, OTTO]) {
    const [row] = await getDatabase().select().from(users).where(eq(users.id, id));
    if (row) await deleteAccount(id, row.email ?? "");
  }
  if (savedFolder === undefined) delete process.env.FORAGE_DATA_DIR;
  else process.env.FORAGE_DATA_DIR = savedFolder;
  rmSync(folder, { recursive: true, force: true });
});

const callerFor = createCallerFactory(appRouter);
function as(userId: string, teamId: string): Context {
  const me = localContext();
  return { ...me, user: { ...me.user, id: userId }, team: { ...me.team, id: teamId }, via: "session" };
}

function picture(seed: number): Promise<Buffer> {
  const background = { r: seed * 40, g: 255 - seed * 30, b: seed * 11 };
  return sharp({ create: { width: 64, height: 48, channels: 3, background } })
    .jpeg()
    .toBuffer();
}

const rowId = (number: number) => `10000000-0000-4000-8000-00000000000${number}`;

/** Something of everything that a person can have. */
async function fill(userId: string, teamId: string): Promise<{ readonly photoId: string }> {
  const api = callerFor(as(userId, teamId));
  const classId = (await listClasses())[0]?.id ?? 0;
  const { photoId } = await savePhoto({ ownerId: teamId, name: "lunch.jpg", bytes: await picture(1) });
  await api.corrections.save(correctionOf(photoId, [classId]));
  const recipe = await api.recipes.saveOwn(ownRecipe("Salad"));
  await addOwnPicture(recipe.slug, await picture(2), teamId);
  await api.recipes.cook.setOpinion({ slug: recipe.slug, opinion: "favourite" });
  await api.recipes.cook.addCooked({ slug: recipe.slug, servings: 2 });
  await api.recipes.cook.setProfile({ household: 2, skill: null });
  await api.recipes.stock.switch({ isOn: true });
  await api.recipes.stock.change({ id: rowId(1), steps: [{ id: rowId(2), base: null, put: tomatoes(2) }] });
  await api.recipes.shopping.change({
    id: rowId(7),
    list: [{ do: "put", id: rowId(8), base: null, content: { kind: "extra", text: "soap" } }],
  });
  await api.recipes.week.change({
    id: rowId(3),
    steps: [{ id: rowId(4), base: null, put: meal(recipe.slug, "2026-03-10") }],
  });
  await api.plants.addLook({
    plant: { name: "Tomato" },
    lookedAt: new Date().toISOString(),
    modelId: null,
    answer: lookAnswer,
    note: "",
    photos: [{ photoId, leaves: [], isNew: false }],
  } as never);
  const list = { groups: [{ title: "", items: ["soap"] }] };
  await getDatabase()
    .insert(shareLinks)
    .values({
      id: randomUUID(),
      ownerId: teamId,
      token: randomUUID(),
      kind: "list",
      title: "List",
      list,
    } as never);
  const job = await enqueueJob("takeout", {}, { userId, teamId });
  mkdirSync(path.join(folder, "exports"), { recursive: true });
  writeFileSync(path.join(folder, "exports", `${job.id}.zip`), "x");
  const later = new Date(Date.now() + 1e9);
  await getDatabase()
    .insert(sessions)
    .values({ id: rowId(5), token: "t", userId, expiresAt: later });
  await getDatabase()
    .insert(apiKeys)
    .values({ id: rowId(6), userId, teamId, name: "k", prefix: "f", keySha256: "s", scopes: [] });
  return { photoId };
}

/** Columns of one table that name a person or team, from the catalog: a table that is added later is found. */
async function columnsNaming(): Promise<readonly { readonly child: string; readonly childColumn: string }[]> {
  const keys = await readForeignKeys(getDatabase());
  return keys.filter(({ parent }) => parent === "users" || parent === "teams");
}

/** Gives a person a row in every table that names people or teams and that `fill` left without one. @returns its name */
async function fillTheRest(userId: string): Promise<readonly string[]> {
  const filled: string[] = [];
  const failed: string[] = [];
  for (const { child, childColumn } of await columnsNaming()) {
    const { rows: there } = await getDatabase().execute(
      sql`select 1 from ${sql.raw(child)} where ${sql.identifier(childColumn)} = ${userId} limit 1`,
    );
    if (there.length > 0) continue;
    await insertNaming(child, childColumn, userId).then(
      () => filled.push(child),
      (error: Error) => failed.push(`${child}: ${String(error.cause)}`),
    );
  }
  expect(failed, "say in this test how a row of these is made").toEqual([]);
  return filled;
}

/** What a column holds where nobody says: of its type, and of the values that a check allows. */
const OF_TYPE: Readonly<Record<string, string>> = {
  uuid: "gen_random_uuid()",
  text: "md5(random()::text)",
  jsonb: "'{}'::jsonb",
  integer: "1",
  smallint: "1",
  bigint: "1",
  "double precision": "1",
  real: "1",
  boolean: "false",
  // two rows of one table that name a person in two columns are of different days
  date: "(current_date - floor(random() * 100000)::int)",
  "timestamp with time zone": "now()",
  ARRAY: "'{}'",
};

async function insertNaming(table: string, named: string, userId: string): Promise<void> {
  const { rows: columns } = await getDatabase().execute<{
    name: string;
    type: string;
    check: string | null;
  }>(sql`
    select c.column_name as name, c.data_type as type,
      (select string_agg(pg_get_constraintdef(k.oid), ' ') from pg_constraint k
       where k.conrelid = ${table}::regclass and k.contype = 'c'
         and pg_get_constraintdef(k.oid) like '%' || c.column_name || '%') as check
    from information_schema.columns c
    where c.table_schema = 'public' and c.table_name = ${table}
      and c.is_nullable = 'NO' and c.column_default is null and c.is_identity = 'NO' and c.is_generated = 'NEVER'`);
  const keys = (await readForeignKeys(getDatabase())).filter(({ child }) => child === table);
  const values = columns.map(({ name, type, check }) => {
    const key = keys.find(({ childColumn }) => childColumn === name);
    if (name === named || key?.parent === "users" || key?.parent === "teams") return sql`${userId}`;
    if (key) return sql.raw(`(select ${key.parentColumn} from ${key.parent} limit 1)`);
    const allowed = new RegExp(`\\b${name}\\b[^']*'([^']+)'::text`).exec(check ?? "")?.[1];
    return sql.raw(allowed && type === "text" ? `'${allowed}'` : (OF_TYPE[type] ?? "null"));
  });
  const names = columns.map(({ name }) => name);
  if (!names.includes(named)) {
    names.push(named);
    values.push(sql`${userId}`);
  }
  await getDatabase().execute(
    sql`insert into ${sql.raw(table)} (${sql.join(
      names.map((name) => sql.identifier(name)),
      sql`, `,
    )}) values (${sql.join(values, sql`, `)})`,
  );
}

/** Every table, from the catalog, that still says one of these words in a row. */
async function whereStillNamed(words: readonly string[]): Promise<readonly string[]> {
  const { rows } = await getDatabase().execute<{ name: string }>(
    sql`select c.oid::regclass::text as name from pg_class c where c.relkind in ('r', 'm', 'p') and c.relnamespace = 'public'::regnamespace`,
  );
  expect(rows.length).toBeGreaterThan(30);
  const found: string[] = [];
  for (const { name } of rows) {
    for (const word of words) {
      const { rows: hits } = await getDatabase().execute<{ row: string }>(
        sql`select t::text as row from ${sql.raw(name)} t where strpos(lower(t::text), ${word}) > 0`,
      );
      found.push(...hits.map(({ row }) => `${name}: ${row.slice(0, 200)}`));
    }
  }
  return found;
}

const filesLeft = () =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /^[0-9a-f]{64}$|\.zip$/.test(entry.name))
    .map(({ name }) => name);

describe("an account that is deleted", () => {
  it("leaves not one row and not one file, in any table there is", async () => {
    await fill(MIRA, MIRA);
    expect(filesLeft().length).toBeGreaterThan(4);
    expect(await whereStillNamed([MIRA])).not.toEqual([]);
    await deleteAccount(MIRA, " Mira@Example.org ");
    expect(await whereStillNamed([MIRA, EMAIL])).toEqual([]);
    expect(filesLeft()).toEqual([]);
  });

  it("leaves nothing in any table that names a person or a team, whichever comes to be", async () => {
    await fill(MIRA, MIRA);
    const rest = await fillTheRest(MIRA);
    // data sets and models are among them
    expect(rest).toEqual(expect.arrayContaining(["dataset_versions", "registered_models", "passkeys"]));
    await deleteAccount(MIRA, EMAIL);
    expect(await whereStillNamed([MIRA, EMAIL])).toEqual([]);
  });

  it("leaves what belongs to a shared team there, as a former member's", async () => {
    const { photoId } = await fill(MIRA, HOUSE);
    const before = filesLeft();
    await deleteAccount(MIRA, EMAIL);
    expect(await whereStillNamed([MIRA, EMAIL])).toEqual([]);
    const [kept] = await getDatabase().select().from(corrections).where(eq(corrections.photoId, photoId));
    expect(kept?.authorId).toBe(FORMER_MEMBER_ID);
    expect(filesLeft().toSorted()).toEqual(before.toSorted());
    const history = await callerFor(as(OTTO, HOUSE)).corrections.revisions({ photoId });
    expect(JSON.stringify(history)).toContain("A former member");
  });

  it("is nobody's name in what they did and what was done to them, which stays written", async () => {
    const mira = { id: MIRA, name: "Mira", address: "192.0.2.5" };
    const deed = { user: mira, address: mira.address, teamId: null };
    await recordIn(connection(), { ...deed, action: "key/made", facts: { name: "Mira's key", days: 1 } });
    await recordIn(connection(), {
      ...deed,
      action: "team/renamed",
      facts: { name: "Supper" },
      teamId: HOUSE,
    });
    const otto = { id: OTTO, name: "Otto" };
    const facts = { member: MIRA, role: "editor" };
    await recordIn(connection(), { action: "team/role-changed", user: otto, facts, teamId: HOUSE });
    await deleteAccount(MIRA, EMAIL);
    const page = { cursor: null, limit: 200, kind: null };
    const who = { teamId: HOUSE, userId: OTTO, withInstallation: true };
    const { items } = await listAudit(who, page);
    expect(items.slice(0, 4)).toMatchObject([
      { action: "account/deleted", userName: "", isDeleted: true, address: null },
      { action: "team/role-changed", userName: "Otto", facts: { member: "A former member" } },
      { action: "team/renamed", userName: "", isDeleted: true, facts: { name: "Supper" } },
      { action: "key/made", userName: "", isDeleted: true, address: null, facts: { days: 1 } },
    ]);
    expect(JSON.stringify(items)).not.toMatch(/mira|192\.0\.2\.5/i);
  });

  it("keeps a file that another team has too", async () => {
    await fill(MIRA, MIRA);
    await savePhoto({ ownerId: OTTO, name: "same.jpg", bytes: await picture(1) });
    const others = await callerFor(as(OTTO, OTTO)).library.list({});
    await deleteAccount(MIRA, EMAIL);
    expect(others).toBeDefined();
    expect(filesLeft()).toHaveLength(2);
  });

  it("is in no sum any more of the days that a team shared, and those of its own days go at once", async () => {
    const [shared, own] = ["2026-11-29T10:00:00.000Z", "2026-11-30T10:00:00.000Z"] as const;
    const now = new Date("2026-11-30T12:00:00Z");
    for (const [userId, times] of [
      [MIRA, [shared, own]],
      [OTTO, [shared]],
    ] as const) {
      await agree(userId);
      const detections = times.map((at) => anEvent({ at }));
      const batch = { schema: EVENT_SCHEMA, detections, outcomes: [], sentAt: now.toISOString() } as const;
      await storeBatch({ userId, teamId: HOUSE }, { ...batch, outcomes: [] }, now);
    }
    const add = () => keepSums(new AbortController().signal, now);
    const sums = async () =>
      (
        await getDatabase().execute<{ day: string; n: number }>(
          sql`select day::text, events as n from detection_sums where team_id = ${HOUSE} and dimension = '' order by 1`,
        )
      ).rows;
    await add();
    expect(await sums()).toEqual([
      { day: "2026-11-29", n: 2 },
      { day: "2026-11-30", n: 1 },
    ]);
    await deleteAccount(MIRA, EMAIL);
    expect(await sums()).toEqual([{ day: "2026-11-29", n: 2 }]);
    await add();
    expect(await sums()).toEqual([{ day: "2026-11-29", n: 1 }]);
    expect(await whereStillNamed([MIRA])).toEqual([]);
  });

  it("is told before what goes and what stays", async () => {
    await fill(MIRA, MIRA);
    expect(await lookAtLeaving(MIRA)).toMatchObject({
      email: EMAIL,
      photos: 1,
      corrections: 1,
      recipes: 1,
      plants: 1,
      pantryFoods: 1,
      listLines: 1,
      meals: 1,
      sessions: 1,
      keys: 1,
      leaves: ["Household"],
      goesToo: [],
      handOverFirst: [],
      isLastAdmin: false,
    });
  });
});

describe("an account that is not deleted", () => {
  it("belongs to somebody who typed another email, or asks with a key", async () => {
    await expect(deleteAccount(MIRA, "otto@example.org")).rejects.toMatchObject({
      code: "account/other-email",
    });
    const byKey = callerFor({ ...as(MIRA, MIRA), via: "key" });
    await expect(byKey.leaving.deleteAccount({ email: EMAIL })).rejects.toMatchObject({
      cause: { code: "request/forbidden" },
    });
  });

  it("belongs to an admin whose only fellow admin is kept out", async () => {
    await getDatabase().update(memberships).set({ role: "admin" }).where(sql`team_id = ${HOUSE}`);
    expect(await lookAtLeaving(MIRA)).toMatchObject({ handOverFirst: [], leaves: ["Household"] });
    await getDatabase().update(users).set({ disabledAt: new Date() }).where(eq(users.id, OTTO));
    expect(await lookAtLeaving(MIRA)).toMatchObject({ handOverFirst: ["Household"], leaves: [] });
    await getDatabase().update(users).set({ disabledAt: null }).where(eq(users.id, OTTO));
  });

  it("belongs to the last admin of a team with others, or of the installation", async () => {
    await getDatabase()
      .update(memberships)
      .set({ role: "viewer" })
      .where(sql`team_id = ${HOUSE} and user_id = ${OTTO}`);
    await getDatabase()
      .update(memberships)
      .set({ role: "admin" })
      .where(sql`team_id = ${HOUSE} and user_id = ${MIRA}`);
    expect(await lookAtLeaving(MIRA)).toMatchObject({ handOverFirst: ["Household"] });
    await expect(deleteAccount(MIRA, EMAIL)).rejects.toMatchObject({ code: "account/hand-over-first" });
    await expect(deleteAccount(OTTO, "otto@example.org")).rejects.toMatchObject({
      code: "account/last-admin",
    });
  });

  it("has everything still when a statement of it fails", async () => {
    await fill(MIRA, MIRA);
    const before = [await whereStillNamed([MIRA]), filesLeft().toSorted()];
    const mend = await failWritesTo("users");
    await expect(deleteAccount(MIRA, EMAIL)).rejects.toThrow();
    await mend();
    expect([await whereStillNamed([MIRA]), filesLeft().toSorted()]).toEqual(before);
  });
});

it("the person at this computer is there again after the account that took its row over", async () => {
  const database = getDatabase();
  await database
    .update(users)
    .set({ email: "first@example.org", kind: "account" })
    .where(eq(users.id, LOCAL_USER_ID));
  await fill(LOCAL_USER_ID, LOCAL_USER_ID);
  await deleteAccount(LOCAL_USER_ID, "first@example.org");
  const [row] = await database.select().from(users).where(eq(users.id, LOCAL_USER_ID));
  expect(row).toMatchObject({ kind: "local", email: null, isAdmin: true });
  expect(filesLeft()).toEqual([]);
});
