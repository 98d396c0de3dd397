import type { Who } from "@/lib/contracts/who";
import { LOCAL_USER_ID } from "@/server/db/schema/users";
import {
  INSTALLATION_PERMISSIONS,
  PERMISSIONS,
  type Permission,
  ROLE_PERMISSIONS,
  type TeamRole,
} from "./permissions";

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
  /** How they are known: alone at this computer, signed in, or by a key. */
  readonly via: "local" | "session" | "key";
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

/** Who sends a request, and what they may do. Until accounts exist it is the person at this computer. */
export async function createContext(_request: Pick<Request, "headers">): Promise<Context> {
  return localContext();
}

/** What somebody with this role may do. */
export function permissionsOf(role: TeamRole, isAdmin: boolean): ReadonlySet<Permission> {
  return new Set([...ROLE_PERMISSIONS[role], ...(isAdmin ? INSTALLATION_PERMISSIONS : [])]);
}
