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
import { projectPath } from "@/server/storage/project-root";
import { type DoorWorld, inputOf, REQUESTS } from "./door-inputs";
import { findFileDoors, findProcedures } from "./find-doors";
import { permissionMatrix } from "./matrix";
import { DOORS } from "./registry";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/** Who asks, by the name in a header. The real ways of signing in have their own tests in `server/accounts`. */
const callers = new Map<string, Context>();
const CALLER = "x-test-caller";
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
      return caller ?? NOBODY;
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
  "POST /api/v1/detect": "the model's file is no network",
  "GET /api/v1/exports/[id]": "no archive was written",
  "query leaving.look": "a test's person has no account",
  "mutation leaving.deleteAccount": "it asks for the password again",
  "mutation people.changePassword": "it is not the password",
  "mutation people.sessions.revoke": "there is no such session",
  "mutation people.sessions.revokeOthers": "nobody is signed in",
  "mutation people.pairing.start": "nobody is signed in",
  "mutation people.passkeys.rename": "there is no such passkey",
  "mutation people.passkeys.remove": "there is no such passkey",
  "POST /api/auth/passkeys/start": "nobody is signed in",
  "POST /api/auth/passkeys": "nobody is signed in",
  "mutation people.keys.make": "a test's person has no account",
  "mutation people.keys.revoke": "there is no such key",
  "mutation people.team.setRole": "there is no such person",
  "mutation people.team.remove": "there is no such person",
  "mutation people.team.leave": "nobody leaves their own team",
  "mutation people.team.handOver": "there is no such person",
  "mutation people.invitations.make": "nobody is invited into a person's own team",
  "mutation people.invitations.revoke": "there is no such invitation",
  "mutation people.invitations.accept": "there is no such invitation",
  "mutation people.admin.resetLink": "there is no such person",
  "mutation people.admin.setDisabled": "there is no such person",
  "mutation people.admin.setAdmin": "there is no such person",
  "POST /api/auth/team": "they are in no such team",
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
/** A person's own team is neither left nor handed over. */
const FORBIDDEN_HERE = new Set(["mutation people.team.leave", "mutation people.team.handOver"]);
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
}

const HEADERS = { host: "127.0.0.1:3000", origin: "http://127.0.0.1:3000", "sec-fetch-site": "same-origin" };

/** The first that a stream says, or all of another answer. */
async function textOf(response: Response): Promise<string> {
  const type = response.headers.get("content-type") ?? "";
  if (!type.startsWith("text/event-stream")) return response.text();
  const reader = response.body?.getReader();
  let text = "";
  const end = Date.now() + 700;
  while (reader && Date.now() < end && !text.includes("httpStatus")) {
    const late = new Promise<undefined>((resolve) => setTimeout(resolve, 700, undefined));
    const part = await Promise.race([reader.read(), late]);
    if (!part || part.done) break;
    text += new TextDecoder().decode(part.value);
  }
  await reader?.cancel();
  return text;
}

type RouteHandler = (request: Request, about: { params: Promise<unknown> }) => Promise<Response>;

async function askProcedure(door: string, name: string): Promise<Answer> {
  const [kind = "", procedure = ""] = door.split(" ");
  const input = await inputOf(procedure, world);
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

async function askRoute(door: string, name: string): Promise<Answer> {
  const [method = "", address = ""] = door.split(" ");
  const { query, params = {}, body, type } = (await REQUESTS[door]?.(world)) ?? {};
  const module = (await import(projectPath("app", address, "route.ts"))) as Record<string, RouteHandler>;
  const request = new Request(`http://127.0.0.1:3000/x${query ? `?${query}` : ""}`, {
    method,
    ...(body === undefined ? {} : { body }),
    headers: { ...HEADERS, [CALLER]: name, ...(type ? { "content-type": type } : {}) },
  });
  const response = await module[method]?.(request, { params: Promise.resolve(params) });
  if (!response) throw new RangeError(`${door} has no handler`);
  return { status: response.status, text: await textOf(response), sent: JSON.stringify(params) };
}

const ask = (door: string, name: string) =>
  /^(query|mutation|subscription) /.test(door) ? askProcedure(door, name) : askRoute(door, name);

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

  it.each([...procedures])("%s declares the permission that is registered", (door, { meta }) => {
    expect(meta?.permission).toBe(DOORS[door]?.permission);
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

// what reads comes first: a deleted photo's files do not come back with its row
const isReading = (door: string) => /^(query|subscription|GET) /.test(door);
tried.sort(([one], [other]) => Number(isReading(other)) - Number(isReading(one)));

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
      if (FORBIDDEN_HERE.has(door)) continue;
      expect(isRefused(answer), shown).toBe(name === "key with" && NO_KEYS.has(door));
      if (name === "key with" && NO_KEYS.has(door)) continue;
      if (!FAILS_HERE[door]) expect(answer.status, shown).toBeLessThan(400);
      await putBack();
    }
  });
});
