import { sql } from "drizzle-orm";
import { getDatabase } from "../client";

export type FailingTable =
  | "corrections"
  | "reviews"
  | "photo_signals"
  | "photo_classes"
  | "photos"
  | "settings"
  | "users";

/** Makes every write to a table fail, like a full disk or a broken connection. @returns a function that undoes this */
export async function failWritesTo(table: FailingTable): Promise<() => Promise<void>> {
  const database = getDatabase();
  const name = sql.identifier(table);
  await database.execute(sql`create or replace function fail_write() returns trigger language plpgsql as
    $$ begin raise exception 'this write was made to fail'; end $$`);
  await database.execute(
    sql`create trigger fail_write before insert or update on ${name} for each row execute function fail_write()`,
  );
  return async () => {
    await database.execute(sql`drop trigger if exists fail_write on ${name}`);
  };
}
