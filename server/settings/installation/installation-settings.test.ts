import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { getDatabase } from "@/server/db/client";
import { settings } from "@/server/db/schema/registry";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { environmentValue, knowPageValues } from "@/server/environment/environment-value";
import { changeSetting, listSettings, loadPageValues } from "./installation-settings";
import { KNOWN_SETTINGS } from "./known-settings";

vi.setConfig({ hookTimeout: 120_000, testTimeout: 60_000 });
let database: TestDatabase;
const QUOTA = "FORAGE_QUOTA_MODELS_GB";
const saved = { ...process.env };

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(() => {
  for (const { name } of KNOWN_SETTINGS) if (name !== "DATABASE_URL") delete process.env[name];
});
afterEach(async () => {
  await getDatabase().delete(settings);
  knowPageValues(new Map());
  for (const { name } of KNOWN_SETTINGS) if (name !== "DATABASE_URL") delete process.env[name];
  for (const { name } of KNOWN_SETTINGS)
    if (saved[name] && name !== "DATABASE_URL") process.env[name] = saved[name];
});

const shown = async (name: string) => (await listSettings()).find((one) => one.name === name);

describe("a setting", () => {
  it("has its initial value until somebody sets it, then the page's, and the environment's above all", async () => {
    expect(await shown(QUOTA)).toMatchObject({ value: "100", source: "default", isChangeable: true });
    await changeSetting(QUOTA, "7.5");
    expect(await shown(QUOTA)).toMatchObject({ value: "7.5", source: "page" });
    expect(environmentValue(QUOTA)).toBe("7.5");
    process.env[QUOTA] = "3";
    expect(await shown(QUOTA)).toMatchObject({ value: "3", source: "environment" });
    delete process.env[QUOTA];
    await changeSetting(QUOTA, " ");
    expect(await shown(QUOTA)).toMatchObject({ value: "100", source: "default" });
  });

  it("that the environment sets, that is read at the start, or that is unknown is not changed on the page", async () => {
    process.env[QUOTA] = "3";
    for (const name of [QUOTA, "FORAGE_DATA_DIR", "FORAGE_SMTP_PASSWORD", "PATH", "NODE_OPTIONS"]) {
      await expect(changeSetting(name, "5")).rejects.toMatchObject({ code: "setting/fixed" });
    }
    expect(await getDatabase().select().from(settings)).toEqual([]);
  });

  it.each([
    [QUOTA, "lots"],
    [QUOTA, "-1"],
    [QUOTA, "0"],
    [QUOTA, "1e9"],
    [QUOTA, "Infinity"],
    ["FORAGE_SMTP_PORT", "65536"],
    ["FORAGE_SMTP_PORT", "25.5"],
    ["FORAGE_SMTP_SECURITY", "maybe"],
    ["FORAGE_SMTP_FROM", "a@b.c\nBcc: e@b.c"],
  ])("%s is not set to %j", async (name, value) => {
    await expect(changeSetting(name, value)).rejects.toMatchObject({ code: "setting/invalid" });
    expect(await shown(name)).toMatchObject({ source: "default" });
  });

  it("two admins who set different ones at once set both", async () => {
    await Promise.all([changeSetting(QUOTA, "5"), changeSetting("FORAGE_FREE_DISK_MB", "900")]);
    expect([(await shown(QUOTA))?.value, (await shown("FORAGE_FREE_DISK_MB"))?.value]).toEqual(["5", "900"]);
  });

  it("as a stranger wrote it into the table is not used", async () => {
    const warn = vi.spyOn(console, "warn").mockReturnValue(undefined);
    await getDatabase()
      .insert(settings)
      .values({ name: `environment/${QUOTA}`, value: { a: 1 } });
    await getDatabase().insert(settings).values({ name: "environment/FORAGE_DATA_DIR", value: "/" });
    await loadPageValues();
    expect(environmentValue(QUOTA)).toBeUndefined();
    expect(environmentValue("FORAGE_DATA_DIR")).toBeUndefined();
    warn.mockRestore();
  });
});

it("secrets are never shown, nor a password in an address", async () => {
  process.env.FORAGE_SMTP_PASSWORD = "hidden-one";
  process.env.AWS_SECRET_ACCESS_KEY = "hidden-two";
  process.env.FORAGE_DVC_REMOTE = "https://me:hidden-three@example.org/x";
  const all = await listSettings();
  expect(JSON.stringify(all)).not.toMatch(/hidden/);
  expect(JSON.stringify(all)).not.toContain(process.env.DATABASE_URL);
  expect(all.find(({ name }) => name === "FORAGE_SMTP_PASSWORD")).toMatchObject({ value: null, isSet: true });
  expect(all.find(({ name }) => name === "FORAGE_DVC_REMOTE")?.value).toBe("https://…@example.org/x");
});
