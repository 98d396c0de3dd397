import { z } from "zod";
import { connection } from "@/server/db/transaction";
import { readValue, writeValue } from "./repository";

/** A setting of the whole installation: its name, form, and its initial value. */
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

/** The value in force: the initial one until it is set, and when what is stored has another form. */
export async function readSetting<T>({ name, schema, initial }: Setting<T>): Promise<T> {
  const stored = await readValue(connection(), name);
  if (stored === undefined) return initial;
  const parsed = schema.safeParse(stored);
  if (parsed.success) return parsed.data;
  console.warn(`settings: ${name} has another form than it should; its initial value is used`);
  return initial;
}

export async function writeSetting<T>({ name, schema }: Setting<T>, value: T): Promise<void> {
  await writeValue(connection(), name, schema.parse(value));
}
