import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import sharp from "sharp";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { getDatabase } from "@/server/db/client";
import { inTeam } from "@/server/db/own-team";
import { teams } from "@/server/db/schema/teams";
import { addPerson, alone } from "@/server/db/testing/alone";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { cancelJob, enqueueJob } from "@/server/jobs/service";
import { savePhoto } from "@/server/photos/service";
import { askTeamRoom, measureTeamsAnew, teamUsage } from "./service";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const MINA = "00000000-0000-4000-8000-0000000000b7";
const KITCHEN = "00000000-0000-4000-8000-0000000000b8";
let database: TestDatabase;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "forage-team-quota-"));
  process.env.FORAGE_DATA_DIR = folder;
  database = await createTestDatabase();
  await addPerson(MINA, "Mina");
  await getDatabase().insert(teams).values({ id: KITCHEN, name: "Kitchen" });
});
afterEach(() => {
  vi.unstubAllEnvs();
  measureTeamsAnew();
});
afterAll(async () => {
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

let number = 0;
async function save(ownerId = MINA) {
  number++;
  const background = { r: number, g: 2 * number, b: 3 * number };
  const bytes = await sharp({ create: { width: 40, height: 30, channels: 3, background } })
    .png()
    .toBuffer();
  return savePhoto({ ownerId, name: `${number}.png`, bytes });
}
const tooMuch = (setting: string) => ({
  code: "team/quota",
  facts: expect.objectContaining({ setting }),
});

/** Saved at the same time. @returns how many were kept, and why the others were not */
async function saveAtOnce(count: number, ownerId = MINA) {
  const done = await Promise.allSettled(Array.from({ length: count }, () => save(ownerId)));
  return {
    kept: done.filter(({ status }) => status === "fulfilled").length,
    refused: done.flatMap((one) => (one.status === "rejected" ? [one.reason] : [])),
  };
}

describe("photos", () => {
  it("saved at once by two at the limit: one is kept, the other is told what is full and which setting raises it", async () => {
    await save();
    const { used } = await teamUsage(MINA);
    vi.stubEnv("FORAGE_PERSON_PHOTOS", String(used.photos + 1));
    const { kept, refused } = await saveAtOnce(2);
    expect(kept).toBe(1);
    expect(refused).toMatchObject([tooMuch("FORAGE_PERSON_PHOTOS")]);
    expect((await teamUsage(MINA)).used.photos).toBe(used.photos + 1);
  });

  it("are counted in bytes with their thumbnails, eight at once", async () => {
    const one = (await teamUsage(MINA)).used;
    const each = one.bytes / one.photos;
    vi.stubEnv("FORAGE_PERSON_STORAGE_GB", String((one.bytes + 3.5 * each) / 2 ** 30));
    const { kept, refused } = await saveAtOnce(8);
    expect(kept).toBe(3);
    for (const error of refused) expect(error).toMatchObject(tooMuch("FORAGE_PERSON_STORAGE_GB"));
  });

  it("of a team have the team's limit, not the person's", async () => {
    vi.stubEnv("FORAGE_PERSON_PHOTOS", "1");
    await expect(save(KITCHEN)).resolves.toMatchObject({ alreadyStored: false });
    await expect(save()).rejects.toMatchObject(tooMuch("FORAGE_PERSON_PHOTOS"));
    vi.stubEnv("FORAGE_TEAM_PHOTOS", "1");
    measureTeamsAnew();
    await expect(save(KITCHEN)).rejects.toMatchObject(tooMuch("FORAGE_TEAM_PHOTOS"));
  });

  it("that are stored already take no room", async () => {
    const background = "red";
    const bytes = await sharp({ create: { width: 40, height: 30, channels: 3, background } })
      .png()
      .toBuffer();
    await savePhoto({ ownerId: MINA, name: "a.png", bytes });
    vi.stubEnv("FORAGE_PERSON_PHOTOS", "1");
    await expect(savePhoto({ ownerId: MINA, name: "a.png", bytes })).resolves.toMatchObject({
      alreadyStored: true,
    });
  });
});

it("says before an upload that there is no room for it", async () => {
  vi.stubEnv("FORAGE_PERSON_STORAGE_GB", "1");
  await expect(askTeamRoom(MINA, 2 ** 29)).resolves.toBeUndefined();
  await expect(askTeamRoom(MINA, 2 ** 30)).rejects.toMatchObject(tooMuch("FORAGE_PERSON_STORAGE_GB"));
});

it("of two jobs that a team starts at once for its last place, one is taken; a job that ends makes room", async () => {
  vi.stubEnv("FORAGE_PERSON_JOBS", "2");
  const start = () =>
    inTeam({ teamId: MINA, user: { id: MINA, name: "Mina" } }, () => enqueueJob("export", {}, alone(MINA)));
  const { id } = await start();
  const both = await Promise.allSettled([start(), start()]);
  expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  await expect(start()).rejects.toMatchObject(tooMuch("FORAGE_PERSON_JOBS"));
  await cancelJob(MINA, id);
  await expect(start()).resolves.toMatchObject({ kind: "export" });
});
