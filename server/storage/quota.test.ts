import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { measureAnew, takeRoom, withRoom } from "./quota";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "forage-quota-"));
  process.env.FORAGE_DATA_DIR = folder;
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  for (const name of ["FORAGE_QUOTA_RECIPES_GB", "FORAGE_FREE_DISK_MB"]) delete process.env[name];
  measureAnew();
});

const MB = 2 ** 20;

it("counts what is there and what was added, and says which setting to raise", async () => {
  process.env.FORAGE_QUOTA_RECIPES_GB = String(10 / 1_024);
  const { mkdirSync } = await import("node:fs");
  mkdirSync(join(folder, "recipe-imports"));
  writeFileSync(join(folder, "recipe-imports", "a"), Buffer.alloc(6 * MB));
  await takeRoom("recipes", 3 * MB);
  await expect(takeRoom("recipes", 2 * MB)).rejects.toMatchObject({
    code: "storage/quota",
    facts: { setting: "FORAGE_QUOTA_RECIPES_GB" },
  });
  // another store has its own
  await takeRoom("uploads", 2 * MB);
});

it("leaves some of the disk free, however much a store may hold", async () => {
  await expect(takeRoom("photos", 2 ** 50)).rejects.toMatchObject({ code: "storage/disk-full" });
});

it("stops a stream that would take more than there is", async () => {
  process.env.FORAGE_QUOTA_RECIPES_GB = String(40 / 1_024);
  let given = 0;
  const source = async function* () {
    for (;;) {
      given += MB;
      yield new Uint8Array(MB);
    }
  };
  const read = async () => {
    for await (const _part of withRoom("recipes", source()));
  };
  await expect(read()).rejects.toMatchObject({ code: "storage/quota" });
  expect(given).toBeLessThan(64 * MB);
});

it("takes the usual limit for a setting that is no number", async () => {
  process.env.FORAGE_QUOTA_RECIPES_GB = "plenty";
  await takeRoom("recipes", MB);
});
