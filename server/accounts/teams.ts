import { randomUUID } from "node:crypto";
import type { AuditAction } from "@/lib/contracts/audit";
import type { TeamRole } from "@/lib/contracts/people";
import type { Who } from "@/lib/contracts/who";
import { AppError } from "@/lib/core/errors";
import { recordIn } from "@/server/audit/service";
import { connection, type Queries, transaction } from "@/server/db/transaction";
import { mostTeams } from "@/server/quotas/quota-settings";
import {
  countAdministered,
  countAdmins,
  deleteInvitation,
  deleteMembership,
  findInvitation,
  findMembership,
  findUser,
  insertInvitation,
  insertMembership,
  insertTeam,
  listMembers,
  listMemberships,
  lockPerson,
  lockTeam,
  listInvitations as readInvitations,
  spendInvitation,
  updateRole,
  renameTeam as writeTeamName,
} from "./repository";
import { newToken, tokenSha256 } from "./tokens";

const DAY_MS = 86_400_000;

/** The team with its people, as its members see it. */
export async function teamOf({ id, name }: { readonly id: string; readonly name: string }) {
  const [members, owner] = await Promise.all([listMembers(connection(), id), findUser(connection(), id)]);
  return {
    id,
    name,
    isPersonal: owner !== undefined,
    members: members.map(({ joinedAt, ...member }) => ({ ...member, joinedAt: joinedAt.toISOString() })),
  };
}

/** Every team somebody is in. */
export async function teamsOf(userId: string) {
  const teams = await listMemberships(connection(), userId);
  return teams.map((team) => ({ ...team, isPersonal: team.id === userId }));
}

/** Makes a team, with its maker as admin. @throws AppError team/too-many */
export async function makeTeam(userId: string, name: string): Promise<{ readonly id: string }> {
  const id = randomUUID();
  await transaction(async (queries) => {
    await lockPerson(queries, userId);
    const limit = mostTeams();
    if ((await countAdministered(queries, userId)) >= limit)
      throw new AppError("team/too-many", { facts: { limit, setting: "FORAGE_PERSON_TEAMS" } });
    await insertTeam(queries, { id, name });
    await insertMembership(queries, { teamId: id, userId, role: "admin" });
    await recordIn(queries, { action: "team/made", facts: { name }, teamId: id });
  });
  return { id };
}

export async function renameTeam(teamId: string, name: string): Promise<void> {
  await transaction(async (queries) => {
    await writeTeamName(queries, teamId, name);
    await recordIn(queries, { action: "team/renamed", facts: { name }, teamId });
  });
}

/** @throws AppError request/forbidden: somebody's own team stays theirs */
function refuseOwner({ teamId, userId }: Who): void {
  if (teamId === userId) throw new AppError("request/forbidden");
}

/** Runs a change of a team's people, one after another. @throws AppError team/last-admin when it would leave no admin */
async function changing(teamId: string, work: (queries: Queries) => Promise<boolean>): Promise<void> {
  await transaction(async (queries) => {
    await lockTeam(queries, teamId);
    const before = await countAdmins(queries, teamId);
    if (!(await work(queries))) throw new AppError("request/not-found");
    // where all of them are kept out, the others may still leave
    if (before > 0 && (await countAdmins(queries, teamId)) === 0) throw new AppError("team/last-admin");
  });
}

/** @throws AppError request/not-found, request/forbidden, team/last-admin */
export async function setRole(member: Who, role: TeamRole): Promise<void> {
  refuseOwner(member);
  await changing(member.teamId, async (queries) => {
    const facts = { member: member.userId, role };
    await recordIn(queries, { action: "team/role-changed", facts, teamId: member.teamId });
    return updateRole(queries, { ...member, role });
  });
}

async function endMembership(member: Who, action: AuditAction): Promise<void> {
  refuseOwner(member);
  await changing(member.teamId, async (queries) => {
    await recordIn(queries, { action, facts: { member: member.userId }, teamId: member.teamId });
    return deleteMembership(queries, member);
  });
}

/** Takes somebody out of a team: their keys for it go too. @throws as `setRole` */
export const removeMember = (member: Who) => endMembership(member, "team/member-removed");

/** Lets somebody leave: their keys for the team go too. @throws as `setRole` */
export const leaveTeam = (member: Who) => endMembership(member, "team/left");

/** Makes another member the admin in one's own place; one stays as an editor. @throws as `setRole` */
export async function handOver({ userId, teamId }: Who, to: string): Promise<void> {
  refuseOwner({ userId, teamId });
  if (to === userId) throw new AppError("request/forbidden");
  await changing(teamId, async (queries) => {
    if (!(await updateRole(queries, { teamId, userId: to, role: "admin" }))) return false;
    await recordIn(queries, { action: "team/handed-over", facts: { to }, teamId });
    return updateRole(queries, { teamId, userId, role: "editor" });
  });
}

export async function listInvitations(teamId: string) {
  const rows = await readInvitations(connection(), teamId, new Date());
  return rows.map(({ id, role, createdAt, expiresAt, usesLeft }) => ({
    id,
    role,
    usesLeft,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  }));
}

/** Makes a link into a team. Its token is shown now and never again. */
export async function makeInvitation(
  { userId, teamId }: Who,
  { role, days, uses }: { readonly role: TeamRole; readonly days: number; readonly uses: number },
): Promise<{ readonly id: string; readonly token: string }> {
  const [id, token] = [randomUUID(), newToken()];
  await transaction(async (queries) => {
    await insertInvitation(queries, {
      id,
      teamId,
      role,
      tokenSha256: tokenSha256(token),
      createdBy: userId,
      usesLeft: uses,
      expiresAt: new Date(Date.now() + days * DAY_MS),
    });
    const facts = { invitation: id, role, days, uses };
    await recordIn(queries, { action: "invitation/made", facts, teamId });
  });
  return { id, token };
}

/** @throws AppError request/not-found */
export async function revokeInvitation(teamId: string, id: string): Promise<void> {
  await transaction(async (queries) => {
    if (!(await deleteInvitation(queries, teamId, id))) throw new AppError("request/not-found");
    await recordIn(queries, { action: "invitation/revoked", facts: { invitation: id }, teamId });
  });
}

/** Where an invitation leads. @throws AppError team/invitation-gone */
export async function lookAtInvitation(token: string) {
  const found = await findInvitation(connection(), tokenSha256(token), new Date());
  if (!found) throw new AppError("team/invitation-gone");
  return { team: found.team, role: found.role };
}

/** Lets somebody with an account into a team; one who is in it already stays as they are. @throws AppError team/invitation-gone */
export function acceptInvitation(userId: string, token: string): Promise<{ readonly teamId: string }> {
  return transaction(async (queries) => {
    const found = await findInvitation(queries, tokenSha256(token), new Date());
    if (!found) throw new AppError("team/invitation-gone");
    const { teamId } = found;
    if (await findMembership(queries, userId, teamId)) return { teamId };
    const used = await spendInvitation(queries, tokenSha256(token), new Date());
    if (!used) throw new AppError("team/invitation-gone");
    await insertMembership(queries, { teamId, userId, role: used.role });
    await recordIn(queries, { action: "team/joined", facts: { role: used.role }, teamId });
    return { teamId };
  });
}
