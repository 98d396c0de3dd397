import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createContext } from "@/server/api/context";
import { getDatabase } from "@/server/db/client";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { deleteSessions } from "../repository";
import { makePerson, makeTeam, signedIn, type TestPerson } from "../testing/people";
import { newCode, readCode } from "./code";
import { endPairing, PAIRING_MS, pair, pairingState, startPairing, TRIES_A_CODE } from "./pairing";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let database: TestDatabase;
let folder: string;
let anna: TestPerson;
let kitchen: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "forage-pairing-"));
  process.env.FORAGE_DATA_DIR = folder;
  database = await createTestDatabase();
  anna = await makePerson("Anna", { isAdmin: true });
  kitchen = await makeTeam("Kitchen", { [anna.id]: "admin" });
});
afterAll(async () => {
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

let last = 0;
/** A phone at an address of its own. */
const phone = (address = `192.168.7.${++last}`) =>
  new Headers({ host: "192.168.7.1:3000", "x-forage-address": address, "user-agent": "Phone/1.0" });
const NAME = "Phone, 30 Nov";
const nothing = async () => undefined;
const pairWith = (code: string, headers = phone(), now?: Date) =>
  pair(headers, { code, name: NAME }, nothing, now);
const refusal = (asked: Promise<unknown>) =>
  asked.then(
    () => "let in",
    (error: { code: string }) => error.code,
  );
/** The next code with the same first half. */
const wrong = (code: string) => `${code.slice(0, 7)}${code.endsWith("0") ? "1" : "0"}`;

async function start(person = anna, team = kitchen, now?: Date) {
  const { sessionId } = await createContext(await signedIn(person, "/", { team }));
  const made = await startPairing({ userId: person.id, teamId: team }, sessionId ?? null, now);
  return { ...made, sessionId: sessionId ?? "" };
}
const contextOf = (cookies: readonly string[]) =>
  createContext({
    headers: new Headers({ cookie: cookies.map((cookie) => cookie.split(";")[0]).join("; ") }),
  });

describe("a code", () => {
  it("is read however it is typed", () => {
    expect(["k7q0-1xpd", " K7QO IXPD ", "K7Q01XPD", "k7qolxpd"].map(readCode)).toEqual(
      Array(4).fill("K7Q01XPD"),
    );
    expect(["", "K7Q0", "K7Q01XPDA", "K7QU1XPD", "K7Q0!XPD"].map(readCode)).toEqual(Array(5).fill(undefined));
    for (let at = 0; at < 100; at++) {
      const code = newCode();
      expect(readCode(code.toLowerCase())).toBe(code);
    }
  });

  it("signs a phone in as its person, in the team worked in, under the phone's name, and is written down with it", async () => {
    const { id, code } = await start();
    expect(await pairingState(anna.id, id)).toEqual({ state: "waiting" });
    const also = vi.fn(nothing);
    const { cookies } = await pair(phone("192.168.7.200"), { code, name: NAME }, also);
    expect(await contextOf(cookies)).toMatchObject({
      via: "session",
      user: { id: anna.id, isAdmin: true },
      team: { id: kitchen, role: "admin" },
      sessionId: id,
    });
    for (const cookie of cookies) expect(cookie).toMatch(/HttpOnly; SameSite=Lax/);
    expect(also).toHaveBeenCalledExactlyOnceWith(expect.anything(), {
      id: anna.id,
      name: "Anna",
      teamId: kitchen,
    });
    expect(await pairingState(anna.id, id)).toEqual({ state: "paired", name: NAME });
    const { rows } = await getDatabase().execute(
      sql`select name, ip_address as address, user_agent as agent from sessions where id = ${id}`,
    );
    expect(rows).toEqual([{ name: NAME, address: "192.168.7.200", agent: "Phone/1.0" }]);
  });

  it("lets one phone in, of two that send it at once, and none after that", async () => {
    const { code } = await start();
    const both = await Promise.all([refusal(pairWith(code)), refusal(pairWith(code))]);
    expect(both.toSorted()).toEqual(["lan/pairing-gone", "let in"]);
    expect(await refusal(pairWith(code))).toBe("lan/pairing-gone");
  });

  it("lets nobody in when what is written with it fails, and still does afterwards", async () => {
    const { id, code } = await start();
    const failing = pair(phone(), { code, name: NAME }, () => Promise.reject(new Error("the log is full")));
    await expect(failing).rejects.toThrow("the log is full");
    expect(await pairingState(anna.id, id)).toEqual({ state: "waiting" });
    expect(await refusal(pairWith(code))).toBe("let in");
  });

  it("ends after five minutes to the millisecond", async () => {
    const now = new Date();
    const at = (ms: number) => new Date(now.getTime() + ms);
    const { id, code } = await start(anna, kitchen, now);
    expect(await refusal(pairWith(code, phone(), at(PAIRING_MS)))).toBe("lan/pairing-gone");
    expect(await pairingState(anna.id, id, at(PAIRING_MS))).toEqual({ state: "gone" });
    expect(await refusal(pairWith(code, phone(), at(PAIRING_MS - 1)))).toBe("let in");
  });

  it("is gone when its person makes another, takes it back, or signs the browser out that made it", async () => {
    const first = await start();
    const second = await start();
    expect(await refusal(pairWith(first.code))).toBe("lan/pairing-gone");
    await endPairing(anna.id);
    expect(await refusal(pairWith(second.code))).toBe("lan/pairing-gone");
    const third = await start();
    await deleteSessions(getDatabase(), anna.id, null);
    expect(await refusal(pairWith(third.code))).toBe("lan/pairing-gone");
  });

  it("is made by nobody who is not signed in with an account", async () => {
    const asked = startPairing({ userId: anna.id, teamId: kitchen }, null);
    expect(await refusal(asked)).toBe("lan/pairing-alone");
  });

  it("does not lie in the database", async () => {
    const { code } = await start();
    const { rows } = await getDatabase().execute(sql`select p::text as row from pairings p`);
    expect(JSON.stringify(rows)).not.toContain(code.slice(4));
  });
});

describe("guessing", () => {
  it("the second half from many addresses ends the code, and the right one comes too late", async () => {
    const { code } = await start();
    for (let at = 1; at < TRIES_A_CODE; at++)
      expect(await refusal(pairWith(wrong(code)))).toBe("lan/pairing-gone");
    expect(await refusal(pairWith(code))).toBe("let in");
    const next = await start();
    for (let at = 1; at <= TRIES_A_CODE; at++) await refusal(pairWith(wrong(next.code)));
    expect(await refusal(pairWith(next.code))).toBe("lan/pairing-gone");
  });

  it("by a thousand phones at once is turned away or counted, and takes few connections of the database", async () => {
    const { code } = await start();
    const answers = await Promise.all(
      Array.from({ length: 1_000 }, (_, at) =>
        refusal(pairWith(wrong(code), phone(`10.3.${at >> 8}.${at & 255}`))),
      ),
    );
    expect(answers.filter((one) => one === "lan/pairing-gone")).toHaveLength(4);
    expect(answers.filter((one) => one === "lan/pairing-tries")).toHaveLength(996);
    // the fifth
    expect(await refusal(pairWith(wrong(code)))).toBe("lan/pairing-gone");
    expect(await refusal(pairWith(code))).toBe("lan/pairing-gone");
  });

  it("from one address is slowed down, whatever is typed, and leaves the codes of others alone", async () => {
    const { code } = await start();
    const guesser = phone();
    const answers = [];
    for (let at = 0; at < 12; at++) answers.push(await refusal(pairWith(at % 2 ? newCode() : "?", guesser)));
    expect(answers.slice(0, 10)).toEqual(Array(10).fill("lan/pairing-gone"));
    expect(answers.slice(10)).toEqual(Array(2).fill("lan/pairing-tries"));
    // even with the right one: who waits loses nothing
    expect(await refusal(pairWith(code, guesser))).toBe("lan/pairing-tries");
    expect(await refusal(pairWith(code))).toBe("let in");
  });
});

describe("another person", () => {
  it("neither sees, ends nor uses up somebody's code, and comes in by their own as themselves", async () => {
    const ben = await makePerson("Ben");
    const annas = await start();
    expect(await pairingState(ben.id, annas.id)).toEqual({ state: "gone" });
    await endPairing(ben.id);
    const bens = await start(ben, ben.id);
    expect(await pairingState(anna.id, annas.id)).toEqual({ state: "waiting" });
    const { cookies } = await pairWith(bens.code);
    expect(await contextOf(cookies)).toMatchObject({ user: { id: ben.id }, team: { id: ben.id } });
    expect(await pairingState(anna.id, bens.id)).toEqual({ state: "gone" });
    expect(await refusal(pairWith(annas.code))).toBe("let in");
  });

  it("who was put out of the team meanwhile comes into their own", async () => {
    const cleo = await makePerson("Cleo", { team: kitchen, role: "viewer" });
    const { code } = await start(cleo, kitchen);
    await getDatabase().execute(
      sql`delete from memberships where user_id = ${cleo.id} and team_id = ${kitchen}`,
    );
    const { cookies } = await pairWith(code);
    expect((await contextOf(cookies)).team.id).toBe(cleo.id);
  });
});
