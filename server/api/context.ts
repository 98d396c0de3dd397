import type { TeamRole } from "@/lib/contracts/people";
import type { Who } from "@/lib/contracts/who";
import { AppError } from "@/lib/core/errors";
import { identify, isAlone } from "@/server/accounts/identify";
import { LOCAL_USER_ID } from "@/server/db/schema/users";
import { INSTALLATION_PERMISSIONS, PERMISSIONS, type Permission, ROLE_PERMISSIONS } from "./permissions";

/** The person who asks. Likes, sessions and keys belong to them; they are the author of what they do. */
export interface Caller {
  readonly id: string;
  readonly name: string;
  /** Keeps the installation: people, settings, health. It opens no team's photos. */
  readonly isAdmin: boolean;
}

/** The team they work in: photos, recipes, plants, data sets and models belong to it. */
export interface CallerTeam {
  readonly id: string;
  readonly name: string;
  readonly role: TeamRole;
}

export interface Context {
  readonly user: Caller;
  readonly team: CallerTeam;
  readonly permissions: ReadonlySet<Permission>;
  /** How they are known: alone at this computer, signed in, by a key, or not at all, where something is public. */
  readonly via: "local" | "session" | "key" | "none";
  /**
   * The browser works in a team that its person is not in, or no longer. Nothing is done in their own in its place: all
   * they may is look at their account and go on elsewhere.
   */
  readonly isOutOfTeam?: boolean;
  /** Of the session they are signed in with. */
  readonly sessionId?: string | null;
  /** Of the key they hold. */
  readonly keyId?: string | null;
  /** Network address that the request came from. */
  readonly address?: string | undefined;
}

/** The person at this computer, who may do everything: what the command line and jobs of the installation run as. */
export function localContext(): Context {
  const name = "This computer";
  return {
    user: { id: LOCAL_USER_ID, name, isAdmin: true },
    team: { id: LOCAL_USER_ID, name, role: "admin" },
    permissions: new Set(PERMISSIONS),
    via: "local",
  };
}

/** Whose rows a request works on, and who does it: what services take. */
export function whoOf({ user, team }: Pick<Context, "user" | "team">): Who {
  return { userId: user.id, teamId: team.id };
}

/** What a request without a sign-in is, once there are accounts: it may do nothing but what is public. */
const STRANGER: Context = {
  user: { id: "", name: "", isAdmin: false },
  team: { id: "", name: "", role: "viewer" },
  permissions: new Set(),
  via: "none",
};

const OUT_OF_TEAM: ReadonlySet<Permission> = new Set(["account:read"]);

/** Who sends a request, and what they may do. Alone at this computer nobody signs in. */
export async function createContext({ headers }: Pick<Request, "headers">): Promise<Context> {
  if (await isAlone()) return localContext();
  const identity = await identify(headers);
  if (!identity) return STRANGER;
  const { user, team, via, scopes, sessionId, keyId, isOutOfTeam } = identity;
  const all = isOutOfTeam ? OUT_OF_TEAM : permissionsOf(team.role, user.isAdmin);
  const permissions = scopes === null ? all : new Set([...all].filter((one) => scopes.includes(one)));
  return { user, team, permissions, via, sessionId, keyId, isOutOfTeam };
}

/** @throws AppError account/sign-in-needed, team/not-in, request/forbidden */
export function requirePermission({ via, permissions, isOutOfTeam }: Context, permission: Permission): void {
  if (via === "none") throw new AppError("account/sign-in-needed");
  if (!permissions.has(permission)) throw new AppError(isOutOfTeam ? "team/not-in" : "request/forbidden");
}

/** What somebody with this role may do. */
export function permissionsOf(role: TeamRole, isAdmin: boolean): ReadonlySet<Permission> {
  return new Set([...ROLE_PERMISSIONS[role], ...(isAdmin ? INSTALLATION_PERMISSIONS : [])]);
}
