import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { AppError } from "@/lib/core/errors";
import { toAppError } from "@/server/errors/expected-error";
import { getDatabase } from "./client";
import { createTestDatabase, type TestDatabase } from "./testing/test-database";
import { type Transaction, transaction } from "./transaction";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** Ends the connection of a transaction from another one, as a cut does. */
async function cut(queries: Transaction): Promise<void> {
  const { rows } = await queries.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
  await getDatabase().execute(sql`select pg_terminate_backend(${rows[0]?.pid}::int)`);
}

const codeOf = (work: (queries: Transaction) => Promise<unknown>) =>
  transaction(work).then(
    () => "written",
    (error: unknown) => toAppError(error).code,
  );

it("says that the connection broke, not that taking back what it did failed", async () => {
  const code = await codeOf(async (queries) => {
    await cut(queries);
    await queries.execute(sql`select 1`);
  });
  expect(code).toBe("server/database-down");
  const next = await codeOf(async (queries) => {
    await cut(queries);
    await queries.execute(sql`select 1`).catch(() => undefined);
    await queries.execute(sql`select 2`);
  });
  expect(next).toBe("server/database-down");
});

it("keeps our own failure when the connection breaks beside it", async () => {
  const code = await codeOf(async (queries) => {
    await cut(queries);
    throw new AppError("request/conflict");
  });
  expect(code).toBe("request/conflict");
  expect(await codeOf((queries) => queries.execute(sql`select 1`))).toBe("written");
});

it("says that the connection broke as it ended", async () => {
  expect(await codeOf(cut)).toBe("server/database-down");
});
