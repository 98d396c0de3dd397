import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { desc, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { getDatabase } from "@/server/db/client";
import { inTeam } from "@/server/db/own-team";
import { passkeys } from "@/server/db/schema/accounts";
import { auditLog } from "@/server/db/schema/audit";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { makeResetLink } from "./account";
import { noteFailure } from "./note-failure";
import { forgot, join, resetPassword, signIn, signOut } from "./sign-in";
import { makeInvitation } from "./teams";
import { makePerson, makeTeam, type TestPerson } from "./testing/people";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const PASSWORD = "a long password";
let database: TestDatabase;
let folder: string;
let anna: TestPerson;
let last = 0;
let from: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "forage-account-audit-"));
  process.env.FORAGE_DATA_DIR = folder;
  database = await createTestDatabase();
  anna = await makePerson("Anna", { password: PASSWORD });
});
afterAll(async () => {
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  from = `198.51.100.${++last}`;
});

/** As a request that nobody is signed in for, from an address of its own. */
const ask = <T>(work: (headers: Headers) => Promise<T>, more: Record<string, string> = {}) =>
  inTeam({ teamId: "", user: { id: "", name: "" }, address: from }, () =>
    work(new Headers({ host: "127.0.0.1", "x-forage-address": from, ...more })),
  );

/** What was written of this test's address, newest first. */
const written = () =>
  getDatabase().select().from(auditLog).where(eq(auditLog.address, from)).orderBy(desc(auditLog.id));

it("notes who signed in with which browser, and out", async () => {
  const { cookies } = await ask((headers) => signIn(headers, { email: anna.email, password: PASSWORD }), {
    "user-agent": "A browser",
  });
  const cookie = cookies.map((one) => one.split(";")[0]).join("; ");
  await ask(signOut, { cookie });
  // ended already: nothing more
  await ask(signOut, { cookie });
  expect(await written()).toMatchObject([
    { action: "account/signed-out", userId: anna.id, userName: "Anna" },
    { action: "account/signed-in", userId: anna.id, userName: "Anna", facts: { browser: "A browser" } },
  ]);
});

it("notes a wrong password for the account, one that was turned away unseen, and each once a minute", async () => {
  const wrong = { email: anna.email, password: "the wrong password" };
  for (let index = 0; index < 14; index++)
    await expect(ask((headers) => signIn(headers, wrong))).rejects.toMatchObject({ name: "AppError" });
  expect(await written()).toMatchObject([
    { action: "account/sign-in-throttled", userId: anna.id },
    { action: "account/sign-in-failed", userId: anna.id, userName: "Anna", facts: {} },
  ]);
});

it("keeps nothing of what was typed where there is no such account: it may be a password", async () => {
  const typed = { email: "my-secret-password@example.org", password: "another password" };
  await expect(ask((headers) => signIn(headers, typed))).rejects.toMatchObject({ name: "AppError" });
  const entries = await written();
  expect(entries).toMatchObject([{ action: "account/sign-in-failed", userId: null, userName: "" }]);
  expect(JSON.stringify(entries)).not.toContain("secret");
});

it("notes who came by an invitation, into which team and as what", async () => {
  const team = await makeTeam("Kitchen", { [anna.id]: "admin" });
  const { token } = await makeInvitation(
    { userId: anna.id, teamId: team },
    { role: "viewer", days: 1, uses: 1 },
  );
  await ask((headers) => join(headers, { token, name: "Ben", email: "ben@example.org", password: PASSWORD }));
  expect((await written()).find(({ teamId }) => teamId === team)).toMatchObject({
    action: "team/joined",
    userName: "Ben",
    facts: { role: "viewer" },
  });
});

it("notes a link for a new password and its use, and never the link", async () => {
  const { token } = await inTeam({ teamId: "", user: anna, address: from }, () => makeResetLink(anna.id));
  await ask((headers) => resetPassword(headers, { token, password: PASSWORD, keepsKeysAndPasskeys: false }));
  const entries = await written();
  expect(entries.map(({ action }) => action)).toEqual([
    "account/password-changed",
    "account/reset-link-made",
  ]);
  expect(JSON.stringify(entries)).not.toContain(token);
  await ask((headers) => forgot(headers, "nobody@example.org"));
  expect(await written()).toHaveLength(2);
});

it("notes a passkey that came and went, whoever wrote its row", async () => {
  const row = { publicKey: "k", credentialID: randomUUID(), counter: 0, deviceType: "x", backedUp: false };
  await getDatabase()
    .insert(passkeys)
    .values({ id: randomUUID(), name: "Phone", userId: anna.id, ...row });
  await getDatabase().delete(passkeys);
  const [removed, added] = await getDatabase().select().from(auditLog).orderBy(desc(auditLog.id)).limit(2);
  expect([removed, added]).toMatchObject([
    { action: "passkey/removed", userId: anna.id, facts: { name: "Phone" } },
    { action: "passkey/added", userId: anna.id, facts: { name: "Phone" } },
  ]);
});

it("is not filled by a thousand tries with addresses that have no account, from one place or from many", async () => {
  const count = async () => getDatabase().$count(auditLog);
  const before = await count();
  for (let index = 0; index < 1_000; index++)
    await inTeam(
      { teamId: "", user: { id: "", name: "" }, address: `10.3.${(index >> 2) >> 8}.${(index >> 2) & 255}` },
      () => noteFailure("account/sign-in-failed", `made-up-${index}@example.org`),
    );
  // a burst of 30, and one more each ten seconds that this takes
  const written = (await count()) - before;
  expect(written).toBeGreaterThanOrEqual(29);
  expect(written).toBeLessThan(60);
});
