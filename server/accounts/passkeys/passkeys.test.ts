import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { isAppError } from "@/lib/core/errors";
import { createContext } from "@/server/api/context";
import { getDatabase } from "@/server/db/client";
import { passkeys, sessions, verifications } from "@/server/db/schema/accounts";
import { users } from "@/server/db/schema/users";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { createAuthenticator } from "../testing/authenticator";
import { makePerson, type TestPerson } from "../testing/people";
import {
  addPasskey,
  listPasskeys,
  removePasskey,
  renamePasskey,
  signInWithPasskey,
  startPasskey,
  startPasskeySignIn,
} from "./passkeys";

vi.setConfig({ hookTimeout: 120_000 });

const ORIGIN = "http://localhost:3000";
let database: TestDatabase;
let anna: TestPerson;
let ben: TestPerson;

/** Each test from an address of its own: tries are counted by address. */
let address = 0;
const headersOf = (cookies: readonly string[] = [], host = "localhost:3000") =>
  new Headers({
    host,
    "x-forage-address": `10.0.0.${address}`,
    cookie: cookies.map((cookie) => cookie.split(";")[0]).join("; "),
  });
const refused = (work: Promise<unknown>, code = "account/passkey-refused") =>
  expect(work).rejects.toSatisfy((error) => isAppError(error) && error.code === code);

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  address++;
  for (const table of [passkeys, sessions, verifications]) await getDatabase().delete(table);
  anna = await makePerson("Anna");
  ben = await makePerson("Ben");
});

const presentOf = ({ id }: TestPerson, sessionId: string = randomUUID()) => ({ userId: id, sessionId });

const openSession = ({ userId, sessionId }: ReturnType<typeof presentOf>) =>
  getDatabase()
    .insert(sessions)
    .values({ id: sessionId, token: sessionId, userId, expiresAt: new Date(Date.now() + 3_600_000) });

/** A person with a passkey. */
async function withPasskey(person: TestPerson) {
  const device = createAuthenticator();
  const present = presentOf(person);
  await openSession(present);
  const { challenge } = await startPasskey(headersOf(), present);
  const response = device.make({ challenge, origin: ORIGIN });
  const { id } = await addPasskey(headersOf(), present, { name: "Phone", response });
  await getDatabase().delete(sessions);
  return { device, id };
}

/** A browser that begins to sign in. */
async function begun() {
  const { options, cookies } = await startPasskeySignIn(headersOf());
  return { challenge: options.challenge, headers: headersOf(cookies) };
}

describe("a passkey", () => {
  it("is made, named, listed and signs its person in", async () => {
    const { device, id } = await withPasskey(anna);
    await renamePasskey(anna.id, id, "Anna's phone");
    expect(await listPasskeys(anna.id)).toMatchObject([{ id, name: "Anna's phone", isSynced: false }]);
    const { challenge, headers } = await begun();
    const signed = device.sign({ challenge, origin: ORIGIN, counter: 1, userHandle: anna.id });
    const { cookies } = await signInWithPasskey(headers, signed);
    const context = await createContext({ headers: headersOf(cookies) });
    expect(context).toMatchObject({ via: "session", user: { id: anna.id } });
  });

  it("is not kept where the session that asked for it has ended meanwhile", async () => {
    const present = presentOf(anna);
    const { challenge } = await startPasskey(headersOf(), present);
    const response = createAuthenticator().make({ challenge, origin: ORIGIN });
    await refused(addPasskey(headersOf(), present, { name: "Phone", response }), "account/sign-in-needed");
    expect(await listPasskeys(anna.id)).toEqual([]);
  });

  it("asks the device to know its person, and for the name in the address alone", async () => {
    const options = await startPasskey(headersOf([], "forage.example:8443"), presentOf(anna));
    expect(options.rp.id).toBe("forage.example");
    expect(options.authenticatorSelection).toMatchObject({ userVerification: "required" });
    expect((await startPasskeySignIn(headersOf())).options.userVerification).toBe("required");
  });

  it("is refused where the device did not look who was there", async () => {
    const present = presentOf(anna);
    const { challenge } = await startPasskey(headersOf(), present);
    const response = createAuthenticator().make({ challenge, origin: ORIGIN, isVerified: false });
    await refused(addPasskey(headersOf(), present, { name: "Phone", response }));
    const { device } = await withPasskey(anna);
    const { challenge: next, headers } = await begun();
    await refused(
      signInWithPasskey(headers, device.sign({ challenge: next, origin: ORIGIN, isVerified: false })),
    );
    expect(await listPasskeys(anna.id)).toHaveLength(1);
  });

  it.each([
    ["another site", { origin: "http://localhost.evil.example:3000", rpID: "localhost" }],
    ["another port of this computer", { origin: "http://localhost:4000" }],
    ["the same name without TLS's twin", { origin: "https://localhost:3000" }],
    ["a key for another name", { origin: ORIGIN, rpID: "evil.example" }],
  ])("is refused from %s", async (_where, forged) => {
    const present = presentOf(anna);
    const { challenge: first } = await startPasskey(headersOf(), present);
    const response = createAuthenticator().make({ challenge: first, ...forged });
    await refused(addPasskey(headersOf(), present, { name: "Phone", response }));
    const { device } = await withPasskey(anna);
    const { challenge, headers } = await begun();
    await refused(signInWithPasskey(headers, device.sign({ challenge, counter: 1, ...forged })));
    expect(await getDatabase().$count(sessions)).toBe(0);
  });

  it("signs in once: the same answer again is refused, also after one that failed", async () => {
    const { device } = await withPasskey(anna);
    const { challenge, headers } = await begun();
    const signed = device.sign({ challenge, origin: ORIGIN, counter: 1 });
    await signInWithPasskey(headers, signed);
    await refused(signInWithPasskey(headers, signed));
    const second = await begun();
    await refused(
      signInWithPasskey(second.headers, device.sign({ challenge: second.challenge, origin: "http://x" })),
    );
    await refused(
      signInWithPasskey(
        second.headers,
        device.sign({ challenge: second.challenge, origin: ORIGIN, counter: 2 }),
      ),
    );
    expect(await getDatabase().$count(sessions)).toBe(1);
  });

  it("signs in only the browser that asked, and only in time", async () => {
    const { device } = await withPasskey(anna);
    const [mine, theirs] = [await begun(), await begun()];
    const signed = device.sign({ challenge: theirs.challenge, origin: ORIGIN, counter: 1 });
    await refused(signInWithPasskey(mine.headers, signed));
    await refused(signInWithPasskey(headersOf(), signed));
    const late = await begun();
    await getDatabase()
      .update(verifications)
      .set({ expiresAt: new Date(Date.now() - 1) });
    await refused(
      signInWithPasskey(late.headers, device.sign({ challenge: late.challenge, origin: ORIGIN, counter: 1 })),
    );
  });

  it("is added only in the session that asked for it, and for nothing but that", async () => {
    const { challenge } = await startPasskey(headersOf(), presentOf(anna));
    const response = createAuthenticator().make({ challenge, origin: ORIGIN });
    await refused(addPasskey(headersOf(), presentOf(anna), { name: "Phone", response }));
    const { challenge: forSignIn } = await begun();
    const present = presentOf(anna);
    await refused(
      addPasskey(headersOf(), present, {
        name: "Phone",
        response: createAuthenticator().make({ challenge: forSignIn, origin: ORIGIN }),
      }),
    );
  });

  it("of another person opens nothing of theirs", async () => {
    const { device: annas, id } = await withPasskey(anna);
    const { device: bens } = await withPasskey(ben);
    // Ben's key under the name of Anna's
    const first = await begun();
    await refused(
      signInWithPasskey(
        first.headers,
        bens.sign({ challenge: first.challenge, origin: ORIGIN, counter: 1 }, annas.id),
      ),
    );
    // Anna's key, said to be Ben's
    const second = await begun();
    await refused(
      signInWithPasskey(
        second.headers,
        annas.sign({ challenge: second.challenge, origin: ORIGIN, counter: 1, userHandle: ben.id }),
      ),
    );
    // nobody has this one
    const third = await begun();
    await refused(
      signInWithPasskey(
        third.headers,
        createAuthenticator().sign({ challenge: third.challenge, origin: ORIGIN, counter: 1 }),
      ),
    );
    // Ben adds Anna's as his own
    const present = presentOf(ben);
    const { challenge } = await startPasskey(headersOf(), present);
    await refused(
      addPasskey(headersOf(), present, { name: "Mine", response: annas.make({ challenge, origin: ORIGIN }) }),
    );
    await refused(renamePasskey(ben.id, id, "Mine"), "request/not-found");
    await refused(removePasskey(ben.id, id), "request/not-found");
    expect(await getDatabase().$count(passkeys, eq(passkeys.userId, anna.id))).toBe(1);
    expect(await getDatabase().$count(sessions)).toBe(0);
  });

  it("is refused when it was copied: its count does not go on", async () => {
    const { device } = await withPasskey(anna);
    for (const [counter, isFine] of [
      [5, true],
      [5, false],
      [4, false],
      [0, false],
      [6, true],
    ] as const) {
      const { challenge, headers } = await begun();
      const work = signInWithPasskey(headers, device.sign({ challenge, origin: ORIGIN, counter }));
      if (isFine) await work;
      else await refused(work);
    }
  });

  it("of somebody whom an admin keeps out signs nobody in, and says why", async () => {
    const { device } = await withPasskey(anna);
    await getDatabase().update(users).set({ disabledAt: new Date() }).where(eq(users.id, anna.id));
    const { challenge, headers } = await begun();
    await refused(
      signInWithPasskey(headers, device.sign({ challenge, origin: ORIGIN, counter: 1 })),
      "account/disabled",
    );
    expect(await getDatabase().$count(sessions)).toBe(0);
  });

  it("that does not count signs in each time, and no longer once it is removed", async () => {
    const { device, id } = await withPasskey(anna);
    for (let time = 0; time < 2; time++) {
      const { challenge, headers } = await begun();
      await signInWithPasskey(headers, device.sign({ challenge, origin: ORIGIN }));
    }
    await removePasskey(anna.id, id);
    const { challenge, headers } = await begun();
    await refused(signInWithPasskey(headers, device.sign({ challenge, origin: ORIGIN })));
  });
});
