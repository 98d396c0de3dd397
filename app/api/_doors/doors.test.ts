import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { TEAM_ROLES } from "@/lib/contracts/people";
import type { Context } from "@/server/api/context";
import {
  INSTALLATION_PERMISSIONS,
  PERMISSIONS,
  type Permission,
  ROLE_PERMISSIONS,
} from "@/server/api/permissions";
import { appRouter } from "@/server/assembly/root-router";
import { api, makeWorld } from "@/server/assembly/testing/saves-world";
import { getDatabase } from "@/server/db/client";
import { alwaysInTeam } from "@/server/db/own-team";
import { datasetVersions } from "@/server/db/schema/datasets";
import { photos } from "@/server/db/schema/photos";
import { memberships, teams } from "@/server/db/schema/teams";
import { trainingRuns } from "@/server/db/schema/training";
import { LOCAL_USER_ID, users } from "@/server/db/schema/users";
import { type Observer, observe, type Snapshot } from "@/server/db/testing/snapshot";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { forgetCounts } from "@/server/limits/take-request";
import { projectPath } from "@/server/storage/project-root";
import { type DoorWorld, inputOf, REQUESTS } from "./door-inputs";
import { addPeople } from "./door-people";
import { findFileDoors, findProcedures } from "./find-doors";
import { permissionMatrix } from "./matrix";
import { AUDITED, DOORS, NOT_AUDITED } from "./registry";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/** Who asks, by the name in a header. The real ways of signing in have their own tests in `server/accounts`. */
const callers = new Map<string, Context>();
const CALLER = "x-test-caller";
/** The team that who is of the first team works in, where it is another. */
const worksIn: { team?: string } = {};
vi.mock("@/server/api/context", async (original) => {
  const NOBODY: Context = {
    user: { id: "", name: "", isAdmin: false },
    team: { id: "", name: "", role: "viewer" },
    permissions: new Set(),
    via: "none",
  };
  return {
    ...(await original<object>()),
    createContext: async (request: Request) => {
      const caller = callers.get(request.headers.get("x-test-caller") ?? "");
      if (!caller) return NOBODY;
      const isElsewhere = worksIn.team !== undefined && caller.team.id === caller.user.id;
      return isElsewhere ? { ...caller, team: { ...caller.team, id: worksIn.team } } : caller;
    },
  };
});

const STRANGER = "00000000-0000-4000-8000-0000000000e2";
const NO_SIGN_IN = "nobody";

/** Doors whose valid request fails here for another reason than permission. */
const FAILS_HERE: Readonly<Record<string, string>> = {
  "mutation recipes.fetchPage": "the address is not a public one",
  "POST /api/v1/photos/fetch": "the address is not a public one",
  "mutation training.contactSheet": "there is no training environment",
  "query training.environment": "there is no training environment",
  "POST /api/v1/models/upload": "the file is no network",
  "query monitoring.evidence": "nothing was recorded",
  "mutation monitoring.reports.make": "nothing was recorded",
  "mutation monitoring.reports.ask": "nothing was recorded",
  "mutation monitoring.measureTraining": "the shipped model learnt elsewhere",
  "GET /api/v1/monitoring/reports/[id]": "no report was made",
  "POST /api/v1/detections": "nobody agreed that figures are recorded",
  "POST /api/auth/invite": "the link is none",
  "POST /api/v1/detect": "the model's file is no network",
  "POST /api/v1/detect/batch": "the model's file is no network",
  "GET /api/v1/exports/[id]": "no archive was written",
  "mutation people.pairing.start": "nobody is signed in",
  "POST /api/auth/passkeys/start": "nobody is signed in",
  "POST /api/auth/passkeys": "nobody is signed in",
  "query review.opinions": "the photo has no two opinions",
  "GET /api/v1/takeouts/[id]": "no archive was written",
  "GET /api/v1/imports/[id]/preview/[index]": "the upload was not looked at",
  "GET /api/v1/training/[...path]": "the run drew no picture",
  "GET /api/v1/recipes/[slug]/file": "the page's words come from Next",
  "GET /api/v1/week/[day]/file": "the page's words come from Next",
  "query versions.findings": "the version's report is not one",
};
/** Doors for a person who is there: no key opens them, whatever its scopes. Which of them a person may, `server/people` tests. */
const NO_KEYS = new Set([
  "mutation people.changePassword",
  "mutation leaving.deleteAccount",
  "mutation installation.changeSetting",
  "mutation people.sessions.revoke",
  "mutation people.sessions.revokeOthers",
  "mutation people.pairing.start",
  "mutation people.pairing.end",
  "mutation people.passkeys.rename",
  "mutation people.passkeys.remove",
  "POST /api/auth/passkeys/start",
  "POST /api/auth/passkeys",
  "mutation people.keys.make",
  "mutation people.keys.revoke",
  "mutation people.invitations.make",
  "mutation people.admin.resetLink",
  "mutation people.admin.setDisabled",
  "mutation people.admin.setAdmin",
]);
/** Doors that a person's own team is not asked through: one that they share with others is. */
const IN_SHARED_TEAM = new Set([
  "mutation people.team.leave",
  "mutation people.team.handOver",
  "mutation people.invitations.make",
]);
/** What these are for: they make an admin, or use what another team's admin made. */
const MEANT = new Set(["mutation people.admin.setAdmin", "mutation people.invitations.accept"]);
/** Doors that answer a stranger who names another team's row with nothing, instead of an error. */
const ANSWERS_NOTHING = new Set([
  "query versions.holding",
  "query models.shadowCount",
  "query models.curve",
  "query review.photos",
  "mutation review.askOpinions",
  "mutation review.hold",
  "query gate.standing",
]);

let database: TestDatabase;
let world: DoorWorld;
let observer: Observer;
let start: Snapshot;
let fingerprint: string;
let folder: string;
let secrets: ReadonlySet<string>;

const procedures = findProcedures(appRouter);
const fileDoors = findFileDoors(projectPath());
const found = [...procedures.keys(), ...fileDoors];
/** Routes that are counted; pages are counted in `proxy.ts`. */
const routes = fileDoors.filter(
  (door) => !/^(page|action) /.test(door) && !["free", "each", "page"].includes(DOORS[door]?.limit ?? ""),
);

function caller(name: string, permissions: readonly Permission[], teamId = LOCAL_USER_ID): void {
  callers.set(name, {
    user: { id: teamId, name, isAdmin: false },
    team: { id: teamId, name, role: "admin" },
    permissions: new Set(permissions),
    via: name.startsWith("key") ? "key" : "session",
  });
}

beforeAll(async () => {
  for (const kind of ["warn", "error"] as const) vi.spyOn(console, kind).mockImplementation(() => undefined);
  process.env.PORT = "3000";
  process.env.FORAGE_LIMITS_TIMES = "0";
  folder = mkdtempSync(path.join(tmpdir(), "forage-doors-"));
  process.env.FORAGE_DATA_DIR = path.join(folder, "data");
  process.env.FORAGE_MODELS_DIR = path.join(folder, "models");
  process.env.FORAGE_TRAINING_PYTHON = process.execPath;
  database = await createTestDatabase();
  const made = await makeWorld();
  const db = getDatabase();
  await db.insert(users).values({ id: STRANGER, name: "Stranger", kind: "account" });
  await db.insert(teams).values({ id: STRANGER, name: "Elsewhere" });
  await db.insert(memberships).values({ teamId: STRANGER, userId: STRANGER, role: "admin" });
  const [version] = await db.select().from(datasetVersions);
  const runId = randomUUID();
  await db.insert(trainingRuns).values({
    id: runId,
    teamId: LOCAL_USER_ID,
    datasetVersionId: version?.id ?? "",
    baseModelId: "forage-n/1",
    config: { version: 1, configs: [{ name: "gentle", values: { lr: 1e-4 } }], epochs: 2, note: "" },
    note: "",
    steps: [],
    curves: {},
    createdBy: LOCAL_USER_ID,
  });
  const [verdict] = await api.gate.verdicts({});
  const [photo] = await db.select().from(photos).where(eq(photos.id, made.own.photoId));
  world = {
    ...made,
    runId,
    verdictId: verdict?.id ?? "",
    photoSha256: photo?.sha256 ?? "",
    exportJobId: made.jobs.queued,
    ...(await addPeople({ me: LOCAL_USER_ID, stranger: STRANGER })),
  };
  // from here on only what a door says counts
  alwaysInTeam(undefined);
  observer = await observe(database.url);
  start = await observer.snapshot();
  fingerprint = await observer.fingerprint();
  secrets = secretsOf(start);
  for (const role of TEAM_ROLES) caller(role, ROLE_PERMISSIONS[role]);
  caller("installation", [...ROLE_PERMISSIONS.viewer, ...INSTALLATION_PERMISSIONS]);
  caller(
    "stranger",
    PERMISSIONS.filter((one) => !INSTALLATION_PERMISSIONS.includes(one)),
    STRANGER,
  );
});

afterAll(async () => {
  await observer.close();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

const OWNED = [
  "photos",
  "corrections",
  "reviews",
  "plants",
  "plant_looks",
  "jobs",
  "share_links",
  "stocked_foods",
  "planned_meals",
  "shopping_lines",
].concat(["dataset_versions", "dataset_checks", "training_runs", "gate_verdicts", "finding_decisions"]);
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g;

/** Ids, contents and names that belong to the first team. */
function secretsOf(snapshot: Snapshot): ReadonlySet<string> {
  const ids = OWNED.flatMap((table) => snapshot.get(table) ?? []).flatMap((row) => row.match(UUID) ?? []);
  const named = [
    world.recipe,
    world.failing,
    world.doubtful,
    world.photoSha256,
    "trained-n/9",
    "trained-n/0",
  ];
  return new Set([...ids, ...named].filter((one) => one !== LOCAL_USER_ID && one !== ""));
}

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly sent: string;
  readonly retryAfter?: string | null;
}

const HEADERS = { host: "127.0.0.1:3000", origin: "http://127.0.0.1:3000", "sec-fetch-site": "same-origin" };

/** The first that a stream says, or all of another answer. */
async function textOf(response: Response): Promise<string> {
  const type = response.headers.get("content-type") ?? "";
  if (!type.startsWith("text/event-stream")) return response.text();
  const reader = response.body?.getReader();
  let text = "";
  const end = Date.now() + 300;
  while (reader && Date.now() < end && !text.includes("httpStatus")) {
    const late = new Promise<undefined>((resolve) => setTimeout(resolve, 300, undefined));
    const part = await Promise.race([reader.read(), late]);
    if (!part || part.done) break;
    text += new TextDecoder().decode(part.value);
  }
  await reader?.cancel();
  return text;
}

interface RouteHandler {
  (request: Request, about: { params: Promise<unknown> }): Promise<Response>;
  readonly limit?: string;
}

/** What no procedure takes from whoever sends it: who they are, whose a row is, what they may. */
const SMUGGLED = {
  isAdmin: true,
  role: "admin",
  kind: "local",
  ...Object.fromEntries(
    ["teamId", "userId", "ownerId", "createdBy", "authorId"].map((name) => [name, STRANGER]),
  ),
};

async function askProcedure(door: string, name: string, more?: object): Promise<Answer> {
  const [kind = "", procedure = ""] = door.split(" ");
  const given = await inputOf(procedure, world);
  const input = more && typeof given === "object" ? { ...more, ...given } : given;
  const sent = input === undefined ? "" : JSON.stringify(input);
  const { GET, POST } = await import("../trpc/[trpc]/route");
  const at = `http://127.0.0.1:3000/api/trpc/${procedure}`;
  const headers = { ...HEADERS, [CALLER]: name };
  const stop = new AbortController();
  const response =
    kind === "mutation"
      ? await POST(
          // as the page sends what has no input: in a batch of one
          new Request(sent ? at : `${at}?batch=1`, {
            method: "POST",
            body: sent || "{}",
            headers: { ...headers, "content-type": "application/json" },
          }),
        )
      : await GET(
          new Request(`${at}${sent ? `?input=${encodeURIComponent(sent)}` : ""}`, {
            headers: kind === "subscription" ? { ...headers, accept: "text/event-stream" } : headers,
            signal: stop.signal,
          }),
        );
  const text = await textOf(response);
  stop.abort();
  // an error of a stream comes in it
  const inStream = /"httpStatus":(\d+)/.exec(kind === "subscription" ? text : "")?.[1];
  return { status: Number(inStream ?? response.status), text, sent };
}

async function routeOf(door: string): Promise<RouteHandler> {
  const [method = "", address = ""] = door.split(" ");
  const module = (await import(projectPath("app", address, "route.ts"))) as Record<string, RouteHandler>;
  const handler = module[method];
  if (!handler) throw new RangeError(`${door} has no handler`);
  return handler;
}

async function askRoute(door: string, name: string, from?: string): Promise<Answer> {
  const [method] = door.split(" ");
  const { query, params = {}, body, type } = (await REQUESTS[door]?.(world)) ?? {};
  const request = new Request(`http://127.0.0.1:3000/x${query ? `?${query}` : ""}`, {
    method,
    ...(body === undefined ? {} : { body }),
    headers: {
      ...HEADERS,
      [CALLER]: name,
      ...(type ? { "content-type": type } : {}),
      ...(from ? { "x-forage-address": from } : {}),
    },
  });
  const response = await (await routeOf(door))(request, { params: Promise.resolve(params) });
  const retryAfter = response.headers.get("retry-after");
  return { status: response.status, text: await textOf(response), sent: JSON.stringify(params), retryAfter };
}

function ask(door: string, name: string): Promise<Answer> {
  worksIn.team = IN_SHARED_TEAM.has(door) && name !== "stranger" ? world.sharedTeam : undefined;
  return /^(query|mutation|subscription) /.test(door) ? askProcedure(door, name) : askRoute(door, name);
}

const isRefused = ({ status, text }: Answer) =>
  (status === 401 && text.includes("account/sign-in-needed")) ||
  (status === 403 && text.includes("request/forbidden"));

/** Rows that were there and are not, or are otherwise now. */
async function changedRows(): Promise<readonly string[]> {
  const now = await observer.snapshot();
  return [...start].flatMap(([table, rows]) => {
    const left = new Set(now.get(table));
    // it counts every team's changes of recipes, for the memory of the processes
    if (table === "recipe_revision") return [];
    // what a page has in hand ends by itself, whoever looks next
    const isOver = (row: string) => /^(photo_presence|review_leases)$/.test(table) && /"until"/.test(row);
    return rows
      .filter((row) => !left.has(row) && !row.includes(STRANGER) && !isOver(row))
      .map((row) => `${table} ${row.slice(0, 200)}`);
  });
}

/** Rows that name the admin of another team and that were not there, and people who keep the installation now. */
async function strangersRows(): Promise<readonly string[]> {
  const now = await observer.snapshot();
  const admins = (rows: readonly string[] = []) =>
    rows.filter((row) => /"is_admin": ?true/.test(row)).map((row) => JSON.parse(row).id as string);
  const before = admins(start.get("users"));
  const isNewAdmin = (row: string) => admins([row]).some((id) => !before.includes(id));
  return [...now].flatMap(([table, rows]) => {
    const known = new Set(start.get(table));
    return rows
      .filter((row) => !known.has(row) && (row.includes(STRANGER) || (table === "users" && isNewAdmin(row))))
      .map((row) => `${table} ${row.slice(0, 200)}`);
  });
}

/** What the audit log has that it had not at the start. */
async function newEntries(): Promise<readonly string[]> {
  const before = new Set(start.get("audit_log"));
  const rows = (await observer.snapshot()).get("audit_log") ?? [];
  return rows.filter((row) => !before.has(row)).map((row) => JSON.parse(row).action as string);
}

async function putBack(): Promise<void> {
  if (!observer) return;
  if ((await observer.fingerprint()) !== fingerprint) await observer.restore();
}

const roleMay = (role: (typeof TEAM_ROLES)[number], permission: Permission) =>
  ROLE_PERMISSIONS[role].includes(permission);

describe("the registry of doors", () => {
  it("has every procedure, route, page that reads and server action, and none that is not there", () => {
    expect(Object.keys(DOORS).toSorted()).toEqual(found.toSorted());
  });

  it.each([...procedures])(
    "%s declares the permission and the limit that are registered",
    (door, { meta }) => {
      expect(meta?.permission).toBe(DOORS[door]?.permission);
      expect(meta?.limit).toBe(DOORS[door]?.limit);
    },
  );

  it.each(routes)("%s counts what it is asked as is registered", async (door) => {
    const declared = (await routeOf(door)).limit;
    if (declared !== undefined) expect(declared).toBe(DOORS[door]?.limit);
    process.env.FORAGE_LIMITS_TIMES = "0.0001";
    const statuses = [];
    for (const _try of [1, 2]) statuses.push(await askRoute(door, NO_SIGN_IN, "192.0.2.77"));
    process.env.FORAGE_LIMITS_TIMES = "0";
    forgetCounts();
    // the first is answered as it would be otherwise: it is for nobody, or the request is not one for it
    expect(statuses[0]?.status).not.toBe(429);
    expect(statuses[1], statuses[1]?.text.slice(0, 200)).toMatchObject({
      status: 429,
      retryAfter: expect.stringMatching(/^\d+$/),
    });
  });

  it("says for each door what a request costs, and why one costs nothing", () => {
    for (const [door, { limit, why }] of Object.entries(DOORS))
      if (limit === "free" || limit === "each") expect(why, door).toMatch(/\w.*\.$/);
  });

  it("lets a procedure be asked no oftener than its class allows, a batch too", async () => {
    process.env.FORAGE_LIMITS_TIMES = "0.001";
    const { GET } = await import("../trpc/[trpc]/route");
    const inputs = encodeURIComponent(JSON.stringify({ 0: null, 1: null, 2: null, 3: null }));
    const names = Array.from({ length: 4 }, () => "people.door").join(",");
    const answer = await GET(
      new Request(`http://127.0.0.1:3000/api/trpc/${names}?batch=1&input=${inputs}`, {
        headers: { ...HEADERS, "x-forage-address": "192.0.2.78" },
      }),
    );
    process.env.FORAGE_LIMITS_TIMES = "0";
    forgetCounts();
    // 3,000 × 0.001
    expect(JSON.stringify(await answer.json()).match(/request\/too-many/g)).toHaveLength(1);
    expect(answer.headers.get("retry-after")).toMatch(/^\d+$/);
  });

  it("answers no more calls in one request than a page sends", async () => {
    const { GET } = await import("../trpc/[trpc]/route");
    const statuses = [];
    for (const calls of [20, 21]) {
      const names = Array.from({ length: calls }, () => "people.door").join(",");
      const request = new Request(`http://127.0.0.1:3000/api/trpc/${names}?batch=1`, { headers: HEADERS });
      statuses.push((await GET(request)).status);
    }
    expect(statuses).toEqual([200, 400]);
  });

  it("writes what people, keys, settings, models, deletions and exports go through into the audit log", () => {
    const sensitive = /^(team|account|settings|admin|models):write$/;
    const named = /delet|remov|eras|revok|export|takeout|promot|rollback|\/auth\//i;
    const wanted = Object.entries(DOORS)
      .filter(([door]) => /^(mutation|POST) /.test(door))
      .filter(([door, { permission }]) => sensitive.test(permission) || named.test(door))
      .map(([door]) => door);
    expect(wanted.filter((door) => !AUDITED[door] && !NOT_AUDITED[door])).toEqual([]);
    expect([...Object.keys(AUDITED), ...Object.keys(NOT_AUDITED)].filter((door) => !DOORS[door])).toEqual([]);
  });

  it("says why a door is public", () => {
    for (const [door, { permission, why }] of Object.entries(DOORS))
      if (permission === "public") expect(why, door).toMatch(/\w.*\.$/);
  });

  it("is written down in docs/permissions.md", async () => {
    await expect(permissionMatrix()).toMatchFileSnapshot(projectPath("docs", "permissions.md"));
  });
});

const tried = Object.entries(DOORS).filter(
  ([door, { permission }]) => permission !== "public" && !door.startsWith("page "),
) as [string, { permission: Permission; scope: string }][];

// what reads comes first, what deletes all last: files do not come back with their rows
const turnOf = (door: string) =>
  /^(query|subscription|GET) /.test(door) ? 0 : door.includes("deleteAccount") ? 2 : 1;
tried.sort(([one], [other]) => turnOf(one) - turnOf(other));

afterEach(putBack);

describe.each(tried)("%s", (door, { permission }) => {
  it("is closed to who may not", async () => {
    caller(
      "key without",
      PERMISSIONS.filter((one) => one !== permission),
    );
    const without = TEAM_ROLES.filter((role) => !roleMay(role, permission));
    for (const name of [NO_SIGN_IN, "key without", ...without]) {
      const answer = await ask(door, name);
      expect(isRefused(answer), `${name}: ${answer.status} ${answer.text.slice(0, 200)}`).toBe(true);
    }
    expect(await observer.fingerprint()).toBe(fingerprint);
  });

  it("shows and changes nothing of this team to the admin of another", async () => {
    const answer = await ask(door, "stranger");
    const told = [...secrets].filter((one) => answer.text.includes(one) && !answer.sent.includes(one));
    expect(told, answer.text.slice(0, 300)).toEqual([]);
    expect(await changedRows()).toEqual([]);
    const namesForeign = [...secrets].some((one) => answer.sent.includes(one));
    if (namesForeign && !ANSWERS_NOTHING.has(door))
      expect(answer.status, answer.text.slice(0, 300)).toBeGreaterThanOrEqual(400);
  });

  it("is open to who may", async () => {
    caller("key with", [permission]);
    const able = TEAM_ROLES.filter((role) => roleMay(role, permission));
    for (const name of ["key with", ...(able.length > 0 ? able : ["installation"])]) {
      const answer = await ask(door, name);
      const shown = `${name}: ${answer.status} ${answer.text.slice(0, 300)}`;
      expect(isRefused(answer), shown).toBe(name === "key with" && NO_KEYS.has(door));
      if (name === "key with" && NO_KEYS.has(door)) continue;
      if (!FAILS_HERE[door]) {
        expect(answer.status, shown).toBeLessThan(400);
        if (AUDITED[door]) expect(await newEntries(), name).toContain(AUDITED[door]);
      }
      await putBack();
    }
  });

  it.runIf(door.startsWith("mutation "))(
    "takes nobody's word for who they are or whose a row is",
    async () => {
      worksIn.team = IN_SHARED_TEAM.has(door) ? world.sharedTeam : undefined;
      const name = TEAM_ROLES.find((role) => roleMay(role, permission)) ?? "installation";
      const answer = await askProcedure(door, name, SMUGGLED);
      // a strict schema refuses what it does not know
      if (answer.status < 400 && !MEANT.has(door)) expect(await strangersRows()).toEqual([]);
      else if (!FAILS_HERE[door] && !MEANT.has(door)) expect(answer.status, answer.text).toBe(400);
    },
  );
});
