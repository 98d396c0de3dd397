import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { hash } from "@/server/accounts/passwords";
import { makePerson, makeTeam } from "@/server/accounts/testing/people";
import { newToken, tokenSha256 } from "@/server/accounts/tokens";
import { getDatabase } from "@/server/db/client";
import { apiKeys, passkeys, sessions, signIns } from "@/server/db/schema/accounts";
import { invitations, memberships } from "@/server/db/schema/teams";
import { users } from "@/server/db/schema/users";

export const EMAIL = "me@example.org";
export const PASSWORD = "the password of today";

/** What the doors of people need: somebody with an account, others in their teams, links, a session and a key. */
export interface DoorPeople {
  /** Somebody else in the first person's own team and in the one they share. */
  readonly mate: string;
  readonly sharedTeam: string;
  readonly sessionId: string;
  readonly keyId: string;
  readonly passkeyId: string;
  readonly invitationId: string;
  /** Into a team of a stranger. */
  readonly invitationToken: string;
}

export async function addPeople({
  me,
  stranger,
}: {
  readonly me: string;
  readonly stranger: string;
}): Promise<DoorPeople> {
  const database = getDatabase();
  await database.update(users).set({ kind: "account", email: EMAIL }).where(eq(users.id, me));
  const password = await hash(PASSWORD);
  await database
    .insert(signIns)
    .values({ id: randomUUID(), userId: me, accountId: me, providerId: "credential", password });
  const keeper = await makePerson("Keeper", { isAdmin: true });
  const mate = await makePerson("Mate", { team: me, role: "reviewer" });
  const sharedTeam = await makeTeam("Shared", { [me]: "admin", [mate.id]: "editor", [keeper.id]: "admin" });
  const elsewhere = await makeTeam(`Of ${stranger}`);
  await database.insert(memberships).values({ teamId: elsewhere, userId: stranger, role: "admin" });
  const later = new Date(Date.now() + 86_400_000);
  const [sessionId, keyId, passkeyId, invitationId] = Array.from({ length: 4 }, () => randomUUID()) as [
    string,
    string,
    string,
    string,
  ];
  await database
    .insert(sessions)
    .values({ id: sessionId, token: randomUUID(), userId: me, expiresAt: later });
  await database
    .insert(apiKeys)
    .values({ id: keyId, userId: me, teamId: me, name: "k", prefix: "f", keySha256: "s", scopes: [] });
  const device = { publicKey: "k", credentialID: randomUUID(), counter: 0, deviceType: "x", backedUp: false };
  await database.insert(passkeys).values({ id: passkeyId, userId: me, name: "Phone", ...device });
  const invitationToken = newToken();
  const common = { role: "viewer" as const, usesLeft: 50, expiresAt: later };
  await database.insert(invitations).values([
    { ...common, id: invitationId, teamId: me, tokenSha256: "x", createdBy: me },
    {
      ...common,
      id: randomUUID(),
      teamId: elsewhere,
      tokenSha256: tokenSha256(invitationToken),
      createdBy: stranger,
    },
  ]);
  return { mate: mate.id, sharedTeam, sessionId, keyId, passkeyId, invitationId, invitationToken };
}
