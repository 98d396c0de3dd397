import { and, desc, eq, inArray, isNull, like, lt, or, sql } from "drizzle-orm";
import { auditLog } from "@/server/db/schema/audit";
import { FORMER_MEMBER_ID, users } from "@/server/db/schema/users";
import type { Queries } from "@/server/db/transaction";

export type AuditRow = typeof auditLog.$inferSelect;
/** Whether its person has deleted their account. */
export const isOfDeleted = ({ userId }: Pick<AuditRow, "userId">) => userId === FORMER_MEMBER_ID;

export type NewAuditRow = Omit<typeof auditLog.$inferInsert, "id" | "at">;

export async function insertEntry(queries: Queries, row: NewAuditRow): Promise<void> {
  await queries.insert(auditLog).values(row);
}

/** A team's, newest first; with the installation's own for its admin. */
export async function readEntries(
  queries: Queries,
  wanted: {
    readonly teamId: string;
    readonly userId: string;
    /** The first part of an action's name; null for all. */
    readonly kind: string | null;
    readonly withInstallation: boolean;
    readonly before: number | null;
    readonly limit: number;
  },
): Promise<readonly AuditRow[]> {
  const own = eq(auditLog.teamId, wanted.teamId);
  const themselves = eq(auditLog.userId, wanted.userId);
  return queries
    .select()
    .from(auditLog)
    .where(
      and(
        or(own, and(isNull(auditLog.teamId), wanted.withInstallation ? undefined : themselves)),
        wanted.kind === null ? undefined : like(auditLog.action, `${wanted.kind}/%`),
        wanted.before === null ? undefined : lt(auditLog.id, wanted.before),
      ),
    )
    .orderBy(desc(auditLog.id))
    .limit(wanted.limit);
}

/** What people are called now, by id. */
export async function readNames(
  queries: Queries,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await queries
    .select({ id: users.id, name: users.name })
    .from(users)
    .where(inArray(users.id, [...ids]));
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Removes what is older than some days: the trigger lets nothing younger than 30 days go. */
export async function removeOld(queries: Queries, days: number): Promise<void> {
  await queries.delete(auditLog).where(lt(auditLog.at, sql`now() - ${days} * interval '1 day'`));
}
