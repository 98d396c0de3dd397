import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import Provider from "oidc-provider";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { GET as callback } from "@/app/api/auth/callback/forage/route";
import { GET as oidc } from "@/app/api/auth/oidc/route";
import {
  cookiesOf,
  countWaysIn,
  giveWaysIn,
  makePerson,
  type TestPerson,
} from "@/server/accounts/testing/people";
import { createContext } from "@/server/api/context";
import { getDatabase } from "@/server/db/client";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const HERE = "http://127.0.0.1:3000";
const CLIENT = { client_id: "forage", client_secret: "a client secret of some length" };

let database: TestDatabase;
let folder: string;
let server: Server;
let anna: TestPerson;
/** Who is signed in at the provider. */
let claims: { sub: string; email: string; email_verified: boolean; name: string };

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "forage-oidc-"));
  process.env.FORAGE_DATA_DIR = folder;
  vi.stubEnv("PORT", "3000");
  database = await createTestDatabase();
  anna = await makePerson("Anna", { password: "made before" });
  server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [{ ...CLIENT, redirect_uris: [`${HERE}/api/auth/callback/forage`] }],
    cookies: { keys: ["only for this test"] },
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: true } },
    findAccount: (_context: unknown, id: string) => ({ accountId: id, claims: () => claims }),
  });
  server.on("request", provider.callback());
  vi.stubEnv("FORAGE_OIDC_ISSUER", issuer);
  vi.stubEnv("FORAGE_OIDC_CLIENT_ID", CLIENT.client_id);
  vi.stubEnv("FORAGE_OIDC_CLIENT_SECRET", CLIENT.client_secret);
});
beforeEach(() => {
  claims = { sub: "anna", email: anna.email, email_verified: true, name: "Anna" };
});
afterAll(async () => {
  vi.unstubAllEnvs();
  server.close();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

/** Keeps a site's cookies, as a browser does. */
function createJar() {
  const cookies = new Map<string, string>();
  return {
    header: () => [...cookies].map(([name, value]) => `${name}=${value}`).join("; "),
    keep: (response: Response) => {
      for (const cookie of response.headers.getSetCookie()) {
        const [pair = "", ...rest] = cookie.split(";");
        const [name = "", ...value] = pair.split("=");
        if (/max-age=0\b|expires=thu, 01 jan 1970/i.test(rest.join(";"))) cookies.delete(name);
        else cookies.set(name, value.join("="));
      }
    },
  };
}
type Jar = ReturnType<typeof createJar>;

const params = { params: Promise.resolve({}) };
const toUs = (path: string, jar: Jar, more: Record<string, string> = {}) =>
  new Request(`${HERE}${path}`, { headers: { host: "127.0.0.1:3000", cookie: jar.header(), ...more } });

async function setOut(jar: Jar): Promise<string> {
  const response = await oidc(toUs("/api/auth/oidc", jar), params);
  expect(response.status).toBe(302);
  jar.keep(response);
  return response.headers.get("location") ?? "";
}

/** Follows the provider's pages, signs in there and agrees. @returns where it sends the browser back to */
async function throughProvider(address: string): Promise<string> {
  const jar = createJar();
  let [next, init]: [string, RequestInit] = [address, {}];
  for (let step = 0; step < 12; step++) {
    if (next.startsWith(HERE)) return next.slice(HERE.length);
    const response = await fetch(next, {
      ...init,
      redirect: "manual",
      headers: { ...(init.headers as Record<string, string>), cookie: jar.header() },
    });
    jar.keep(response);
    const location = response.headers.get("location");
    if (location) {
      [next, init] = [new URL(location, next).href, {}];
      continue;
    }
    const page = await response.text();
    const action = /action="([^"]+)"/.exec(page)?.[1];
    const prompt = /name="prompt" value="([^"]+)"/.exec(page)?.[1];
    if (!action || !prompt) throw new Error(`${response.status} ${page.slice(0, 300)}`);
    next = new URL(action, next).href;
    init = {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ prompt, login: claims.sub, password: "any" }).toString(),
    };
  }
  throw new Error("the provider sends nobody back");
}

async function comeBack(path: string, jar: Jar): Promise<string> {
  // a link on another site's page
  const response = await callback(toUs(path, jar, { "sec-fetch-site": "cross-site" }), params);
  jar.keep(response);
  return response.headers.get("location") ?? "";
}

const whoIs = async (jar: Jar) => createContext({ headers: new Headers({ cookie: jar.header() }) });

it("signs the person in whose address the provider has verified, with code, PKCE and nonce", async () => {
  const jar = createJar();
  const address = await setOut(jar);
  const asked = new URL(address).searchParams;
  expect([asked.get("response_type"), asked.get("code_challenge_method")]).toEqual(["code", "S256"]);
  expect(asked.get("nonce")).toBeTruthy();
  const before = await cookiesOf(anna);
  await giveWaysIn(anna.id);
  expect(await comeBack(await throughProvider(address), jar)).toBe("/");
  expect(await whoIs(jar)).toMatchObject({ via: "session", user: { id: anna.id }, team: { id: anna.id } });
  // whoever had made the account without proof that the address is theirs
  expect((await createContext({ headers: new Headers({ cookie: before }) })).via).toBe("none");
  const { rows } = await getDatabase().execute(
    sql`select provider_id from sign_ins where user_id = ${anna.id}`,
  );
  expect(rows).toEqual([{ provider_id: "forage" }]);
  expect(await countWaysIn(anna.id)).toEqual({ passkeys: 0, keys: 0 });
});

it("knows the person again when their address there has changed, and other browsers stay signed in", async () => {
  const first = createJar();
  await comeBack(await throughProvider(await setOut(first)), first);
  claims = { ...claims, email: "married@example.org" };
  const jar = createJar();
  await comeBack(await throughProvider(await setOut(jar)), jar);
  expect((await whoIs(jar)).user.id).toBe(anna.id);
  expect((await whoIs(first)).user.id).toBe(anna.id);
});

it.each([
  ["an address the provider has not verified", { sub: "mallory", email_verified: false }],
  ["an address without an account", { sub: "nobody", email: "nobody@example.org" }],
])("lets nobody in with %s", async (_what, claim) => {
  claims = { ...claims, ...claim };
  const jar = createJar();
  expect(await comeBack(await throughProvider(await setOut(jar)), jar)).toMatch(/^\/sign-in\?error=/);
  expect((await whoIs(jar)).via).toBe("none");
});

it("tells somebody whom an admin keeps out, and ends the session that the provider's answer made", async () => {
  const database = getDatabase();
  await database.execute(sql`update users set disabled_at = now() where id = ${anna.id}`);
  const jar = createJar();
  expect(await comeBack(await throughProvider(await setOut(jar)), jar)).toBe(
    "/sign-in?error=account/disabled",
  );
  expect((await whoIs(jar)).via).toBe("none");
  const { rows } = await database.execute(sql`select id from sessions where user_id = ${anna.id}`);
  expect(rows).toEqual([]);
  await database.execute(sql`update users set disabled_at = null where id = ${anna.id}`);
});

it("makes an account with a team of its own for a new person where that is set", async () => {
  vi.stubEnv("FORAGE_OIDC_NEW_PEOPLE", "yes");
  claims = { sub: "new", email: "new@example.org", email_verified: true, name: "New" };
  const jar = createJar();
  await comeBack(await throughProvider(await setOut(jar)), jar);
  vi.stubEnv("FORAGE_OIDC_NEW_PEOPLE", "");
  const { user, team } = await whoIs(jar);
  expect([user.name, user.isAdmin, team.id, team.role]).toEqual(["New", false, user.id, "admin"]);
});

it("lets nobody in who did not set out from this browser, nor twice by one code", async () => {
  const jar = createJar();
  const back = await throughProvider(await setOut(jar));
  const stranger = createJar();
  await comeBack(back, stranger);
  expect((await whoIs(stranger)).via).toBe("none");
  const second = createJar();
  const address = await throughProvider(await setOut(second));
  await comeBack(address, second);
  expect((await whoIs(second)).via).toBe("session");
  const again = createJar();
  await comeBack(address, again);
  expect((await whoIs(again)).via).toBe("none");
});

it("keeps no token of the provider readable", async () => {
  const { rows } = await getDatabase().execute(
    sql`select access_token, refresh_token from sign_ins where provider_id = 'forage'`,
  );
  expect(rows.length).toBeGreaterThan(0);
  for (const { access_token: stored } of rows) expect(String(stored)).toMatch(/^(\$ba\$|[0-9a-f]{64,}$)/);
});
