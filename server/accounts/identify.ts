import type { TeamRole } from "@/lib/contracts/people";
import { connection } from "@/server/db/transaction";
import { readCookie, SESSION_COOKIE, TEAM_COOKIE, verifiedValue } from "./cookies";
import {
  findKey,
  findMembership,
  findSession,
  hasAccounts,
  isWayInOpen,
  noteKeyUse,
  type UserRow,
} from "./repository";
import { areAccountsRequired } from "./settings";
import { tokenSha256 } from "./tokens";

/** What every key begins with. */
export const KEY_PREFIX = "forage_";
const KEY = /^Bearer (forage_[\w-]{43})$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export interface Identity {
  readonly via: "session" | "key";
  readonly user: { readonly id: string; readonly name: string; readonly isAdmin: boolean };
  readonly team: { readonly id: string; readonly name: string; readonly role: TeamRole };
  /** A key's permissions; null for a session, which has all of its person's. */
  readonly scopes: readonly string[] | null;
  readonly sessionId: string | null;
  readonly keyId: string | null;
  /** They chose a team that they are not in, or no longer: `team` is their own, which they did not ask for. */
  readonly isOutOfTeam: boolean;
}

/** Databases in which somebody has an account: that does not change back while a process runs. */
const withAccounts = new Set<string>();

/** Whether the person at this computer needs no sign-in: nobody has an account, and nobody else can reach Forage. */
export async function isAlone(): Promise<boolean> {
  if (areAccountsRequired()) return false;
  const database = process.env.DATABASE_URL ?? "";
  if (withAccounts.has(database)) return false;
  if (!(await hasAccounts(connection()))) return true;
  withAccounts.add(database);
  return false;
}

const personOf = ({ id, name, isAdmin }: UserRow) => ({ id, name, isAdmin });

/** The wanted team where the person is in it, else their own. */
async function teamOf(userId: string, wanted: string | undefined) {
  const isChosen = wanted !== undefined && UUID.test(wanted);
  const chosen = isChosen ? await findMembership(connection(), userId, wanted) : undefined;
  if (chosen) return { team: chosen, isOutOfTeam: false };
  const team = await findMembership(connection(), userId, userId);
  return team && { team, isOutOfTeam: isChosen };
}

/** The person and team of a request that is signed in or has a key; undefined for a stranger's. */
export async function identify(headers: Headers): Promise<Identity | undefined> {
  const authorization = headers.get("authorization");
  if (authorization !== null) return identifyKey(authorization, headers.get("x-forage-team"));
  const token = verifiedValue(readCookie(headers, SESSION_COOKIE) ?? "");
  const found = token === undefined ? undefined : await findSession(connection(), token, new Date());
  if (!found) return undefined;
  const place = await teamOf(found.user.id, readCookie(headers, TEAM_COOKIE));
  if (!place) return undefined;
  const { sessionId } = found;
  return { via: "session", user: personOf(found.user), ...place, scopes: null, sessionId, keyId: null };
}

async function identifyKey(authorization: string, wanted: string | null): Promise<Identity | undefined> {
  const key = KEY.exec(authorization)?.[1];
  const now = new Date();
  const found = key === undefined ? undefined : await findKey(connection(), tokenSha256(key), now);
  // a key opens the team it was made for, whatever it asks for
  if (!found || (wanted !== null && wanted !== found.key.teamId)) return undefined;
  const team = await findMembership(connection(), found.user.id, found.key.teamId);
  if (!team) return undefined;
  await noteKeyUse(connection(), found.key.id, now);
  const { id: keyId, scopes } = found.key;
  const user = personOf(found.user);
  return { via: "key", user, team, scopes, sessionId: null, keyId, isOutOfTeam: false };
}

/** Whether what a long answer began with still stands: session or key, membership, and being alone. */
export async function isStanding({
  via,
  userId,
  teamId,
  sessionId,
  keyId,
}: {
  readonly via: "local" | "session" | "key" | "none";
  readonly userId: string;
  readonly teamId: string;
  readonly sessionId?: string | null | undefined;
  readonly keyId?: string | null | undefined;
}): Promise<boolean> {
  if (via === "local") return isAlone();
  const isIn = await isWayInOpen(connection(), { userId, sessionId, keyId }, new Date());
  return isIn && (await findMembership(connection(), userId, teamId)) !== undefined;
}
