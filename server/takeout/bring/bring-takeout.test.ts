import { randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import sharp from "sharp";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Brought, BroughtKind, TakeoutPhoto } from "@/lib/contracts/takeout";
import { EXTRA_KEY } from "@/lib/core/recipes/shopping/shared-list";
import { localContext } from "@/server/api/context";
import { createCallerFactory } from "@/server/api/trpc";
import { appRouter } from "@/server/assembly/root-router";
import { correctionOf, lookAnswer, meal, ownRecipe, tomatoes } from "@/server/assembly/testing/saves-world";
import { addClass, seedClasses } from "@/server/datasets/classes/classes";
import { closeDatabase } from "@/server/db/client";
import { addPerson, alone } from "@/server/db/testing/alone";
import { watchDriver } from "@/server/db/testing/fail-statements";
import { cloneTestDatabase, createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { sha256Of } from "@/server/media/service";
import { championManifest } from "@/server/models/service";
import { savePhoto } from "@/server/photos/service";
import { addOwnPicture } from "@/server/recipes/pictures/pictures";
import { seedRecipes } from "@/server/recipes/seed/seed-catalogue";
import { type Files, pack, saying, unpack, withJson } from "../testing/archives";
import { writeTakeout } from "../write-takeout";
import { bringTakeout } from "./bring-takeout";
import { openTakeout } from "./open-takeout";

vi.setConfig({ hookTimeout: 240_000, testTimeout: 120_000 });

const NEWCOMER = "00000000-0000-4000-8000-0000000000f1";
const me = localContext();
const callerFor = createCallerFactory(appRouter);
const apiOf = (id: string) => callerFor({ ...me, user: { ...me.user, id }, team: { ...me.team, id } });
const savedFolder = process.env.FORAGE_DATA_DIR;
const signal = new AbortController().signal;
let folder: string;
/** Where the data come from, and the archive of them. */
let old: TestDatabase;
let archive: string;
let files: Files;
/** Another installation, with another person, and its copy for a test. */
let empty: TestDatabase;
let fresh: TestDatabase;

async function installation(dataFolder: string): Promise<TestDatabase> {
  await closeDatabase();
  process.env.FORAGE_DATA_DIR = path.join(folder, dataFolder);
  mkdirSync(process.env.FORAGE_DATA_DIR, { recursive: true });
  const database = await createTestDatabase();
  await seedClasses((await championManifest()).classes);
  await seedRecipes();
  return database;
}

const picture = (seed: number, kind: "jpeg" | "png" = "jpeg") => {
  const noise = { type: "gaussian" as const, mean: 40 + seed * 20, sigma: 30 };
  const image = sharp({ create: { width: 96, height: 64, channels: 3, background: "white", noise } });
  return (kind === "jpeg" ? image.jpeg() : image.png()).toBuffer();
};

const takeOut = async (id: string, name: string): Promise<string> => {
  const place = path.join(folder, `${name}.zip`);
  await writeTakeout({ who: alone(id), team: "Home", path: place, signal, onPhoto: () => undefined });
  return place;
};

async function bring(place: string, { id = NEWCOMER, isTrial = false } = {}): Promise<Brought> {
  const opened = await openTakeout(place);
  try {
    const who = alone(id);
    return await bringTakeout({ archive: opened, who, isTrial, signal, onPhoto: () => undefined });
  } finally {
    await opened.close();
  }
}

const of = ({ counts }: Brought, wanted: BroughtKind) => counts.find(({ kind }) => kind === wanted);
const sum = ({ counts }: Brought, what: "found" | "added" | "known" | "left") =>
  counts.reduce((all, one) => all + one[what], 0);

/** Everything that a person can have. */
async function fill(): Promise<void> {
  const id = me.user.id;
  const api = apiOf(id);
  const leek = await addClass({ name: "my leek", kind: "ingredient" });
  const save = async (seed: number, name: string, kind?: "png") =>
    savePhoto({ ownerId: id, name, bytes: await picture(seed, kind) });
  const lunch = await save(1, "lunch.jpg");
  await api.corrections.save(correctionOf(lunch.photoId, [0]));
  await api.corrections.save({
    ...correctionOf(lunch.photoId, [0, leek.id]),
    modelId: "forage-n/1",
    backend: "wasm",
    modelBoxes: [
      {
        box: { x1: 1, y1: 1, x2: 30, y2: 30 },
        score: 0.6,
        classId: 1,
        alternatives: [{ classId: leek.id, score: 0.2 }],
      },
    ],
  });
  await api.corrections.restore({ photoId: lunch.photoId, revision: 1 });
  await api.library.share({ photoId: lunch.photoId, isShared: true });
  await save(2, "no boxes.png", "png");
  const leaf = await save(3, "leaf.jpg");
  const look = (isNew: boolean) => ({
    modelId: "forage-n/1",
    answer: { ...lookAnswer, votes: [] },
    note: "By the window.",
    photos: [
      {
        photoId: leaf.photoId,
        isNew,
        leaves: [{ box: { x1: 0, y1: 0, x2: 9, y2: 9 }, classId: leek.id, score: 0.5, isPersons: false }],
      },
    ],
  });
  const { plantId } = await api.plants.addLook({ plant: { name: "Basil" }, ...look(true) });
  await api.plants.addLook({ plant: { id: plantId }, ...look(false) });
  await api.plants.update({ plantId, note: "From the market.", remindOn: "2026-12-24" });
  await api.plants.addLook({ plant: { name: "Mint" }, ...look(false) });
  const { slug } = await api.recipes.saveOwn(ownRecipe("Tomato salad"));
  await addOwnPicture(slug, await picture(5), id);
  const other = await api.recipes.saveOwn(ownRecipe("Onion soup"));
  const [first, second] = (await api.recipes.list({})).cards.filter((card) => card.pictureId === null);
  if (!first || !second) throw new RangeError("the catalogue is empty");
  await api.recipes.cook.setOpinion({ slug, opinion: "favourite" });
  await api.recipes.cook.setOpinion({ slug: first.slug, opinion: "favourite" });
  await api.recipes.cook.setOpinion({ slug: second.slug, opinion: "dislike" });
  await api.recipes.cook.setFoodDislike({ foodId: "onion", isDisliked: true });
  await api.recipes.cook.setProfile({ household: 3, skill: "keen" });
  // more than a page shows
  for (let times = 0; times < 205; times++) await api.recipes.cook.addCooked({ slug, servings: 2 });
  await kitchenOf(id, [slug, other.slug]);
}

async function kitchenOf(id: string, [slug = "", other = ""]: readonly string[]): Promise<void> {
  const { stock, shopping, week } = apiOf(id).recipes;
  await stock.switch({ isOn: true });
  await stock.change({ id: randomUUID(), steps: [{ id: randomUUID(), base: null, put: tomatoes(3) }] });
  const [line, extra, change] = [randomUUID(), randomUUID(), randomUUID()];
  const wanted = [{ foodId: "onion", quantity: 2, unit: "pc" as const }];
  await shopping.change({
    id: change,
    list: [
      {
        do: "put",
        id: line,
        base: null,
        content: { kind: "recipe", slug, title: "Tomato salad", servings: 2, wanted },
      },
      { do: "put", id: extra, base: null, content: { kind: "extra", text: "Candles" } },
    ],
  });
  const onions = {
    foodId: "onion",
    quantity: 2,
    unit: "pc",
    place: "cupboard",
    bestBefore: "2026-12-31",
  } as const;
  await shopping.change({
    id: randomUUID(),
    list: [
      {
        do: "tick",
        key: "onion",
        lines: [{ id: line, changeId: change }],
        bought: [{ id: randomUUID(), put: onions }],
      },
      { do: "tick", key: EXTRA_KEY, lines: [{ id: extra, changeId: change }], bought: [] },
    ],
  });
  const cooked = randomUUID();
  await week.change({
    id: randomUUID(),
    steps: [
      { id: cooked, base: null, put: { ...meal(slug, "2026-12-01"), cooked: 4 } },
      {
        id: randomUUID(),
        base: null,
        put: { slug, day: "2026-12-02", cooked: 0, eaten: 2, leftoverOf: cooked },
      },
      { id: randomUUID(), base: null, put: meal(other, "2026-12-03") },
    ],
  });
}

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "forage-bring-"));
  old = await installation("old");
  await fill();
  archive = await takeOut(me.user.id, "old");
  files = await unpack(archive);
  empty = await installation("empty");
  await addPerson(NEWCOMER, "Newcomer");
  // so that the classes have other ids here
  await addClass({ name: "somebody else's beet", kind: "ingredient" });
});
afterAll(async () => {
  if (savedFolder === undefined) delete process.env.FORAGE_DATA_DIR;
  else process.env.FORAGE_DATA_DIR = savedFolder;
  await old.drop();
  await empty.drop();
  rmSync(folder, { recursive: true, force: true });
});
let count = 0;
beforeEach(async () => {
  process.env.FORAGE_DATA_DIR = path.join(folder, `fresh-${++count}`);
  mkdirSync(process.env.FORAGE_DATA_DIR);
  fresh = await cloneTestDatabase(empty);
});
afterEach(() => fresh.drop());

describe("data of another Forage", () => {
  it("are the same after they were brought in, down to the bytes of the photos", async () => {
    const brought = await bring(archive);
    expect(brought.leftOut).toEqual([]);
    expect(sum(brought, "added")).toBe(sum(brought, "found"));
    expect(Object.fromEntries(brought.counts.map(({ kind, added }) => [kind, added]))).toEqual({
      photos: 3,
      saves: 3,
      recipes: 2,
      pantry: 2,
      shopping: 2,
      week: 3,
      plants: 2,
      looks: 3,
      likes: 4,
      cooked: 205,
      profile: 1,
    });
    const again = await unpack(await takeOut(NEWCOMER, "again"));
    expect(saying(again)).toEqual(saying(files));
  });

  it("are counted first, and nothing is written by that", async () => {
    const empty = saying(await unpack(await takeOut(NEWCOMER, "empty")));
    const trial = await bring(archive, { isTrial: true });
    expect(saying(await unpack(await takeOut(NEWCOMER, "still-empty")))).toEqual(empty);
    expect(trial.newClasses).toEqual(["my leek"]);
    expect(trial.shared).toBe(1);
    expect(await bring(archive)).toEqual(trial);
  });

  it("are there once, however often they are brought in", async () => {
    await bring(archive);
    const first = saying(await unpack(await takeOut(NEWCOMER, "once")));
    const second = await bring(archive);
    expect([sum(second, "added"), sum(second, "left")]).toEqual([0, 0]);
    expect(sum(second, "known")).toBe(sum(second, "found"));
    expect(saying(await unpack(await takeOut(NEWCOMER, "twice")))).toEqual(first);
  });

  it("go on where bringing them in was stopped", async () => {
    const controller = new AbortController();
    const opened = await openTakeout(archive);
    const onPhoto = () => controller.abort();
    const stopped = bringTakeout({
      archive: opened,
      who: alone(NEWCOMER),
      isTrial: false,
      signal: controller.signal,
      onPhoto,
    });
    await expect(stopped).rejects.toMatchObject({ name: "AbortError" });
    await opened.close();
    await bring(archive);
    expect(saying(await unpack(await takeOut(NEWCOMER, "gone-on")))).toEqual(saying(files));
  });

  it("are whole after any failure: the next try ends as if nothing had been", async () => {
    const driver = watchDriver();
    try {
      const kinds =
        "photos|corrections|recipes|recipe_pictures|stocked_foods|shopping_lines|planned_meals|plant_looks|cooked_recipes";
      const isWrite = (text: string) => new RegExp(`^insert into "(?:${kinds})"`).test(text);
      const { statements } = await driver.run(async () => void (await bring(archive)));
      const writes = statements.flatMap((text, at) => (isWrite(text) ? [at + 1] : []));
      // the last write of each kind
      const tables = new Map(writes.map((at) => [statements[at - 1]?.slice(0, 30) ?? "", at]));
      for (const at of tables.values()) {
        await fresh.drop();
        fresh = await cloneTestDatabase(empty);
        const ran = await driver.run(async () => void (await bring(archive)), { failure: "before", at });
        expect([ran.hasFailed, ran.error !== undefined]).toEqual([true, true]);
        await bring(archive);
        expect(saying(await unpack(await takeOut(NEWCOMER, "mended"))), statements[at - 1]).toEqual(
          saying(files),
        );
      }
    } finally {
      driver.restore();
    }
  });

  it("go to another team of the same installation without touching the first", async () => {
    await fresh.drop();
    fresh = await cloneTestDatabase(old);
    process.env.FORAGE_DATA_DIR = path.join(folder, "old");
    await addPerson(NEWCOMER, "Newcomer");
    const own = await bring(archive, { id: me.user.id });
    expect([sum(own, "added"), sum(own, "left")]).toEqual([0, 0]);
    const brought = await bring(archive);
    expect(brought.leftOut).toEqual([]);
    const second = await bring(archive);
    expect(sum(second, "known")).toBe(sum(second, "found"));
    expect(saying(await unpack(await takeOut(me.user.id, "old-still")))).toEqual(saying(files));
    const api = apiOf(NEWCOMER);
    expect((await api.recipes.week.get({ from: "2026-12-01", to: "2026-12-03" })).meals).toHaveLength(3);
    const { lines } = await api.recipes.shopping.get();
    const { foods } = await api.recipes.stock.get();
    // unticking finds what ticking has put into the pantry
    const bought = lines.flatMap(({ ticked }) => ticked.flatMap((tick) => tick.bought));
    expect(foods.map(({ id, changeId }) => ({ id, changeId }))).toEqual(expect.arrayContaining(bought));
  });
});

const lineOf = (name: string) => {
  const lines = Buffer.from(files.get("corrections.jsonl") ?? [])
    .toString("utf8")
    .split("\n")
    .filter(Boolean);
  const photos: TakeoutPhoto[] = lines.map((line) => JSON.parse(line));
  const found = photos.find((photo) => photo.name === name);
  if (!found) throw new RangeError(`no photo ${name}`);
  return found;
};

const changed = (name: string, content: Uint8Array | string | null) => {
  const all = new Map<string, Uint8Array | string>(files);
  if (content === null) all.delete(name);
  else all.set(name, content);
  return pack(all, path.join(folder, `changed-${randomUUID()}.zip`));
};
const fileOf = (photo: TakeoutPhoto) => [...files.keys()].find((file) => file.includes(photo.sha256)) ?? "";

describe("what cannot be taken in is left out and named", () => {
  it("a photo whose file is not there, is another or is no picture; the rest comes in", async () => {
    const lunch = lineOf("lunch.jpg");
    const png = lineOf("no boxes.png");
    const without = await bring(await changed(fileOf(lunch), null));
    expect(without.leftOut.filter(({ kind }) => kind === "photos")).toEqual([
      { kind: "photos", name: "lunch.jpg", reason: "file-missing" },
    ]);
    expect(of(without, "saves")).toMatchObject({ found: 3, left: 3 });
    expect(of(without, "recipes")).toMatchObject({ added: 2 });
    const other = await bring(await changed(fileOf(lunch), await picture(9)));
    expect(other.leftOut[0]).toMatchObject({ name: "lunch.jpg", reason: "file-damaged" });
    // a photo that is here needs no file
    expect((await bring(await changed(fileOf(png), null))).leftOut).toEqual([]);
  });

  it("no photo that was stored once: one that came as 40 MB is more in the archive, and comes in", async () => {
    // noise that no compression makes smaller
    const side = 4_300;
    const noise = { type: "gaussian" as const, mean: 120, sigma: 60 };
    const image = sharp({ create: { width: side, height: side, channels: 3, background: "white", noise } });
    const bytes = await image.png({ compressionLevel: 0 }).toBuffer();
    expect(bytes.length).toBeGreaterThan(50 * 2 ** 20);
    const sha256 = sha256Of(bytes);
    const photo = { ...lineOf("no boxes.png"), photoId: randomUUID(), name: "large.png", sha256 };
    const place = await pack(
      new Map<string, Uint8Array | string>([
        ...files,
        [`photos-without-boxes/${sha256}.png`, bytes],
        ["corrections.jsonl", `${JSON.stringify(photo)}\n`],
      ]),
      path.join(folder, `${randomUUID()}.zip`),
    );
    const { leftOut, counts } = await bring(place);
    expect(leftOut.filter(({ name }) => name === "large.png")).toEqual([]);
    expect(counts.find(({ kind }) => kind === "photos")).toMatchObject({ added: 1 });
  });

  it("a photo that is larger than any may be, with that as the reason", async () => {
    const wide = sharp({ create: { width: 33_000, height: 1, channels: 3, background: "white" } });
    const bytes = await wide.png().toBuffer();
    const sha256 = sha256Of(bytes);
    const photo = { ...lineOf("no boxes.png"), photoId: randomUUID(), name: "wide.png", sha256 };
    const place = await pack(
      new Map<string, Uint8Array | string>([
        ...files,
        [`photos-without-boxes/${sha256}.png`, bytes],
        ["corrections.jsonl", `${JSON.stringify(photo)}\n`],
      ]),
      path.join(folder, `${randomUUID()}.zip`),
    );
    expect((await bring(place)).leftOut).toContainEqual({
      kind: "photos",
      name: "wide.png",
      reason: "too-large",
    });
  });

  it("saves of a photo that has others here, which stay", async () => {
    const bytes = files.get(fileOf(lineOf("lunch.jpg"))) ?? new Uint8Array();
    const { photoId } = await savePhoto({ ownerId: NEWCOMER, name: "mine.jpg", bytes });
    const mine = await apiOf(NEWCOMER).corrections.save(correctionOf(photoId, [1]));
    const brought = await bring(archive);
    expect(of(brought, "photos")).toMatchObject({ known: 1, added: 2 });
    expect(brought.leftOut).toContainEqual({ kind: "saves", name: "lunch.jpg", reason: "other-saves-here" });
    const history = await apiOf(NEWCOMER).corrections.history({ photoId });
    expect(history.map(({ id }) => id)).toEqual([mine.id]);
  });

  it("a photo with boxes of a class that means something else here", async () => {
    await addClass({ name: "my leek", kind: "dish" });
    const brought = await bring(archive);
    expect(brought.newClasses).toEqual([]);
    const reasons = new Set(brought.leftOut.map(({ kind, reason }) => `${kind} ${reason}`));
    expect([...reasons].sort()).toEqual([
      "looks class-differs",
      "photos class-differs",
      "saves class-differs",
    ]);
    expect(of(brought, "photos")).toMatchObject({ added: 2, left: 1 });
  });

  it("meals, likes and cooking of a recipe that is not here, and what is left of such a meal", async () => {
    const gone = withJson<{ meals: { slug: string }[] }>(files, "week.json", ({ meals }) => ({
      meals: meals.map((one, at) => (at === 0 ? { ...one, slug: "nobody-knows-it" } : one)),
    }));
    const brought = await bring(await pack(gone, path.join(folder, "gone.zip")));
    expect(brought.leftOut.map(({ kind, reason }) => [kind, reason])).toEqual([
      ["week", "unknown-recipe"],
      ["week", "meal-left-out"],
    ]);
    const foods = withJson<{ isOn: boolean; foods: object[] }>(files, "pantry.json", (stock) => ({
      ...stock,
      foods: stock.foods.map((one, at) => (at === 0 ? { ...one, foodId: "moon-cheese" } : one)),
    }));
    const second = await bring(await pack(foods, path.join(folder, "foods.zip")));
    expect(second.leftOut).toContainEqual({ kind: "pantry", name: "moon-cheese", reason: "unknown-food" });
  });

  it("an answer of somebody who has answered otherwise here", async () => {
    const api = apiOf(NEWCOMER);
    await api.recipes.cook.setProfile({ household: 1, skill: null });
    const brought = await bring(archive);
    expect(brought.leftOut).toEqual([{ kind: "profile", name: "3, keen", reason: "other-answer-here" }]);
    expect(await api.recipes.cook.get()).toMatchObject({ household: 1, skill: null });
  });

  it("lines that an archive says it has and has not", async () => {
    const all = Buffer.from(files.get("corrections.jsonl") ?? [])
      .toString("utf8")
      .split("\n");
    const brought = await bring(await changed("corrections.jsonl", `${all[0]}\n{"name":"half`));
    expect(brought.leftOut.filter(({ kind }) => kind === "photos")).toEqual([
      { kind: "photos", name: "corrections.jsonl", reason: "unreadable" },
      { kind: "photos", name: "corrections.jsonl", reason: "file-missing" },
    ]);
  });
});

describe("an archive that is refused, with nothing written", () => {
  it("is another program's, a later Forage's, an earlier one's or damaged", async () => {
    const zip = (content: Record<string, string>) =>
      pack(new Map(Object.entries(content)), path.join(folder, `${randomUUID()}.zip`));
    const code = async (place: Promise<string>) => {
      const before = saying(await unpack(await takeOut(NEWCOMER, "before")));
      const error = await bring(await place).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      expect(saying(await unpack(await takeOut(NEWCOMER, "after")))).toEqual(before);
      return (error as { code?: string } | undefined)?.code;
    };
    expect(await code(zip({ "data.yaml": "names: []" }))).toBe("takeout/not-ours");
    expect(await code(zip({ "forage.json": '{"kind":"something"}' }))).toBe("takeout/not-ours");
    expect(await code(zip({ "forage.json": "half" }))).toBe("takeout/not-ours");
    const manifest = JSON.parse(Buffer.from(files.get("forage.json") ?? []).toString("utf8"));
    expect(await code(changed("forage.json", JSON.stringify({ ...manifest, version: 2 })))).toBe(
      "takeout/too-new",
    );
    expect(await code(changed("forage.json", null))).toBe("takeout/earlier");
    // of somebody who had no photo: that Forage then wrote no list of them
    const earlier = ["READ-ME", "pantry.json", "week.json", "cook.json", "plants.json"];
    expect(await code(zip(Object.fromEntries(earlier.map((name) => [name, "{}"]))))).toBe("takeout/earlier");
    expect(await code(changed("week.json", "half"))).toBe("takeout/damaged");
    expect(await code(changed("cook.json", null))).toBe("takeout/damaged");
    expect(await code(changed("classes.json", "[]".repeat(3)))).toBe("takeout/damaged");
  });

  it("is no archive, or cut off", async () => {
    const whole = await changed("READ-ME", "x".repeat(5000));
    const text = path.join(folder, "a.zip");
    writeFileSync(text, "not an archive");
    await expect(openTakeout(text)).rejects.toMatchObject({ code: "import/unreadable-archive" });
    writeFileSync(text, readFileSync(whole).subarray(0, 3000));
    await expect(openTakeout(text)).rejects.toMatchObject({ code: "import/damaged-archive" });
  });
});
