import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createContext } from "@/server/api/context";
import { getDatabase } from "@/server/db/client";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { transaction } from "@/server/db/transaction";
import { sendMail } from "@/server/mail/send-mail";
import { changePassword, makeKey, makeResetLink } from "./account";
import { hash } from "./passwords";
import { writePassword } from "./repository";
import { resetPassword, signIn } from "./sign-in";
import { cookiesOf, countWaysIn, giveWaysIn, makePerson, type TestPerson } from "./testing/people";
import { endWaysIn } from "./ways-in";

vi.mock("@/server/mail/send-mail", () => ({ sendMail: vi.fn(() => Promise.resolve()) }));
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const OLD = "the old password";
const NEW = "the new password";

let database: TestDatabase;
let folder: string;
let ben: TestPerson;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "forage-ways-"));
  process.env.FORAGE_DATA_DIR = folder;
  database = await createTestDatabase();
});
beforeEach(async () => {
  ben = await makePerson("Ben", { password: OLD });
  await giveWaysIn(ben.id);
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.mocked(sendMail).mockClear();
});
afterAll(async () => {
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

let last = 0;
const browser = () => new Headers({ host: "127.0.0.1", "x-forage-address": `198.51.100.${++last}` });
const viaOf = async (cookie: string) => (await createContext({ headers: new Headers({ cookie }) })).via;
const sessionOf = async (cookie: string) =>
  (await createContext({ headers: new Headers({ cookie }) })).sessionId ?? null;
const change = async (endsKeysAndPasskeys: boolean) => {
  const [here, elsewhere] = [await cookiesOf(ben), await cookiesOf(ben)];
  const present = { userId: ben.id, sessionId: await sessionOf(here) };
  const ended = await changePassword(present, { current: OLD, next: NEW, endsKeysAndPasskeys });
  return { ended, here: await viaOf(here), elsewhere: await viaOf(elsewhere) };
};
const reset = async (keepsKeysAndPasskeys: boolean) => {
  const { token } = await makeResetLink(ben.id);
  return resetPassword(browser(), { token, password: NEW, keepsKeysAndPasskeys });
};

describe("a changed password", () => {
  it("ends every other browser, and leaves what it does not touch, as its person was told", async () => {
    expect(await change(false)).toEqual({
      ended: { sessions: 1, keys: 0, passkeys: 0 },
      here: "session",
      elsewhere: "none",
    });
    expect(await countWaysIn(ben.id)).toEqual({ passkeys: 1, keys: 1 });
  });

  it("ends keys and passkeys where its person says so", async () => {
    expect((await change(true)).ended).toEqual({ sessions: 1, keys: 1, passkeys: 1 });
    expect(await countWaysIn(ben.id)).toEqual({ passkeys: 0, keys: 0 });
  });

  it("ends a link for a new password that waits in a mailbox", async () => {
    const { token } = await makeResetLink(ben.id);
    await change(false);
    const late = { token, password: "a third password", keepsKeysAndPasskeys: true };
    await expect(resetPassword(browser(), late)).rejects.toMatchObject({ code: "account/reset-gone" });
    await expect(signIn(browser(), { email: ben.email, password: NEW })).resolves.toBeDefined();
  });

  it("is told by mail, where mail can be sent", async () => {
    await change(false);
    expect(sendMail).not.toHaveBeenCalled();
    vi.stubEnv("FORAGE_SMTP_HOST", "mail.example");
    vi.stubEnv("FORAGE_SMTP_FROM", "forage@example.org");
    await reset(true);
    await vi.waitFor(() => expect(sendMail).toHaveBeenCalledWith(expect.objectContaining({ to: ben.email })));
  });
});

describe("a new password by a link", () => {
  it("ends every browser, key and passkey: whoever had the account does not come back", async () => {
    const cookie = await cookiesOf(ben);
    expect(await reset(false)).toEqual({ sessions: 1, keys: 1, passkeys: 1 });
    expect(await countWaysIn(ben.id)).toEqual({ passkeys: 0, keys: 0 });
    expect(await viaOf(cookie)).toBe("none");
  });

  it("keeps keys and passkeys where its person says that they only forgot the old one", async () => {
    expect(await reset(true)).toEqual({ sessions: 0, keys: 0, passkeys: 0 });
    expect(await countWaysIn(ben.id)).toEqual({ passkeys: 1, keys: 1 });
  });
});

describe("while the ways into an account end", () => {
  /** Runs what was begun before, and ends only once it waits or is done. */
  async function endDuring<T>(begin: () => Promise<T>, waits: string): Promise<T> {
    const hashed = await hash(NEW);
    let begun: Promise<T> | undefined;
    await transaction(async (queries) => {
      await endWaysIn(queries, ben.id, { withKeysAndPasskeys: true });
      begun = begin();
      begun.catch(() => undefined);
      await vi.waitFor(
        async () => {
          const { rows } = await getDatabase().execute(
            sql`select 1 from pg_stat_activity where wait_event_type = 'Lock' and query ilike ${`%${waits}%`}
              and datname = current_database()`,
          );
          expect(rows).toHaveLength(1);
        },
        { timeout: 20_000 },
      );
      await writePassword(queries, ben.id, randomUUID(), hashed);
    });
    return begun as Promise<T>;
  }

  it("a sign-in with the old password that was just found right gets no session", async () => {
    await expect(
      endDuring(() => signIn(browser(), { email: ben.email, password: OLD }), 'insert into "sessions"'),
    ).rejects.toMatchObject({ code: "account/wrong-sign-in" });
    const { rows } = await getDatabase().execute(sql`select id from sessions where user_id = ${ben.id}`);
    expect(rows).toEqual([]);
  });

  it("a session that is ending makes no key", async () => {
    const sessionId = await sessionOf(await cookiesOf(ben));
    const who = { userId: ben.id, teamId: ben.id, sessionId };
    const asked = { name: "late", scopes: ["photos:read"], days: 1 };
    await expect(
      endDuring(() => makeKey(who, new Set(asked.scopes), asked), 'insert into "api_keys"'),
    ).rejects.toMatchObject({ code: "account/sign-in-needed" });
    expect((await countWaysIn(ben.id)).keys).toBe(0);
  });
});
