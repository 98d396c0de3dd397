import { and, desc, eq } from "drizzle-orm";
import { monitorReports } from "@/server/db/schema/monitoring";
import type { Queries } from "@/server/db/transaction";

const r = monitorReports;

export interface ReportKey {
  readonly teamId: string;
  readonly modelId: string;
}

/** All reports of a model without their pages, the newest week first. */
export function listReports(queries: Queries, { teamId, modelId }: ReportKey) {
  return queries
    .select({ id: r.id, maker: r.maker, startsOn: r.startsOn, madeAt: r.madeAt, content: r.content })
    .from(r)
    .where(and(eq(r.teamId, teamId), eq(r.modelId, modelId)))
    .orderBy(desc(r.startsOn), desc(r.maker));
}

/** One of a team's reports, with its page. */
export async function readReport(queries: Queries, teamId: string, id: string) {
  const [row] = await queries
    .select({ id: r.id, madeAt: r.madeAt, content: r.content, page: r.page })
    .from(r)
    .where(and(eq(r.teamId, teamId), eq(r.id, id)));
  return row;
}

/** Writes a week's report; one of the same week and maker is made anew and keeps its id. @returns the id */
export async function writeReport(
  queries: Queries,
  row: typeof monitorReports.$inferInsert,
): Promise<string> {
  const { content, page } = row;
  const [written] = await queries
    .insert(r)
    .values(row)
    .onConflictDoUpdate({
      target: [r.teamId, r.modelId, r.maker, r.startsOn],
      set: { content, page: page ?? null, madeAt: new Date() },
    })
    .returning({ id: r.id });
  return written?.id ?? row.id;
}
