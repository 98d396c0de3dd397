import { and, eq } from "drizzle-orm";
import { settings, teamSettings } from "@/server/db/schema/registry";
import type { Queries } from "@/server/db/transaction";

/** A setting's value as stored; undefined when it was never set. */
export async function readValue(queries: Queries, name: string): Promise<unknown> {
  const [row] = await queries.select({ value: settings.value }).from(settings).where(eq(settings.name, name));
  return row?.value;
}

export async function writeValue(queries: Queries, name: string, value: unknown): Promise<void> {
  const updatedAt = new Date();
  await queries
    .insert(settings)
    .values({ name, value, updatedAt })
    .onConflictDoUpdate({ target: settings.name, set: { value, updatedAt } });
}

/** A team's setting as stored; undefined when it was never set. */
export async function readTeamValue(queries: Queries, teamId: string, name: string): Promise<unknown> {
  const [row] = await queries
    .select({ value: teamSettings.value })
    .from(teamSettings)
    .where(and(eq(teamSettings.teamId, teamId), eq(teamSettings.name, name)));
  return row?.value;
}

export async function writeTeamValue(
  queries: Queries,
  { teamId, name, value }: { readonly teamId: string; readonly name: string; readonly value: unknown },
): Promise<void> {
  const updatedAt = new Date();
  await queries
    .insert(teamSettings)
    .values({ teamId, name, value, updatedAt })
    .onConflictDoUpdate({ target: [teamSettings.teamId, teamSettings.name], set: { value, updatedAt } });
}
