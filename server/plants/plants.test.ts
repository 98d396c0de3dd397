import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import sharp from "sharp";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type AddLookInput, BIN_DAYS } from "@/lib/contracts/plants";
import { DEFAULT_FILTER } from "@/lib/core/detection/types";
import { type Context, localContext } from "@/server/api/context";
import { createCallerFactory } from "@/server/api/trpc";
import { appRouter } from "@/server/assembly/root-router";
import { getDatabase } from "@/server/db/client";
import { photos } from "@/server/db/schema/photos";
import { plants } from "@/server/db/schema/plants";
import { addPerson } from "@/server/db/testing/alone";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { savePhoto } from "@/server/photos/service";

let testDatabase: TestDatabase;
let folder: string;
const me: Context = localContext();
const otherId = randomUUID();
const other: Context = { ...me, user: { ...me.user, id: otherId }, team: { ...me.team, id: otherId } };
const callerFor = createCallerFactory(appRouter);
const api = callerFor(me);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "forage-plants-"));
  process.env.FORAGE_DATA_DIR = folder;
  testDatabase = await createTestDatabase();
  await addPerson(other.user.id, "Another");
});
afterAll(async () => {
  await testDatabase.drop();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  await getDatabase().delete(plants);
  await getDatabase().delete(photos);
});

let seed = 0;
async function photo(owner = me): Promise<string> {
  const background = { r: ++seed % 256, g: (seed * 97) % 256, b: 40 };
  const bytes = await sharp({ create: { width: 60, height: 40, channels: 3, background } })
    .jpeg()
    .toBuffer();
  return (await savePhoto({ ownerId: owner.user.id, name: `leaf-${seed}.jpg`, bytes })).photoId;
}

const leaf = { box: { x1: 1, y1: 2, x2: 30, y2: 31 }, classId: 3, score: 0.7, isPersons: false };

function look(plant: AddLookInput["plant"], photoIds: string[], isNew = true): AddLookInput {
  return {
    plant,
    modelId: "forage-n/1",
    answer: {
      species: "tomato",
      leaves: 4,
      affected: 3,
      verdict: { kind: "between", first: "early blight", second: "septoria leaf spot" },
      votes: [
        { condition: "early blight", share: 0.6 },
        { condition: "septoria leaf spot", share: 0.4 },
      ],
    },
    photos: photoIds.map((photoId) => ({ photoId, leaves: [leaf], isNew })),
  };
}

const exists = async (photoId: string) =>
  (await getDatabase().select().from(photos).where(eq(photos.id, photoId))).length === 1;
const codeOf = async (doing: Promise<unknown>) => {
  const error = await doing.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return (error as { cause?: { code?: string } } | undefined)?.cause?.code;
};

describe("a plant's diary", () => {
  it("begins with a look at a new plant and goes on with more, oldest first", async () => {
    const [first, second] = [await photo(), await photo()];
    const { plantId } = await api.plants.addLook(look({ name: " Balcony tomato " }, [first, second]));
    const third = await photo();
    await api.plants.addLook({ ...look({ id: plantId }, [third]), note: "after the rain" });
    const diary = await api.plants.get({ plantId });
    expect(diary).toMatchObject({ name: "Balcony tomato", note: "", remindOn: null });
    expect(diary.looks.map(({ note }) => note)).toEqual(["", "after the rain"]);
    expect(diary.looks[0]?.photos.map(({ photoId }) => photoId)).toEqual([first, second]);
    expect(diary.looks[0]?.photos[0]).toMatchObject({ width: 60, height: 40, leaves: [leaf] });
    expect(diary.looks[0]?.answer.affected).toBe(3);
    expect((await api.plants.list()).plants).toEqual([diary]);
  });

  it("keeps a name, a note and a day to look again", async () => {
    const { plantId, lookId } = await api.plants.addLook(look({ name: "Pot 1" }, [await photo()]));
    await api.plants.update({ plantId, name: "Pot 2", note: "south side", remindOn: "2026-12-03" });
    await api.plants.noteLook({ lookId, note: "two leaves off" });
    const diary = await api.plants.get({ plantId });
    expect(diary).toMatchObject({ name: "Pot 2", note: "south side", remindOn: "2026-12-03" });
    expect(diary.looks[0]?.note).toBe("two leaves off");
    await api.plants.update({ plantId, remindOn: null });
    expect(await api.plants.get({ plantId })).toMatchObject({ name: "Pot 2", remindOn: null });
  });

  it("refuses a plant without a name, a look without photos and one photo twice", async () => {
    const id = await photo();
    expect(await codeOf(api.plants.addLook(look({ name: "  " }, [id])))).toBe("request/invalid");
    expect(await codeOf(api.plants.addLook(look({ name: "a" }, [])))).toBe("request/invalid");
    expect(await codeOf(api.plants.addLook(look({ name: "a" }, [id, id])))).toBe("request/invalid");
  });

  it("goes on without a photo that was deleted from the library", async () => {
    const [first, second] = [await photo(), await photo()];
    const { plantId } = await api.plants.addLook(look({ name: "a" }, [first, second]));
    await api.library.delete({ photoId: first });
    const diary = await api.plants.get({ plantId });
    expect(diary.looks[0]?.photos.map(({ photoId }) => photoId)).toEqual([second]);
  });
});

describe("owners", () => {
  it("see, change and delete only what is theirs", async () => {
    const theirs = callerFor(other);
    const mine = await photo();
    const { plantId, lookId } = await api.plants.addLook(look({ name: "mine" }, [mine]));
    expect((await theirs.plants.list()).plants).toEqual([]);
    const theirPhoto = await photo(other);
    const refused = [
      () => theirs.plants.get({ plantId }),
      () => theirs.plants.update({ plantId, name: "x" }),
      () => theirs.plants.noteLook({ lookId, note: "x" }),
      () => theirs.plants.remove({ plantId }),
      () => theirs.plants.erase({ plantId }),
      () => theirs.plants.removeLook({ lookId }),
      () => theirs.plants.eraseLook({ lookId }),
      () => theirs.plants.addLook(look({ id: plantId }, [theirPhoto])),
      () => theirs.plants.addLook(look({ name: "x" }, [mine])),
    ];
    for (const request of refused) expect(await codeOf(request())).toBe("request/not-found");
    expect((await api.plants.get({ plantId })).looks).toHaveLength(1);
    // the refused look made no plant either
    expect((await theirs.plants.list()).plants).toEqual([]);
  });
});

describe("deleting", () => {
  it("puts a plant and a look into the bin, and brings them back", async () => {
    const { plantId, lookId } = await api.plants.addLook(look({ name: "a" }, [await photo()]));
    await api.plants.removeLook({ lookId });
    expect((await api.plants.get({ plantId })).looks).toEqual([]);
    expect((await api.plants.list()).bin.looks).toMatchObject([{ id: lookId, plantName: "a" }]);
    await api.plants.bringBackLook({ lookId });
    await api.plants.remove({ plantId });
    expect(await codeOf(api.plants.get({ plantId }))).toBe("request/not-found");
    expect((await api.plants.list()).bin).toMatchObject({ plants: [{ id: plantId }], looks: [] });
    await api.plants.bringBack({ plantId });
    expect((await api.plants.get({ plantId })).looks).toHaveLength(1);
    expect((await api.plants.list()).bin).toEqual({ plants: [], looks: [] });
  });

  it("erases a plant with the photos that only its diary brought", async () => {
    const [brought, known, corrected, shared] = [await photo(), await photo(), await photo(), await photo()];
    const { plantId } = await api.plants.addLook({
      ...look({ name: "a" }, [brought, corrected, shared]),
      photos: [brought, known, corrected, shared].map((photoId) => ({
        photoId,
        leaves: [],
        isNew: photoId !== known,
      })),
    });
    await api.plants.addLook(look({ name: "b" }, [shared]));
    await api.corrections.save({
      photoId: corrected,
      modelId: null,
      backend: null,
      filter: { ...DEFAULT_FILTER, confidenceByClass: {}, hiddenClasses: [] },
      modelBoxes: [],
      labels: [],
    });
    await api.plants.erase({ plantId });
    expect(await Promise.all([brought, known, corrected, shared].map(exists))).toEqual([
      false,
      true,
      true,
      true,
    ]);
    expect((await api.plants.list()).plants.map(({ name }) => name)).toEqual(["b"]);
  });

  it("erases one look and leaves the others", async () => {
    const [first, second] = [await photo(), await photo()];
    const { plantId, lookId } = await api.plants.addLook(look({ name: "a" }, [first, second]));
    await api.plants.addLook(look({ id: plantId }, [second], false));
    await api.plants.eraseLook({ lookId });
    expect((await api.plants.get({ plantId })).looks).toHaveLength(1);
    expect(await Promise.all([first, second].map(exists))).toEqual([false, true]);
  });

  it("empties the bin of what lay there too long", async () => {
    const old = await api.plants.addLook(look({ name: "old" }, [await photo()]));
    const fresh = await api.plants.addLook(look({ name: "fresh" }, [await photo()]));
    for (const { plantId } of [old, fresh]) await api.plants.remove({ plantId });
    const longAgo = new Date(Date.now() - (BIN_DAYS + 1) * 86_400_000);
    await getDatabase().update(plants).set({ deletedAt: longAgo }).where(eq(plants.id, old.plantId));
    expect((await api.plants.list()).bin.plants.map(({ name }) => name)).toEqual(["fresh"]);
  });
});
