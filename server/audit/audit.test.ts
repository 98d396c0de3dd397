import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { getPool } from "@/server/db/client";
import { inTeam } from "@/server/db/own-team";
import { LOCAL_USER_ID } from "@/server/db/schema/users";
import { addPerson } from "@/server/db/testing/alone";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { connection, transaction } from "@/server/db/transaction";
import { forgetOldEntries, listAudit, recordIn } from "./service";

const OTHER = "00000000-0000-4000-8000-0000000000e9";
const page = { cursor: null, limit: 50, kind: null };
const own = { teamId: LOCAL_USER_ID, userId: LOCAL_USER_ID, withInstallation: false };

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

it("writes who did what from where, for the team that it was done in", async () => {
  const acting = { teamId: LOCAL_USER_ID, user: { id: OTHER, name: "Ann" }, address: "192.0.2.7" };
  await inTeam(acting, () => recordIn(connection(), { action: "photo/deleted", facts: { photo: "p" } }));
  await inTeam({ teamId: OTHER }, () => recordIn(connection(), { action: "data/exported" }));
  await recordIn(connection(), { action: "setting/changed", facts: { setting: "x" }, teamId: null });
  const { items } = await listAudit(own, page);
  expect(items).toMatchObject([
    { action: "photo/deleted", userId: OTHER, userName: "Ann", address: "192.0.2.7", facts: { photo: "p" } },
  ]);
  const withInstallation = await listAudit({ ...own, withInstallation: true }, page);
  expect(withInstallation.items.map(({ action }) => action)).toEqual(["setting/changed", "photo/deleted"]);
});

it("keeps nothing of a deed that was rolled back", async () => {
  const before = (await listAudit(own, page)).items.length;
  const failing = transaction(async (queries) => {
    await recordIn(queries, { action: "model/promoted" });
    throw new Error("after it");
  });
  await expect(failing).rejects.toThrow("after it");
  expect((await listAudit(own, page)).items).toHaveLength(before);
});

it.each(["update audit_log set user_name = 'x'", "delete from audit_log", "truncate audit_log"])(
  "is only added to: %s is refused by the database",
  async (statement) => {
    await expect(getPool().query(statement)).rejects.toThrow("only added to");
  },
);

it("forgets what is older than is set", async () => {
  await getPool().query(
    "insert into audit_log (at, team_id, user_name, action, facts) values (now() - interval '400 days', $1, '', 'share/made', '{}')",
    [LOCAL_USER_ID],
  );
  await forgetOldEntries();
  expect((await listAudit(own, page)).items.map(({ action }) => action)).not.toContain("share/made");
});

describe("who did it", () => {
  const forget = (person: string) =>
    getPool().query(
      `begin; select set_config('forage.forgotten', '${person}', true); update audit_log set user_name = '' where user_id = '${person}'; commit`,
    );

  it("is forgotten for somebody without an account alone", async () => {
    await getPool()
      .query("rollback")
      .catch(() => undefined);
    await expect(forget(LOCAL_USER_ID)).resolves.toBeDefined();
    await recordIn(connection(), { action: "share/made", user: { id: LOCAL_USER_ID, name: "Here" } });
    await expect(forget(LOCAL_USER_ID)).rejects.toThrow("only added to");
  });
});

it("names the people that something was done to as they are called now", async () => {
  await addPerson(OTHER, "Ann Newname");
  const facts = { member: OTHER, role: "viewer" };
  await recordIn(connection(), { action: "team/role-changed", facts, teamId: LOCAL_USER_ID });
  const { items } = await listAudit(own, { ...page, kind: "team" });
  expect(items).toMatchObject([{ facts: { member: "Ann Newname", role: "viewer" }, isDeleted: false }]);
});

it("shows somebody what they did themselves beside any team, and what others did to nobody but the admin", async () => {
  const user = { id: OTHER, name: "Ann" };
  await recordIn(connection(), { action: "account/signed-out", user, teamId: null });
  const as = (userId: string, withInstallation = false) =>
    listAudit({ teamId: LOCAL_USER_ID, userId, withInstallation }, { ...page, kind: "account" });
  expect((await as(OTHER)).items).toMatchObject([{ action: "account/signed-out" }]);
  expect((await as(LOCAL_USER_ID)).items).toEqual([]);
  expect((await as(LOCAL_USER_ID, true)).items).toHaveLength(1);
});
