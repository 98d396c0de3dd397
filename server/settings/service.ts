import { z } from "zod";
import { recordIn } from "@/server/audit/service";
import { connection, type Queries, transaction } from "@/server/db/transaction";
import { readTeamValue, readValue, writeTeamValue, writeValue } from "./repository";

/** A setting of the whole installation or of each team: its name, form, and its initial value. */
export interface Setting<T> {
  readonly name: string;
  readonly schema: z.ZodType<T>;
  readonly initial: T;
}

/** New photos are shared for training as they are saved. */
export const SHARE_BY_DEFAULT: Setting<boolean> = {
  name: "share-by-default",
  schema: z.boolean(),
  initial: false,
};

function storedOr<T>({ name, schema, initial }: Setting<T>, stored: unknown): T {
  if (stored === undefined) return initial;
  const parsed = schema.safeParse(stored);
  if (parsed.success) return parsed.data;
  console.warn(`settings: ${name} has another form than it should; its initial value is used`);
  return initial;
}

/** The value in force: the initial one until it is set, and when what is stored has another form. */
export async function readSetting<T>(setting: Setting<T>): Promise<T> {
  return storedOr(setting, await readValue(connection(), setting.name));
}

/** @param queries of a transaction, where the value is written with something else */
export async function writeSetting<T>(
  { name, schema }: Setting<T>,
  value: T,
  queries: Queries = connection(),
): Promise<void> {
  await writeValue(queries, name, schema.parse(value));
}

/** The same of one team. */
export async function readTeamSetting<T>(setting: Setting<T>, teamId: string): Promise<T> {
  return storedOr(setting, await readTeamValue(connection(), teamId, setting.name));
}

export async function writeTeamSetting<T>(
  { name, schema }: Setting<T>,
  teamId: string,
  value: T,
): Promise<void> {
  await writeTeamValue(connection(), { teamId, name, value: schema.parse(value) });
}

/** As `writeSetting`, by a person: the audit log has it. */
export function changeSetting<T>({ name, schema }: Setting<T>, value: T): Promise<void> {
  return transaction(async (queries) => {
    await writeValue(queries, name, schema.parse(value));
    await recordIn(queries, { action: "setting/changed", facts: { setting: name }, teamId: null });
  });
}

/** The same of one team. */
export function changeTeamSetting<T>({ name, schema }: Setting<T>, teamId: string, value: T): Promise<void> {
  return transaction(async (queries) => {
    await writeTeamValue(queries, { teamId, name, value: schema.parse(value) });
    const facts = { setting: name, to: JSON.stringify(value).slice(0, 200) };
    await recordIn(queries, { action: "setting/changed", facts, teamId });
  });
}
