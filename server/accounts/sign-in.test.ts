import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join as joinPath } from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { createContext, requirePermission } from "@/server/api/context";
import { getDatabase } from "@/server/db/client";
import { LOCAL_USER_ID } from "@/server/db/schema/users";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { originForMail } from "./origin";
import { accountSecret, setupCode } from "./settings";
import { chooseTeam, makeFirst, signIn, signOut } from "./sign-in";
import { makePerson, makeTeam, signedIn } from "./testing/people";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(joinPath(tmpdir(), "forage-accounts-"));
  process.env.FORAGE_DATA_DIR = folder;
  database = await createTestDatabase();
});
afterEach(() => {
  vi.unstubAllEnvs();
});
afterAll(async () => {
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

const ANNA = { name: "Anna", email: "anna@example.org", password: "seven green apples" };
let last = 0;
/** A browser at an address of its own. */
const browser = (more: Record<string, string> = {}) =>
  new Headers({ host: "127.0.0.1:3000", "x-forage-address": `192.0.2.${++last}`, ...more });
/** What a browser sends back of the cookies it was given. */
const cookieOf = ({ cookies }: { readonly cookies: readonly string[] }) =>
  cookies.map((cookie) => cookie.split(";")[0]).join("; ");
const contextOf = (cookie: string) => createContext({ headers: browser({ cookie }) });

it("leads from a mail to the address that is set, not to the one that whoever asked for it named", () => {
  vi.stubEnv("FORAGE_PUBLIC_URL", "https://forage.example");
  expect(originForMail(browser({ host: "127.0.0.1:3000" }))).toBe("https://forage.example");
});

describe("alone at this computer", () => {
  it("nobody signs in, and everything is allowed", async () => {
    const context = await createContext({ headers: browser() });
    expect(context).toMatchObject({ via: "local", user: { id: LOCAL_USER_ID }, team: { role: "admin" } });
    expect(context.permissions.has("models:write")).toBe(true);
  });

  it("a stranger may do nothing where accounts are required", async () => {
    vi.stubEnv("FORAGE_ACCOUNTS", "required");
    vi.stubEnv("FORAGE_SECRET", "x".repeat(40));
    const context = await createContext({ headers: browser() });
    expect([context.via, context.permissions.size]).toEqual(["none", 0]);
  });

  it("the secret is made once and read by nobody else", () => {
    const secret = accountSecret();
    expect(secret).toMatch(/^[0-9a-f]{64}$/);
    expect(accountSecret()).toBe(secret);
    expect(statSync(joinPath(folder, "secret")).mode & 0o777).toBe(0o600);
  });

  it.each(["", "too short"])("others reach nothing with the secret %j", (secret) => {
    vi.stubEnv("FORAGE_ACCOUNTS", "required");
    vi.stubEnv("FORAGE_SECRET", secret);
    expect(accountSecret).toThrow(expect.objectContaining({ code: "account/no-secret" }));
  });
});

describe("the first account", () => {
  it("is not made from another computer, but with the code from the server's terminal", async () => {
    vi.stubEnv("FORAGE_ACCOUNTS", "required");
    vi.stubEnv("FORAGE_SECRET", "x".repeat(40));
    await expect(makeFirst(browser(), ANNA)).rejects.toMatchObject({ code: "request/forbidden" });
    await expect(makeFirst(browser(), { ...ANNA, code: "guessed" })).rejects.toMatchObject({
      code: "request/forbidden",
    });
    expect(setupCode()).toHaveLength(12);
  });

  it("takes over what the local person had, once, and is signed in", async () => {
    const before = await contextOf("");
    const made = await Promise.allSettled([makeFirst(browser(), ANNA), makeFirst(browser(), ANNA)]);
    expect(made.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const [done] = made.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
    const context = await contextOf(cookieOf(done!));
    expect(context).toMatchObject({
      via: "session",
      user: { id: before.user.id, name: "Anna", isAdmin: true },
      team: { id: before.team.id, role: "admin" },
    });
    expect((await contextOf("")).via).toBe("none");
    await expect(makeFirst(browser(), ANNA)).rejects.toMatchObject({ code: "request/conflict" });
  });
});

describe("a sign-in", () => {
  it("is kept in cookies that no script and no other site can use", async () => {
    const { cookies } = await signIn(browser(), ANNA);
    expect(cookies.length).toBeGreaterThan(1);
    for (const cookie of cookies) {
      expect(cookie).toMatch(/HttpOnly/i);
      expect(cookie).toMatch(/SameSite=Lax/i);
      expect(cookie).not.toMatch(/Secure/);
    }
    vi.stubEnv("FORAGE_TLS", "1");
    const answer = await signIn(browser(), ANNA);
    for (const cookie of answer.cookies)
      expect(cookie).toMatch(/^__Host-(?=.*; Path=\/;)(?=.*; Secure)(?!.*Domain)/);
    expect((await contextOf(cookieOf(answer))).via).toBe("session");
    // planted by a neighbouring name of the site
    expect((await contextOf(cookieOf(answer).replaceAll("__Host-", "__Secure-"))).via).toBe("none");
    await signOut(browser({ cookie: cookieOf(answer) }));
    expect((await contextOf(cookieOf(answer))).via).toBe("none");
  });

  it("is refused alike for a wrong password, an unknown address and an account without a password", async () => {
    const without = await makePerson("Without");
    const answers = await Promise.all(
      [
        { email: ANNA.email, password: "seven green pears" },
        { email: "nobody@example.org", password: ANNA.password },
        { email: without.email, password: ANNA.password },
      ].map((given) => signIn(browser(), given).catch((error: unknown) => error)),
    );
    for (const answer of answers) expect(answer).toMatchObject({ code: "account/wrong-sign-in", facts: {} });
  });

  it("ends with a sign-out", async () => {
    const cookie = cookieOf(await signIn(browser(), ANNA));
    expect((await contextOf(cookie)).via).toBe("session");
    await signOut(browser({ cookie }));
    expect((await contextOf(cookie)).via).toBe("none");
  });

  it("is none with a cookie whose signature is another's, or whose session has ended", async () => {
    const cookie = cookieOf(await signIn(browser(), ANNA));
    const forged = cookie.replace(/(session_token=[^%;]*)/, (text) => `${text.slice(0, -1)}x`);
    expect((await contextOf(forged)).via).toBe("none");
    await getDatabase().execute(sql`update sessions set expires_at = now() - interval '1 second'`);
    expect((await contextOf(cookie)).via).toBe("none");
  });
});

describe("a thousand tries to sign in at once", () => {
  it("against one account from many addresses: none gets in, and its person does from a browser they used before", async () => {
    const known = cookieOf(await signIn(browser(), ANNA));
    const tries = Array.from({ length: 1_000 }, (_, index) =>
      signIn(browser({ "x-forage-address": `10.1.${index >> 8}.${index & 255}` }), {
        email: ANNA.email,
        password: `guess number ${index}`,
      }).catch((error: { code: string }) => error.code),
    );
    // in the middle of it
    const context = await contextOf(cookieOf(await signIn(browser({ cookie: known }), ANNA)));
    expect(context.user.name).toBe("Anna");
    const codes = await Promise.all(tries);
    const count = (code: string) => codes.filter((one) => one === code).length;
    expect(count("account/wrong-sign-in")).toBeLessThanOrEqual(10);
    expect(count("account/wrong-sign-in") + count("account/too-many-tries")).toBe(1_000);
  });

  it("against as many accounts from as many addresses: most are turned away unhashed, and a known browser is not", async () => {
    const password = "a long password";
    const { email } = await makePerson("Known", { password });
    const known = cookieOf(await signIn(browser(), { email, password }));
    const tries = Array.from({ length: 1_000 }, (_, index) =>
      signIn(browser({ "x-forage-address": `10.2.${index >> 8}.${index & 255}` }), {
        email: `guessed-${index}@example.org`,
        password: "some password",
      }).catch((error: { code: string }) => error.code),
    );
    const context = await contextOf(cookieOf(await signIn(browser({ cookie: known }), { email, password })));
    expect(context.user.name).toBe("Known");
    const codes = await Promise.all(tries);
    const hashed = codes.filter((code) => code === "account/wrong-sign-in").length;
    expect(hashed).toBeGreaterThan(0);
    expect(hashed).toBeLessThan(100);
    expect(codes.filter((code) => code === "account/too-many-tries")).toHaveLength(1_000 - hashed);
  });
});

describe("the team somebody works in", () => {
  it("is their own, or one they chose and are in", async () => {
    const ben = await makePerson("Ben");
    const [kitchen, others] = [await makeTeam("Kitchen", { [ben.id]: "viewer" }), await makeTeam("Others")];
    const inTeam = async (team: string) => (await createContext(await signedIn(ben, "/", { team }))).team;
    expect(await inTeam(ben.id)).toMatchObject({ id: ben.id, role: "admin" });
    expect(await inTeam(kitchen)).toMatchObject({ id: kitchen, name: "Kitchen", role: "viewer" });
    expect((await inTeam("'; drop table teams")).id).toBe(ben.id);
    await expect(chooseTeam(ben.id, others)).rejects.toMatchObject({ code: "request/not-found" });
    expect((await chooseTeam(ben.id, kitchen)).cookies[0]).toMatch(`forage-team=${kitchen};`);
    expect((await chooseTeam(ben.id)).cookies[0]).toMatch(`forage-team=${ben.id};`);
  });

  it("is never their own in the place of one that they are not in: all they may is look who they are", async () => {
    const ben = await makePerson("Ben");
    for (const wanted of [await makeTeam("Others"), randomUUID()]) {
      const context = await createContext(await signedIn(ben, "/", { team: wanted }));
      expect([context.isOutOfTeam, [...context.permissions]]).toEqual([true, ["account:read"]]);
      expect(() => requirePermission(context, "photos:read")).toThrow(
        expect.objectContaining({ code: "team/not-in" }),
      );
    }
  });
});
