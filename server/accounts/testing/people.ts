import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import type { TeamRole } from "@/lib/contracts/people";
import { getDatabase } from "@/server/db/client";
import { apiKeys, passkeys, sessions, signIns } from "@/server/db/schema/accounts";
import { memberships, teams } from "@/server/db/schema/teams";
import { users } from "@/server/db/schema/users";
import { cookiePrefix, SESSION_COOKIE, signedValue, TEAM_COOKIE } from "../cookies";
import { hash } from "../passwords";

/**
 * People and teams for tests, in the test file's own database.
 *
 *     const anna = await makePerson("Anna");                         // has an account, and a team of her own
 *     const kitchen = await makeTeam("Kitchen", { [anna.id]: "admin" });
 *     const ben = await makePerson("Ben", { team: kitchen, role: "viewer" });
 *     const request = await signedIn(ben, "http://127.0.0.1/api/v1/…", { team: kitchen, method: "POST", … });
 *     const api = createCallerFactory(appRouter)(await createContext(await signedIn(ben, "/", { team: kitchen })));
 *
 * The first person made ends "alone at this computer" for this database: from then on a request needs a sign-in.
 * A test of the local person makes none. `alone(id)` and `addPerson` (server/db/testing) make people without an account,
 * for services that take a `Who`.
 */
export interface TestPerson {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

interface PersonOptions {
  readonly team?: string;
  readonly role?: TeamRole;
  readonly isAdmin?: boolean;
  /** Only where the test signs in with it: hashing one takes a tenth of a second. */
  readonly password?: string;
}

export async function makePerson(
  name: string,
  { team, role = "editor", isAdmin = false, password }: PersonOptions = {},
): Promise<TestPerson> {
  const id = randomUUID();
  const email = `${name.toLowerCase().replace(/\W/g, "")}-${id.slice(0, 8)}@example.org`;
  const database = getDatabase();
  await database.insert(users).values({ id, name, email, kind: "account", isAdmin });
  await database.insert(teams).values({ id, name });
  await database.insert(memberships).values({ teamId: id, userId: id, role: "admin" });
  if (team) await database.insert(memberships).values({ teamId: team, userId: id, role });
  if (password !== undefined)
    await database.insert(signIns).values({
      id: randomUUID(),
      userId: id,
      accountId: id,
      providerId: "credential",
      password: await hash(password),
    });
  return { id, name, email };
}

/** @param roles by id of the person. @returns the team's id */
export async function makeTeam(
  name: string,
  roles: Readonly<Record<string, TeamRole>> = {},
): Promise<string> {
  const id = randomUUID();
  await getDatabase().insert(teams).values({ id, name });
  for (const [userId, role] of Object.entries(roles))
    await getDatabase().insert(memberships).values({ teamId: id, userId, role });
  return id;
}

/** The cookies of a browser in which somebody is signed in, and works in a team. */
export async function cookiesOf({ id }: Pick<TestPerson, "id">, team: string = id): Promise<string> {
  const token = randomUUID();
  await getDatabase()
    .insert(sessions)
    .values({ id: randomUUID(), token, userId: id, expiresAt: new Date(Date.now() + 3_600_000) });
  return `${cookiePrefix()}${SESSION_COOKIE}=${encodeURIComponent(signedValue(token))}; ${cookiePrefix()}${TEAM_COOKIE}=${team}`;
}

/** A passkey and a key, as somebody who has the account for a while would make them. */
export async function giveWaysIn(userId: string): Promise<void> {
  await getDatabase().insert(passkeys).values({
    id: randomUUID(),
    name: "Phone",
    userId,
    publicKey: "k",
    credentialID: randomUUID(),
    counter: 0,
    deviceType: "singleDevice",
    backedUp: false,
  });
  await getDatabase()
    .insert(apiKeys)
    .values({
      id: randomUUID(),
      userId,
      teamId: userId,
      name: "script",
      prefix: "forage_abc",
      keySha256: randomUUID(),
      scopes: ["photos:read"],
    });
}

export const countWaysIn = async (userId: string) => ({
  passkeys: await getDatabase().$count(passkeys, eq(passkeys.userId, userId)),
  keys: await getDatabase().$count(apiKeys, eq(apiKeys.userId, userId)),
});

/** A request of somebody who is signed in, which the guard lets pass. */
export async function signedIn(
  person: Pick<TestPerson, "id">,
  address: string,
  { team, ...init }: RequestInit & { readonly team?: string } = {},
): Promise<Request> {
  const headers = new Headers(init.headers);
  headers.set("cookie", await cookiesOf(person, team));
  if (!headers.has("host")) headers.set("host", "127.0.0.1");
  return new Request(new URL(address, "http://127.0.0.1"), { ...init, headers });
}
