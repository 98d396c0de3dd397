import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { verifyBackup } from "@/server/backup/read-backup";
import { restoreBackup } from "@/server/backup/restore-backup";
import { writeBackup } from "@/server/backup/write-backup";
import { closeDatabase, getDatabase } from "@/server/db/client";
import { jobs } from "@/server/db/schema/jobs";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { connection } from "@/server/db/transaction";
import { enqueueJob } from "@/server/jobs/service";
import { projectPath } from "@/server/storage/project-root";
import { getFileStore } from "@/server/storage/service";
import { type S3Double, startS3Double } from "@/server/storage/testing/moto";
import { everyNamed } from "@/server/sweep/service";
import { context, makeWorld, me } from "./testing/saves-world";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const saved = { ...process.env };
const { signal } = new AbortController();
let folder: string;
let world: TestDatabase;
let archive: string;
let rowsBefore: Readonly<Record<string, string>>;
let namedBefore: readonly string[];
let s3: S3Double | { readonly reason: string };

/** Another machine: an empty database and an empty data folder. */
let elsewhere: TestDatabase;
let machines = 0;

async function everyRow(): Promise<Record<string, string>> {
  const { rows } = await getDatabase().execute<{ name: string }>(
    sql`select tablename as name from pg_tables where schemaname = 'public' order by 1`,
  );
  const found: Record<string, string> = {};
  for (const { name } of rows) {
    const { rows: hashes } = await getDatabase().execute<{ hash: string }>(
      sql.raw(
        `select count(*) || ' ' || md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as hash from "${name}" t`,
      ),
    );
    found[name] = hashes[0]?.hash ?? "";
  }
  return found;
}

async function allNamed(): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const page of everyNamed(connection())) names.push(...page);
  return names;
}

async function statesOfFiles(): Promise<ReadonlySet<string>> {
  const store = await getFileStore();
  return new Set(await Promise.all((await allNamed()).map((name) => store.check(name))));
}

async function anotherMachine(): Promise<TestDatabase> {
  await closeDatabase();
  process.env.FORAGE_DATA_DIR = path.join(folder, `machine-${++machines}`);
  delete process.env.FORAGE_S3_BUCKET;
  return createTestDatabase();
}

const back = (options: { readonly file?: string; readonly replace?: boolean } = {}) =>
  restoreBackup({ file: archive, replace: false, signal, ...options });

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "forage-backup-"));
  process.env.FORAGE_DATA_DIR = path.join(folder, "data");
  process.env.FORAGE_MODELS_DIR = path.join(folder, "models");
  process.env.FORAGE_TRAINING_PYTHON = process.execPath;
  world = await createTestDatabase();
  await makeWorld();
  archive = path.join(folder, "backup.tar");
  await writeBackup({ target: archive, signal });
  rowsBefore = await everyRow();
  namedBefore = await allNamed();
  s3 = await startS3Double();
});
afterAll(async () => {
  await elsewhere.drop();
  process.env.DATABASE_URL = world.url;
  await world.drop();
  if ("stop" in s3) await s3.stop();
  process.env = saved;
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  elsewhere = await anotherMachine();
});

describe("a backup", () => {
  it("leaves nothing beside the archive, and replaces none", async () => {
    expect(readdirSync(folder).filter((name) => name.includes("backup"))).toEqual(["backup.tar"]);
    await expect(writeBackup({ target: archive, signal })).rejects.toMatchObject({ code: "request/invalid" });
  });

  it("is written to its end or not at all", async () => {
    process.env.DATABASE_URL = world.url;
    process.env.FORAGE_DATA_DIR = path.join(folder, "data");
    const target = path.join(folder, "stopped.tar");
    const stop = new AbortController();
    const onFile = () => stop.abort(new Error("stopped"));
    await expect(writeBackup({ target, signal: stop.signal, onFile })).rejects.toThrow("stopped");
    expect(readdirSync(folder).filter((name) => name.includes("stopped") || name.startsWith("."))).toEqual(
      [],
    );
  });

  it("names a stored file that is gone, and holds all others", async () => {
    process.env.DATABASE_URL = world.url;
    const data = path.join(folder, "with-a-gap");
    cpSync(path.join(folder, "data"), data, { recursive: true });
    process.env.FORAGE_DATA_DIR = data;
    const gone = namedBefore[0] ?? "";
    await (await getFileStore()).remove(gone);
    const target = path.join(folder, "gap.tar");
    const index = await writeBackup({ target, signal });
    expect(index.missing).toEqual([gone]);
    expect(index.files).toBe(namedBefore.length - 1);
    await closeDatabase();
    process.env.DATABASE_URL = elsewhere.url;
    process.env.FORAGE_DATA_DIR = path.join(folder, "gap-data");
    await back({ file: target });
    expect(await everyRow()).toEqual(rowsBefore);
  });
});

describe("restored on another machine", () => {
  it("every row and every file is there, and work goes on", async () => {
    await back();
    expect(await everyRow()).toEqual(rowsBefore);
    expect(await allNamed()).toEqual(namedBefore);
    expect(await statesOfFiles()).toEqual(new Set(["whole"]));
    await enqueueJob("sweep", {}, { userId: me, teamId: context.team.id });
    const { rows } = await getDatabase().execute(
      sql`select count(*) = count(distinct position) as ok from ${jobs}`,
    );
    expect(rows).toEqual([{ ok: true }]);
  });

  it("into an object store, and from there back to a disk", async ({ skip }) => {
    if ("reason" in s3) return skip(s3.reason);
    Object.assign(process.env, {
      ...{ AWS_ACCESS_KEY_ID: "a", AWS_SECRET_ACCESS_KEY: "b", FORAGE_S3_ENDPOINT: s3.endpoint },
      FORAGE_S3_BUCKET: "forage",
    });
    await new S3Client({ endpoint: s3.endpoint, region: "us-east-1", forcePathStyle: true }).send(
      new CreateBucketCommand({ Bucket: "forage" }),
    );
    await back();
    expect(existsSync(path.join(process.env.FORAGE_DATA_DIR ?? "", "files"))).toBe(false);
    expect(await statesOfFiles()).toEqual(new Set(["whole"]));
    const second = path.join(folder, "from-store.tar");
    await writeBackup({ target: second, signal });
    const onStore = elsewhere;
    elsewhere = await anotherMachine();
    await back({ file: second });
    expect(await everyRow()).toEqual(rowsBefore);
    expect(await statesOfFiles()).toEqual(new Set(["whole"]));
    await closeDatabase();
    process.env.DATABASE_URL = onStore.url;
    await onStore.drop();
    process.env.DATABASE_URL = elsewhere.url;
  });

  it("a backup of older tables is brought up to date", async () => {
    const older = path.join(folder, "older");
    cpSync(projectPath("server", "db", "migrations"), older, { recursive: true });
    const journal = path.join(older, "meta", "_journal.json");
    const { entries, ...rest } = JSON.parse(readFileSync(journal, "utf8"));
    // this version's own code writes it: it must be able to do without what comes later
    writeFileSync(journal, JSON.stringify({ ...rest, entries: entries.slice(0, -1) }));
    await getDatabase().execute(sql`drop schema public cascade`);
    await getDatabase().execute(sql`drop schema drizzle cascade`);
    await getDatabase().execute(sql`create schema public`);
    await migrate(drizzle(getDatabase().$client), { migrationsFolder: older });
    await getDatabase().execute(sql`insert into users (id, name, kind) values (${me}, 'Of old', 'local')`);
    const file = path.join(folder, "older.tar");
    const written = await writeBackup({ target: file, signal });
    expect(written.migrations).toHaveLength(entries.length - 1);
    const old = elsewhere;
    elsewhere = await anotherMachine();
    await back({ file });
    const { rows } = await getDatabase().execute(
      sql`select (select count(*)::int from drizzle.__drizzle_migrations) as n, (select name from users where id = ${me})`,
    );
    expect(rows).toEqual([{ n: entries.length, name: "Of old" }]);
    await closeDatabase();
    process.env.DATABASE_URL = old.url;
    await old.drop();
    process.env.DATABASE_URL = elsewhere.url;
  });
});

describe("refused, and nothing is changed:", () => {
  let before: Readonly<Record<string, string>>;
  beforeEach(async () => {
    before = await everyRow();
  });
  const refused = async (attempt: Promise<unknown>, code: string, facts: object = {}) => {
    await expect(attempt).rejects.toMatchObject({ code, facts });
    expect(await everyRow()).toEqual(before);
  };

  it.each([
    ["cut off in the middle", (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
    ["without its end", (bytes: Buffer) => bytes.subarray(0, bytes.lastIndexOf("backup.json") - 200)],
    ["with one byte changed", (bytes: Buffer) => Buffer.from(bytes).fill(0x7e, 5_000, 5_001)],
    ["that is another file", () => Buffer.from("a letter")],
    ["that is empty", () => Buffer.alloc(0)],
  ])("an archive %s", async (_name, change) => {
    const file = path.join(folder, "changed.tar");
    writeFileSync(file, change(readFileSync(archive)));
    await refused(back({ file }), "backup/unreadable");
  });

  it("a backup of tables that are not known yet", async () => {
    await getDatabase().execute(
      sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('of tomorrow', 9999999999999)`,
    );
    const file = path.join(folder, "newer.tar");
    await writeBackup({ target: file, signal });
    await refused(back({ file }), "backup/newer");
  });

  it("one that would mix with what is here, until --replace is said", async () => {
    await back();
    await getDatabase().execute(sql`update users set name = 'Somebody else'`);
    before = await everyRow();
    await refused(back(), "backup/not-empty", { what: "photos" });
    await back({ replace: true });
    expect(await everyRow()).toEqual(rowsBefore);
  });

  it("while Forage runs on the database", async () => {
    const running = new pg.Client({ connectionString: elsewhere.url, application_name: "forage" });
    await running.connect();
    try {
      await refused(back(), "backup/in-use");
    } finally {
      await running.end();
    }
  });

  it("one that is stopped on the way", async () => {
    const stop = new AbortController();
    const onFile = (done: number) => {
      if (done === 3) stop.abort(new Error("stopped"));
    };
    await expect(
      restoreBackup({ file: archive, replace: false, signal: stop.signal, onFile }),
    ).rejects.toThrow("stopped");
    expect(await everyRow()).toEqual(before);
  });
});

it("says what an archive holds without touching anything", async () => {
  const index = await verifyBackup(archive);
  expect(index.files).toBe(namedBefore.length);
  expect(index.tables.find(({ name }) => name === "photos")?.rows).toBe(7);
});
