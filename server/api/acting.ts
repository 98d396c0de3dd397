import type { Acting } from "@/server/db/own-team";
import type { Context } from "./context";

/** Who sent a request, and from where: the front door writes the address, whatever the sender wrote there. */
export function actingOf({ user, team, address }: Context, headers?: Headers): Acting {
  return {
    teamId: team.id,
    user: { id: user.id, name: user.name },
    address: address ?? headers?.get("x-forage-address") ?? undefined,
  };
}
