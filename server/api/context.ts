import { LOCAL_USER_ID } from "@/server/db/schema/users";
import { PERMISSIONS, type Permission } from "./permissions";

/** Who is asking. Rows belong to `id`. */
export interface Caller {
  readonly id: string;
  readonly permissions: ReadonlySet<Permission>;
}

export interface Context {
  readonly user: Caller;
}

/** Until accounts exist every request that passes the guard is the person at this computer, who may do everything. */
export function createContext(): Context {
  return { user: { id: LOCAL_USER_ID, permissions: new Set(PERMISSIONS) } };
}
