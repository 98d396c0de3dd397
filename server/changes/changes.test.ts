import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { CHANGE_TOPICS, type ChangeTopic } from "@/lib/contracts/changes";
import { localContext } from "@/server/api/context";
import { createCallerFactory } from "@/server/api/trpc";
import { LOCAL_USER_ID } from "@/server/db/schema/users";
import { watchDriver } from "@/server/db/testing/fail-statements";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { changesRouter } from "./router";
import { followChanges } from "./service";

vi.setConfig({ testTimeout: 20_000, hookTimeout: 60_000 });

let database: TestDatabase;
/** Another process, as far as PostgreSQL can tell. */
let other: pg.Client;
const driver = watchDriver();
const open: AbortController[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  other = new pg.Client({ connectionString: database.url });
  await other.connect();
  await other.query(
    "insert into dataset_versions (id, number, note, manifest_sha256, report_sha256, summary, created_by, team_id) values ($1, 1, '', '', '', '{}', $2, $2)",
    [VERSION, LOCAL_USER_ID],
  );
  await other.query("insert into sessions (id, token, user_id, expires_at) values ($1, 'x', $2, now())", [
    SESSION,
    LOCAL_USER_ID,
  ]);
});
afterEach(async () => {
  for (const stop of open.splice(0)) stop.abort();
  await vi.waitFor(async () => expect(await listeners()).toBe(0), { timeout: 5_000 });
});
afterAll(async () => {
  driver.restore();
  await other.end();
  await database.drop();
});

const VERSION = randomUUID();
const JOB = randomUUID();
const SESSION = randomUUID();
const THEIR_TEAM = randomUUID();

/** Connections of this process that listen. */
async function listeners(): Promise<number> {
  const { rows } = await other.query(
    "select 1 from pg_stat_activity where application_name = 'forage changes' and datname = current_database()",
  );
  return rows.length;
}

/** Follows, and has received the first message, which is "anything may have changed". */
async function follow(topics: readonly ChangeTopic[] = CHANGE_TOPICS, teamId = LOCAL_USER_ID) {
  const stop = new AbortController();
  open.push(stop);
  const changes = followChanges(topics, teamId, stop.signal);
  const next = async () => (await changes.next()).value;
  expect(await next()).toEqual(topics);
  return { next, stop };
}

const change = () =>
  other.query(
    "insert into settings (name, value) values ('x', '1') on conflict (name) do update set value = '2'",
  );

describe("a change of another connection", () => {
  it.each<[string, ChangeTopic, string, unknown[]]>([
    [
      "a new job",
      "jobs",
      "insert into jobs (id, kind, queue, state, params, created_by, team_id) values ($1, 'k', 'k', 'queued', '{}', $2, $2)",
      [JOB, LOCAL_USER_ID],
    ],
    ["a job's progress", "jobs", `update jobs set progress = '{"done":1}' where id = $1`, [JOB]],
    ["a job that is gone", "jobs", "delete from jobs where id = $1", [JOB]],
    [
      "a run",
      "training",
      "insert into training_runs (id, dataset_version_id, base_model_id, config, note, steps, curves, created_by, team_id) values ($1, $2, 'a/1', '{}', '', '[]', '[]', $3, $3)",
      [randomUUID(), VERSION, LOCAL_USER_ID],
    ],
    ["what a run tells", "training", "update training_runs set note = 'x'", []],
    [
      "a move",
      "models",
      "insert into model_moves (model_id, alias, reason, moved_by, team_id) values ('a/1', 'champion', 'r', $1, $1)",
      [LOCAL_USER_ID],
    ],
    [
      "a registered model",
      "models",
      "insert into registered_models (id, origin, manifest, created_by, team_id) values ('a/1', 'uploaded', '{}', $1, $1)",
      [LOCAL_USER_ID],
    ],
    [
      "a verdict",
      "models",
      "insert into gate_verdicts (id, candidate_id, champion_id, verdict, report, team_id) values ($1, 'a/1', 'a/0', 'passed', '{}', $2)",
      [randomUUID(), LOCAL_USER_ID],
    ],
    [
      "a kitchen",
      "kitchen",
      "insert into kitchens (user_id) values ($1) on conflict (user_id) do update set is_pantry_on = true",
      [LOCAL_USER_ID],
    ],
    ["a session that ended", "people", "delete from sessions where id = $1", [SESSION]],
    ["somebody who is kept out", "people", "update users set disabled_at = null", []],
    ["another role", "people", "update memberships set role = 'admin'", []],
    [
      "the shadow's setting",
      "models",
      "insert into team_settings (team_id, name, value) values ($1, 'shadow', '{}')",
      [LOCAL_USER_ID],
    ],
  ])("%s is heard", async (_what, topic, statement, values) => {
    const { next } = await follow();
    await other.query(statement, values);
    expect(await next()).toEqual([topic]);
  });

  it("is not heard when it changed no row, was rolled back, or no page shows it", async () => {
    const { next } = await follow();
    await other.query(
      "insert into jobs (id, kind, queue, state, params, created_by, team_id) values ($1, 'k', 'k', 'queued', '{}', $2, $2)",
      [JOB, LOCAL_USER_ID],
    );
    expect(await next()).toEqual(["jobs"]);
    await other.query("update jobs set state = 'done' where state = 'failed'");
    await other.query("begin; delete from jobs; rollback");
    await other.query("update jobs set checkpoint = '1', attempts = 0");
    await change();
    // what is notified later comes later
    expect(await next()).toEqual(["models"]);
  });

  it("in one team's rows is heard by that team alone, and what concerns everybody by all", async () => {
    const [ours, theirs] = [await follow(), await follow(CHANGE_TOPICS, THEIR_TEAM)];
    await other.query("insert into teams (id, name) values ($1, 'Them')", [THEIR_TEAM]);
    await other.query("insert into kitchens (user_id) values ($1)", [THEIR_TEAM]);
    expect(await theirs.next()).toEqual(["kitchen"]);
    await other.query("delete from jobs");
    await other.query(
      "insert into jobs (id, kind, queue, state, params, created_by, team_id) values ($1, 'k', 'k', 'queued', '{}', $2, $2)",
      [randomUUID(), LOCAL_USER_ID],
    );
    await change();
    // what is notified later comes later: neither heard of the other's rows
    expect(await theirs.next()).toEqual(["models"]);
    expect((await ours.next())?.toSorted()).toEqual(["jobs", "models"]);
  });

  it("is heard by those only who may read it", async () => {
    const stop = new AbortController();
    open.push(stop);
    const permissions = new Set(["changes:read", "models:read"] as const);
    const caller = createCallerFactory(changesRouter)(
      { ...localContext(), permissions },
      { signal: stop.signal },
    );
    const changes = (await caller.follow())[Symbol.asyncIterator]();
    expect((await changes.next()).value).toEqual(["models"]);
    await other.query("delete from jobs; delete from training_runs");
    await other.query("delete from model_moves");
    expect((await changes.next()).value).toEqual(["models"]);
  });
});

it("asks the database nothing while nothing changes", async () => {
  const { next } = await follow();
  vi.useFakeTimers({ toFake: ["setTimeout", "setInterval", "clearTimeout", "clearInterval"] });
  try {
    const { statements } = await driver.run(async () => {
      const heard = next();
      // an hour of everything that runs on a timer
      await vi.advanceTimersByTimeAsync(3_600_000);
      await other.query("update settings set value = '3'");
      expect(await heard).toEqual(["models"]);
    });
    expect(statements).toEqual(["update settings set value = '3'"]);
  } finally {
    vi.useRealTimers();
  }
});

it("listens on one connection for all who follow, and on none when they have left", async () => {
  const [first, second] = [await follow(), await follow(["models"])];
  expect(await listeners()).toBe(1);
  const last = first.next();
  first.stop.abort();
  expect(await last).toBeUndefined();
  await change();
  expect(await second.next()).toEqual(["models"]);
  second.stop.abort();
  await second.next();
  await vi.waitFor(async () => expect(await listeners()).toBe(0), { timeout: 5_000 });
});

it("listens again when its connection was ended, and tells everybody that anything may have changed", async () => {
  const [first, second] = [await follow(), await follow(["jobs"])];
  const ended =
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'forage changes' and datname = current_database()";
  await other.query(ended);
  await change();
  expect(await first.next()).toEqual(CHANGE_TOPICS);
  expect(await second.next()).toEqual(["jobs"]);
  expect(await listeners()).toBe(1);
  await change();
  expect(await first.next()).toEqual(["models"]);
});

it("makes one of ten thousand changes that came while a client was slow", async () => {
  const { next } = await follow();
  await other.query(
    "do $$ begin for i in 1..10000 loop perform pg_notify('forage_changes', case when i % 2 = 0 then 'jobs' else 'training' end); commit; end loop; end $$",
  );
  await other.query("select pg_notify('forage_changes', 'a topic of a later version')");
  // once a later one has arrived, all of them have
  const mark = await follow(["models"]);
  await change();
  expect(await mark.next()).toEqual(["models"]);
  expect((await next())?.toSorted()).toEqual(["jobs", "models", "training"]);
  const heard = next();
  await other.query("delete from model_moves; update settings set value = '4'");
  expect(await heard).toEqual(["models"]);
});
