import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join as joinPath } from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { isStanding } from "@/server/accounts/identify";
import { join, resetPassword, signIn } from "@/server/accounts/sign-in";
import { cookiesOf, makePerson, makeTeam, signedIn, type TestPerson } from "@/server/accounts/testing/people";
import { createContext } from "@/server/api/context";
import { createCallerFactory } from "@/server/api/trpc";
import { listAudit } from "@/server/audit/service";
import { getDatabase } from "@/server/db/client";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { peopleRouter } from "./router";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let database: TestDatabase;
let folder: string;
let anna: TestPerson;
beforeAll(async () => {
  folder = mkdtempSync(joinPath(tmpdir(), "forage-people-"));
  process.env.FORAGE_DATA_DIR = folder;
  database = await createTestDatabase();
  anna = await makePerson("Anna", { isAdmin: true });
});
afterAll(async () => {
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

const callerFor = createCallerFactory(peopleRouter);
const apiOf = async (person: TestPerson, team?: string) =>
  callerFor(await createContext(await signedIn(person, "/", team ? { team } : {})));
const withHeaders = async (headers: Record<string, string>) =>
  callerFor(await createContext({ headers: new Headers({ host: "127.0.0.1", ...headers }) }));
let last = 0;
const browser = () => new Headers({ host: "127.0.0.1", "x-forage-address": `198.51.100.${++last}` });
const code = (name: string) => ({ cause: expect.objectContaining({ code: name }) });

it("a stranger learns that a sign-in is needed, and nothing else", async () => {
  const stranger = await withHeaders({});
  expect(await stranger.door()).toMatchObject({ state: "sign-in", isSingleSignOn: false });
  await expect(stranger.me()).rejects.toMatchObject(code("account/sign-in-needed"));
  await expect(stranger.invitations.look({ token: "x".repeat(43) })).rejects.toMatchObject(
    code("team/invitation-gone"),
  );
});

describe("an invitation", () => {
  it("makes an account in the team with its role, once", async () => {
    const team = await makeTeam("Kitchen", { [anna.id]: "admin" });
    const api = await apiOf(anna, team);
    const { token } = await api.invitations.make({ role: "reviewer" });
    expect(await (await withHeaders({})).invitations.look({ token })).toEqual({
      team: "Kitchen",
      role: "reviewer",
    });
    const given = { token, name: "Cleo", email: "cleo@example.org", password: "a long password" };
    // it changes nothing for who has that address already, and is not used up
    await expect(join(browser(), { ...given, email: anna.email })).rejects.toMatchObject({
      code: "account/cannot-join",
    });
    const both = await Promise.allSettled([
      join(browser(), given),
      join(browser(), { ...given, email: "dora@example.org" }),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    const [joined] = both.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
    const cookie = joined!.cookies.map((one) => one.split(";")[0]).join("; ");
    const me = await (await withHeaders({ cookie })).me();
    expect(me).toMatchObject({ team: { id: team, role: "reviewer" }, user: { isAdmin: false } });
    expect(me.teams.map(({ isPersonal }) => isPersonal).toSorted()).toEqual([false, true]);
    await expect(join(browser(), { ...given, email: "eve@example.org" })).rejects.toMatchObject({
      code: "team/invitation-gone",
    });
  });

  it("lets in who has an account, changes no role of a member, and none after it was taken back or is too old", async () => {
    const team = await makeTeam("Kitchen", { [anna.id]: "admin" });
    const api = await apiOf(anna, team);
    const ben = await makePerson("Ben");
    const { id, token } = await api.invitations.make({ role: "viewer", uses: 2 });
    expect(await (await apiOf(ben)).invitations.accept({ token })).toEqual({ teamId: team });
    expect((await (await apiOf(ben, team)).me()).team.role).toBe("viewer");
    await api.invitations.accept({ token });
    expect((await api.me()).team.role).toBe("admin");
    expect(await api.invitations.list()).toMatchObject([{ id, usesLeft: 1 }]);
    await api.invitations.revoke({ invitationId: id });
    const late = await api.invitations.make({ role: "viewer" });
    await getDatabase().execute(sql`update invitations set expires_at = now() where id = ${late.id}`);
    const cleo = await apiOf(await makePerson("Cleo"));
    for (const gone of [token, late.token])
      await expect(cleo.invitations.accept({ token: gone })).rejects.toMatchObject(
        code("team/invitation-gone"),
      );
  });

  it("is made, listed and taken back by admins of the team alone", async () => {
    const team = await makeTeam("Kitchen", { [anna.id]: "reviewer" });
    const other = await makeTeam("Other", { [anna.id]: "admin" });
    const [reviewer, admin] = [await apiOf(anna, team), await apiOf(anna, other)];
    await expect(reviewer.invitations.make({ role: "viewer" })).rejects.toMatchObject(
      code("request/forbidden"),
    );
    const boss = await makePerson("Boss", { team, role: "admin" });
    const { id } = await (await apiOf(boss, team)).invitations.make({ role: "viewer" });
    expect(await admin.invitations.list()).toEqual([]);
    await expect(admin.invitations.revoke({ invitationId: id })).rejects.toMatchObject(
      code("request/not-found"),
    );
  });

  it("does not lie in the database", async () => {
    const { token } = await (await apiOf(anna)).invitations.make({ role: "viewer" });
    const { rows } = await getDatabase().execute(sql`select i::text as row from invitations i`);
    expect(JSON.stringify(rows)).not.toContain(token);
  });
});

describe("a team", () => {
  it("keeps an admin: the last one hands over before leaving", async () => {
    const api = await apiOf(anna);
    const { id: team } = await api.team.make({ name: "Garden" });
    const ben = await makePerson("Ben", { team, role: "editor" });
    const mine = await apiOf(anna, team);
    await expect(mine.team.leave()).rejects.toMatchObject(code("team/last-admin"));
    await expect(mine.team.setRole({ userId: anna.id, role: "viewer" })).rejects.toMatchObject(
      code("team/last-admin"),
    );
    expect((await mine.team.get()).members).toHaveLength(2);
    await mine.team.handOver({ userId: ben.id });
    await (await apiOf(anna, team)).team.leave();
    expect((await (await apiOf(ben, team)).team.get()).members).toMatchObject([
      { userId: ben.id, role: "admin" },
    ]);
    expect((await (await apiOf(anna, team)).me()).isOutOfTeam).toBe(true);
  });

  it("keeps an admin who may sign in: one who is kept out is none, and then the others may still leave", async () => {
    const team = await makeTeam("Bakery", { [anna.id]: "admin" });
    const [ben, cleo] = [
      await makePerson("Ben", { team, role: "admin" }),
      await makePerson("Cleo", { team, role: "editor" }),
    ];
    await (await apiOf(anna)).admin.setDisabled({ userId: ben.id, isDisabled: true });
    await expect((await apiOf(anna, team)).team.leave()).rejects.toMatchObject(code("team/last-admin"));
    await expect((await apiOf(anna, team)).team.handOver({ userId: ben.id })).rejects.toMatchObject(
      code("team/last-admin"),
    );
    const [mine, hers] = [await apiOf(anna, team), await apiOf(cleo, team)];
    await getDatabase().execute(sql`update users set disabled_at = now() where id = ${anna.id}`);
    await expect(hers.team.leave()).resolves.toBeUndefined();
    await getDatabase().execute(sql`update users set disabled_at = null where id = ${anna.id}`);
    expect((await mine.team.get()).members).toHaveLength(2);
  });

  it("is one of few that a person makes: the quota of a team is not got round by making teams", async () => {
    vi.stubEnv("FORAGE_PERSON_TEAMS", "2");
    const dora = await makePerson("Dora");
    const api = await apiOf(dora);
    const made = await Promise.allSettled(["a", "b", "c"].map((name) => api.team.make({ name })));
    expect(made.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
    await expect(api.team.make({ name: "d" })).rejects.toMatchObject(code("team/too-many"));
    const [first] = (await api.me()).teams.filter(({ isPersonal }) => !isPersonal);
    await makePerson("Emil", { team: first?.id ?? "", role: "admin" });
    await (await apiOf(dora, first?.id ?? "")).team.leave();
    await expect(api.team.make({ name: "d" })).resolves.toMatchObject({ id: expect.any(String) });
    vi.unstubAllEnvs();
  });

  it("is left by who hears of its changes when they leave, are kept out, or their session or key ends", async () => {
    const team = await makeTeam("Cellar", { [anna.id]: "admin" });
    const stands = async (person: TestPerson) => {
      const context = await createContext(await signedIn(person, "/", { team }));
      return () => isStanding({ ...context, userId: context.user.id, teamId: team });
    };
    const [ben, cleo, dora] = [
      await makePerson("Ben", { team, role: "editor" }),
      await makePerson("Cleo", { team, role: "editor" }),
      await makePerson("Dora", { team, role: "editor" }),
    ];
    const [bens, cleos, doras] = [await stands(ben), await stands(cleo), await stands(dora)];
    const { key } = await (await apiOf(anna)).keys.make({ name: "k", scopes: ["account:read"], days: 1 });
    const byKey = await createContext({
      headers: new Headers({ host: "127.0.0.1", authorization: `Bearer ${key}` }),
    });
    const keys = () => isStanding({ ...byKey, userId: anna.id, teamId: anna.id });
    expect([await bens(), await cleos(), await doras(), await keys()]).toEqual([true, true, true, true]);
    await (await apiOf(anna, team)).team.remove({ userId: ben.id });
    await (await apiOf(anna)).admin.setDisabled({ userId: cleo.id, isDisabled: true });
    await (await apiOf(dora)).sessions.revokeOthers();
    await (await apiOf(anna)).keys.revoke({ keyId: byKey.keyId ?? "" });
    expect([await bens(), await cleos(), await doras(), await keys()]).toEqual([false, false, false, false]);
  });

  it("of two admins who leave at the same time one stays", async () => {
    const ben = await makePerson("Ben");
    const team = await makeTeam("Garden", { [anna.id]: "admin", [ben.id]: "admin" });
    const both = await Promise.all([apiOf(anna, team), apiOf(ben, team)]);
    const left = await Promise.allSettled(both.map((api) => api.team.leave()));
    expect(left.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  });

  it("removes a member, whose open browsers and keys reach it no longer", async () => {
    const team = await makeTeam("Garden", { [anna.id]: "admin" });
    const ben = await makePerson("Ben", { team, role: "reviewer" });
    const cookie = await cookiesOf(ben, team);
    const { key } = await (await apiOf(ben, team)).keys.make({ name: "k", scopes: ["team:read"], days: 1 });
    const bens = async () => callerFor(await createContext({ headers: new Headers({ cookie }) }));
    expect((await (await bens()).me()).isOutOfTeam).toBe(false);
    await (await apiOf(anna, team)).team.remove({ userId: ben.id });
    // the very next request, which would otherwise land in another team than its page says
    await expect((await bens()).team.get()).rejects.toMatchObject(code("team/not-in"));
    await expect((await bens()).team.make({ name: "Shed" })).rejects.toMatchObject(code("team/not-in"));
    expect(await (await bens()).me()).toMatchObject({ team: { id: ben.id }, isOutOfTeam: true });
    expect((await createContext({ headers: new Headers({ authorization: `Bearer ${key}` }) })).via).toBe(
      "none",
    );
  });

  it("of somebody's own stays theirs", async () => {
    const api = await apiOf(anna);
    await expect(api.team.leave()).rejects.toMatchObject(code("request/forbidden"));
    await expect(api.team.setRole({ userId: anna.id, role: "viewer" })).rejects.toMatchObject(
      code("request/forbidden"),
    );
  });

  it("is changed by its admins alone, whatever they keep elsewhere", async () => {
    const team = await makeTeam("Garden", { [anna.id]: "editor" });
    const boss = await makePerson("Boss", { team, role: "admin" });
    const editor = await apiOf(anna, team);
    for (const tried of [
      editor.team.rename({ name: "Mine" }),
      editor.team.setRole({ userId: anna.id, role: "admin" }),
      editor.team.remove({ userId: boss.id }),
      editor.team.handOver({ userId: anna.id }),
    ])
      await expect(tried).rejects.toMatchObject(code("request/forbidden"));
  });
});

describe("a key", () => {
  it("may do what its scopes and its person's role both allow, in its team alone", async () => {
    const team = await makeTeam("Garden", { [anna.id]: "admin" });
    const ben = await makePerson("Ben", { team, role: "editor" });
    const api = await apiOf(ben, team);
    await expect(api.keys.make({ name: "k", scopes: ["models:write"], days: 1 })).rejects.toMatchObject(
      code("request/forbidden"),
    );
    const { key } = await api.keys.make({ name: "k", scopes: ["photos:read", "photos:write"], days: null });
    const contextOf = (more: Record<string, string> = {}) =>
      createContext({ headers: new Headers({ authorization: `Bearer ${key}`, ...more }) });
    expect(await contextOf()).toMatchObject({ via: "key", user: { id: ben.id }, team: { id: team } });
    expect([...(await contextOf()).permissions].toSorted()).toEqual(["photos:read", "photos:write"]);
    expect((await contextOf({ "x-forage-team": ben.id })).via).toBe("none");
    await (await apiOf(anna, team)).team.setRole({ userId: ben.id, role: "viewer" });
    expect([...(await contextOf()).permissions]).toEqual(["photos:read"]);
  });

  it("is shown once, lies nowhere, and works until it expires or is taken back", async () => {
    const api = await apiOf(anna);
    const [short, long] = [
      await api.keys.make({ name: "short", scopes: ["photos:read"], days: 1 }),
      await api.keys.make({ name: "long", scopes: ["photos:read"], days: null }),
    ];
    const viaOf = async (key: string) =>
      (await createContext({ headers: new Headers({ authorization: `Bearer ${key}` }) })).via;
    expect([await viaOf(short.key), await viaOf(long.key), await viaOf(`${long.key.slice(0, -1)}!`)]).toEqual(
      ["key", "key", "none"],
    );
    const listed = await api.keys.list();
    expect(listed.find(({ id }) => id === long.id)?.lastUsedAt).not.toBeNull();
    const { rows } = await getDatabase().execute(sql`select k::text as row from api_keys k`);
    expect(JSON.stringify([listed, rows])).not.toContain(long.key);
    await getDatabase().execute(sql`update api_keys set expires_at = now() where id = ${short.id}`);
    await api.keys.revoke({ keyId: long.id });
    expect([await viaOf(short.key), await viaOf(long.key)]).toEqual(["none", "none"]);
  });

  it("opens no other way in", async () => {
    const scopes = ["account:read", "account:write", "team:write", "admin:read", "admin:write"];
    const { key } = await (await apiOf(anna)).keys.make({ name: "all", scopes, days: 1 });
    const script = await withHeaders({ authorization: `Bearer ${key}` });
    for (const tried of [
      script.keys.make({ name: "k", scopes: ["account:read"], days: null }),
      script.changePassword({ current: "x", next: "a long password" }),
      script.invitations.make({ role: "admin" }),
      script.admin.resetLink({ userId: anna.id }),
      script.admin.setAdmin({ userId: anna.id, isAdmin: true }),
      script.admin.setDisabled({ userId: anna.id, isDisabled: true }),
    ])
      await expect(tried).rejects.toMatchObject(code("request/forbidden"));
  });
});

describe("a session", () => {
  it("is listed, and ends at once when it is revoked, by its person alone", async () => {
    const ben = await makePerson("Ben");
    const cookie = await cookiesOf(ben);
    const api = await apiOf(ben);
    const listed = await api.sessions.list();
    expect(listed.map(({ isCurrent }) => isCurrent).toSorted()).toEqual([false, true]);
    const other = listed.find(({ isCurrent }) => !isCurrent)!;
    await expect((await apiOf(anna)).sessions.revoke({ sessionId: other.id })).rejects.toMatchObject(
      code("request/not-found"),
    );
    await api.sessions.revoke({ sessionId: other.id });
    expect((await createContext({ headers: new Headers({ cookie }) })).via).toBe("none");
  });

  it("of every other browser ends with a new password", async () => {
    const ben = await makePerson("Ben", { password: "the old password" });
    const cookie = await cookiesOf(ben);
    const api = await apiOf(ben);
    await expect(api.changePassword({ current: "wrong", next: "the new password" })).rejects.toMatchObject(
      code("account/wrong-sign-in"),
    );
    await api.changePassword({ current: "the old password", next: "the new password" });
    expect((await createContext({ headers: new Headers({ cookie }) })).via).toBe("none");
    expect(await api.sessions.list()).toHaveLength(1);
    await expect(signIn(browser(), { email: ben.email, password: "the old password" })).rejects.toMatchObject(
      {
        code: "account/wrong-sign-in",
      },
    );
    await signIn(browser(), { email: ben.email, password: "the new password" });
  });
});

const KEEPS = { keepsKeysAndPasskeys: true } as const;

describe("a link for a new password", () => {
  it("of the admin works once, ends every session, and the newest counts", async () => {
    const ben = await makePerson("Ben", { password: "the old password" });
    const cookie = await cookiesOf(ben);
    const api = await apiOf(anna);
    const first = await api.admin.resetLink({ userId: ben.id });
    const { token } = await api.admin.resetLink({ userId: ben.id });
    const gone = { code: "account/reset-gone" };
    await expect(
      resetPassword(browser(), { ...KEEPS, token: first.token, password: "a new password" }),
    ).rejects.toMatchObject(gone);
    await resetPassword(browser(), { ...KEEPS, token, password: "a new password" });
    await expect(
      resetPassword(browser(), { ...KEEPS, token, password: "another password" }),
    ).rejects.toMatchObject(gone);
    expect((await createContext({ headers: new Headers({ cookie }) })).via).toBe("none");
    await signIn(browser(), { email: ben.email, password: "a new password" });
  });

  it("is made by who keeps the installation alone, and the last of them stays", async () => {
    const ben = await apiOf(await makePerson("Ben"));
    await expect(ben.admin.resetLink({ userId: anna.id })).rejects.toMatchObject(code("request/forbidden"));
    await expect(ben.admin.list()).rejects.toMatchObject(code("request/forbidden"));
    const api = await apiOf(anna);
    expect((await api.admin.list()).map(({ email }) => email)).toContain(anna.email);
    await expect(api.admin.setAdmin({ userId: anna.id, isAdmin: false })).rejects.toMatchObject(
      code("team/last-admin"),
    );
  });

  it("keeps somebody out at once, tells them at the sign-in, and lets them in again", async () => {
    const api = await apiOf(anna);
    const password = "a long password";
    const dora = await makePerson("Dora", { password });
    const cookie = await cookiesOf(dora);
    const { key } = await (await apiOf(dora)).keys.make({ name: "k", scopes: ["account:read"], days: 1 });
    const viaOf = async (headers: Record<string, string>) =>
      (await createContext({ headers: new Headers({ host: "127.0.0.1", ...headers }) })).via;
    const asKey = { authorization: `Bearer ${key}` };
    expect([await viaOf({ cookie }), await viaOf(asKey)]).toEqual(["session", "key"]);
    await api.admin.setDisabled({ userId: dora.id, isDisabled: true });
    expect([await viaOf({ cookie }), await viaOf(asKey)]).toEqual(["none", "none"]);
    expect((await api.admin.list()).find(({ id }) => id === dora.id)).toMatchObject({ isDisabled: true });
    await expect(signIn(browser(), { email: dora.email, password })).rejects.toMatchObject({
      code: "account/disabled",
    });
    const log = await listAudit(
      { teamId: anna.id, userId: anna.id, withInstallation: true },
      { cursor: null, limit: 2, kind: "account" },
    );
    expect(log.items.map(({ userName, action }) => [userName, action])).toEqual([
      ["Dora", "account/sign-in-failed"],
      ["Anna", "account/disabled-changed"],
    ]);
    // who does not know the password learns nothing
    await expect(signIn(browser(), { email: dora.email, password: "a guess at it" })).rejects.toMatchObject({
      code: "account/wrong-sign-in",
    });
    await api.admin.setDisabled({ userId: dora.id, isDisabled: false });
    expect((await signIn(browser(), { email: dora.email, password })).cookies).not.toEqual([]);
    // what ended does not come back
    expect([await viaOf({ cookie }), await viaOf(asKey)]).toEqual(["none", "none"]);
  });

  it("never keeps the last admin out, and nobody else disables anybody", async () => {
    const ben = await apiOf(await makePerson("Ben"));
    await expect(ben.admin.setDisabled({ userId: anna.id, isDisabled: true })).rejects.toMatchObject(
      code("request/forbidden"),
    );
    const api = await apiOf(anna);
    await expect(api.admin.setDisabled({ userId: anna.id, isDisabled: true })).rejects.toMatchObject(
      code("team/last-admin"),
    );
    await expect((await apiOf(anna)).me()).resolves.toMatchObject({ user: { isAdmin: true } });
  });
});
