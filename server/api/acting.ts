import type { Acting } from "@/server/db/own-team";
import type { LimitClass } from "@/server/limits/limit-classes";
import { takeRequest } from "@/server/limits/take-request";
import type { Context } from "./context";

/** Who sent a request, and from where: the front door writes the address, whatever the sender wrote there. */
export function actingOf({ user, team, address }: Context, headers?: Headers): Acting {
  return {
    teamId: team.id,
    user: { id: user.id, name: user.name },
    address: address ?? headers?.get("x-forage-address") ?? undefined,
  };
}

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;

/** Whether a request comes from this computer: the front door writes the address. */
export function isThisComputer({ headers }: Pick<Request, "headers">): boolean {
  return LOOPBACK.test(headers.get("x-forage-address") ?? "127.0.0.1");
}

/** Counts a request of whoever it is, by its address alone: where nobody looks who asks. @throws AppError request/too-many */
export function countStranger({ headers }: Pick<Request, "headers">, limit: LimitClass): Promise<void> {
  const address = headers.get("x-forage-address") ?? undefined;
  return takeRequest({ via: "none", userId: "", address }, limit);
}

/** Counts a request against what its person, key and address may ask. @throws AppError request/too-many */
export function countRequest(context: Context, limit: LimitClass, headers?: Headers): Promise<void> {
  const { via, user, keyId } = context;
  return takeRequest({ via, userId: user.id, keyId, address: actingOf(context, headers).address }, limit);
}
