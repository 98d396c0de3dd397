import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import sharp from "sharp";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { getDatabase } from "@/server/db/client";
import { recipePictures, recipes } from "@/server/db/schema/recipes";
import { LOCAL_USER_ID } from "@/server/db/schema/users";
import { alone } from "@/server/db/testing/alone";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { connection } from "@/server/db/transaction";
import { removeLeftFiles } from "@/server/photos/service";
import { namedFiles } from "@/server/sweep/repository";
import type { FetchOptions } from "@/server/web/fetch-public";
import { seedRecipes } from "../seed/seed-catalogue";
import { getRecipe, listRecipes, removeOwnRecipe, saveOwnRecipe } from "../service";
import { fetchWaitingPictures } from "./fetch-pictures";
import {
  addOwnPicture,
  dropHiddenPictures,
  fetchPictureAgain,
  openPicture,
  pictureOf,
  showPicture,
} from "./pictures";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const me = LOCAL_USER_ID;
const stranger = "00000000-0000-4000-8000-00000000000f";
let database: TestDatabase;
let folder: string;
let site: Server;
/** What the site answers, by path. */
const answers = new Map<
  string,
  { readonly status?: number; readonly type?: string; readonly body: Buffer | string; readonly to?: string }
>();
const savedFolder = process.env.FORAGE_DATA_DIR;

beforeAll(async () => {
  database = await createTestDatabase();
  await seedRecipes();
  folder = mkdtempSync(join(tmpdir(), "forage-pictures-"));
  process.env.FORAGE_DATA_DIR = folder;
  site = createServer((request, response) => {
    const answer = answers.get(request.url ?? "");
    response.writeHead(answer?.status ?? (answer ? 200 : 404), {
      "content-type": answer?.type ?? "image/jpeg",
      ...(answer?.to ? { location: answer.to } : {}),
    });
    response.end(answer?.body ?? "");
  });
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
  if (savedFolder === undefined) delete process.env.FORAGE_DATA_DIR;
  else process.env.FORAGE_DATA_DIR = savedFolder;
  site.close();
  rmSync(folder, { recursive: true, force: true });
  await database.drop();
});
beforeEach(async () => {
  answers.clear();
  await getDatabase().delete(recipes).where(eq(recipes.ownerId, me));
  rmSync(join(folder, "files"), { recursive: true, force: true });
});

const options = (): FetchOptions => ({
  resolve: async (host) => [host === "inside.example" ? "10.0.0.7" : "93.184.216.34"],
  dial: () => ({ host: "127.0.0.1", port: (site.address() as AddressInfo).port }),
  timeoutMs: 3_000,
});
const fetchAll = () => fetchWaitingPictures(me, new AbortController().signal, options());

function picture(number: number, width = 90, height = 60): Promise<Buffer> {
  const background = { r: (number * 53) % 256, g: (number * 97) % 256, b: (number * 193) % 256 };
  return sharp({ create: { width, height, channels: 3, background } })
    .jpeg()
    .withMetadata({ orientation: 1 })
    .toBuffer();
}

const stored = () =>
  readdirSync(join(folder, "files"), { recursive: true }).filter((name) => /[0-9a-f]{64}$/.test(String(name)))
    .length;

const save = async (title: string, pictures: readonly string[] = [], sourceUrl: string | null = null) => {
  const ingredients = [{ foodId: "onion", quantity: 1, unit: "pc" as const, note: null, optional: false }];
  const { slug } = await saveOwnRecipe(
    { title, servings: 2, ingredients, steps: ["Cook."], sourceUrl, pictures: [...pictures] },
    alone(me),
  );
  return slug;
};
const cardOf = async (title: string) => (await listRecipes({ query: title, ownOnly: true }, me)).cards[0];

describe("a picture that comes along", () => {
  it("is fetched after the recipe is kept, and credited to the page", async () => {
    answers.set("/large.jpg", { body: await picture(1) });
    const slug = await save("Tart", ["http://food.example/large.jpg"], "http://food.example/tart");
    expect(await pictureOf(slug, me)).toMatchObject({
      state: "waiting",
      creditUrl: "http://food.example/tart",
    });
    expect((await cardOf("Tart"))?.pictureId).toBeNull();
    expect(await fetchAll()).toEqual({ kept: 1, failed: 0 });
    const kept = (await getRecipe(slug, alone(me))).picture;
    expect(kept).toMatchObject({ state: "kept", width: 90, height: 60, problem: null });
    expect((await cardOf("Tart"))?.pictureId).toBe(kept?.id);
    const opened = await openPicture(slug, "full", me);
    const bytes = Buffer.from(await new Response(opened.stream).arrayBuffer());
    expect((await sharp(bytes).metadata()).exif).toBeUndefined();
  });

  it("is no larger than a page shows it", async () => {
    answers.set("/huge.jpg", { body: await picture(2, 4000, 2000) });
    const slug = await save("Large", ["http://food.example/huge.jpg"]);
    await fetchAll();
    expect(await pictureOf(slug, me)).toMatchObject({ width: 1600, height: 800 });
  });

  it("takes the next address where the first gives no picture, and follows redirects", async () => {
    answers.set("/page", { type: "text/html", body: "<h1>no</h1>" });
    answers.set("/moved.jpg", { status: 302, body: "", to: "http://food.example/there.jpg" });
    answers.set("/there.jpg", { body: await picture(3) });
    const slug = await save("Second", ["http://food.example/page", "http://food.example/moved.jpg"]);
    await fetchAll();
    expect(await pictureOf(slug, me)).toMatchObject({ state: "kept" });
  });

  const bomb = () =>
    sharp({ create: { width: 33_000, height: 8, channels: 3, background: "white" } })
      .png({ compressionLevel: 9 })
      .toBuffer();

  it.each([
    ["a page in place of it", "/p", { type: "text/html", body: "<p>" }, "url/not-an-image"],
    [
      "text that calls itself a picture",
      "/p",
      { body: "<svg xmlns='http://www.w3.org/2000/svg'/>" },
      "url/not-an-image",
    ],
    ["half a picture", "/p", "half", "photo/truncated"],
    ["a picture that fills the memory", "/p", "bomb", "photo/too-many-pixels"],
    ["an answer that is none", "/q", { body: "" }, "url/unreachable"],
    [
      "a redirect into the private network",
      "/p",
      { status: 302, body: "", to: "http://inside.example/" },
      "url/private-address",
    ],
  ] as const)("says why it failed for %s, and leaves the recipe whole", async (_, path, answer, code) => {
    const whole = await picture(4, 900, 600);
    const body =
      answer === "half" ? whole.subarray(0, whole.length / 2) : answer === "bomb" ? await bomb() : null;
    answers.set("/p", body ? { body } : (answer as { body: string }));
    const slug = await save("Failing", [`http://food.example${path}`]);
    expect(await fetchAll()).toEqual({ kept: 0, failed: 1 });
    const page = await getRecipe(slug, alone(me));
    expect(page.picture).toMatchObject({ state: "failed", problem: { code } });
    expect(page.recipe.steps).toEqual(["Cook."]);
    await expect(openPicture(slug, "full", me)).rejects.toMatchObject({ code: "request/not-found" });
  });

  it("is fetched again when a person asks", async () => {
    const slug = await save("Again", ["http://food.example/later.jpg"]);
    await fetchAll();
    answers.set("/later.jpg", { body: await picture(5) });
    await fetchPictureAgain(slug, alone(me));
    await fetchAll();
    expect(await pictureOf(slug, me)).toMatchObject({ state: "kept", problem: null });
  });

  it("refuses an address that is none", async () => {
    await expect(save("Bad", ["file:///etc/passwd"])).rejects.toThrow();
  });
});

describe("a photo of one's own", () => {
  it("is put on, replaced, taken off and brought back", async () => {
    const slug = await save("Photo");
    const first = await addOwnPicture(slug, await picture(10), me);
    expect(first.before).toBeNull();
    const second = await addOwnPicture(slug, await picture(11), me);
    expect(second.before).toBe(first.id);
    expect(await pictureOf(slug, me)).toMatchObject({ id: second.id, creditUrl: null });
    expect(await showPicture(slug, first.id, me)).toEqual({ before: second.id });
    expect(await pictureOf(slug, me)).toMatchObject({ id: first.id });
    expect(await showPicture(slug, null, me)).toEqual({ before: first.id });
    expect(await pictureOf(slug, me)).toBeNull();
    await showPicture(slug, first.id, me);
    expect(await pictureOf(slug, me)).toMatchObject({ id: first.id });
  });

  it("is refused where it is no picture, and nothing is left of it", async () => {
    const slug = await save("No photo");
    await addOwnPicture(slug, await picture(12), me);
    await expect(addOwnPicture(slug, Buffer.from("no picture"), me)).rejects.toMatchObject({
      code: "photo/not-an-image",
    });
    expect(await pictureOf(slug, me)).toMatchObject({ state: "kept" });
    expect(stored()).toBe(2);
  });

  it("is put on nobody else's recipe and on none of the catalogue", async () => {
    const slug = await save("Mine");
    const bytes = await picture(13);
    await expect(addOwnPicture(slug, bytes, stranger)).rejects.toMatchObject({ code: "request/not-found" });
    const [shipped] = (await listRecipes({ query: "soup" }, me)).cards;
    await expect(addOwnPicture(shipped?.slug ?? "", bytes, me)).rejects.toMatchObject({
      code: "request/not-found",
    });
    const { id } = await addOwnPicture(slug, bytes, me);
    const other = await save("Other");
    await expect(showPicture(other, id, me)).rejects.toMatchObject({ code: "request/not-found" });
    await expect(openPicture(slug, "full", stranger)).rejects.toMatchObject({ code: "request/not-found" });
  });

  it("stays what it is when the stored file is put on again", async () => {
    const slug = await save("Same");
    await addOwnPicture(slug, await picture(14), me);
    const opened = await openPicture(slug, "full", me);
    const bytes = Buffer.from(await new Response(opened.stream).arrayBuffer());
    const other = await save("Same again");
    await addOwnPicture(other, bytes, me);
    expect((await openPicture(other, "full", me)).sha256).toBe(opened.sha256);
  });
});

describe("what becomes of the files", () => {
  it("are among those that a row names, which no sweep puts aside", async () => {
    const slug = await save("Named");
    await addOwnPicture(slug, await picture(23), me);
    const { sha256 } = await openPicture(slug, "full", me);
    const thumbnail = await openPicture(slug, "thumb", me);
    expect(await namedFiles(connection(), [sha256, thumbnail.sha256, "0".repeat(64)])).toEqual(
      new Set([sha256, thumbnail.sha256]),
    );
  });

  it("go with the recipe, unless another recipe has the same picture", async () => {
    const bytes = await picture(20);
    const [one, two] = [await save("One"), await save("Two")];
    await addOwnPicture(one, bytes, me);
    await addOwnPicture(two, bytes, me);
    expect(stored()).toBe(2);
    await removeOwnRecipe(one, me);
    expect(stored()).toBe(2);
    await removeOwnRecipe(two, me);
    expect(stored()).toBe(0);
  });

  it("of a replaced picture go after a day, and not before", async () => {
    const slug = await save("Replaced");
    await addOwnPicture(slug, await picture(21), me);
    await addOwnPicture(slug, await picture(22), me);
    await dropHiddenPictures();
    await removeLeftFiles();
    expect(stored()).toBe(4);
    await dropHiddenPictures(new Date(Date.now() + 25 * 3_600_000));
    await removeLeftFiles();
    expect(stored()).toBe(2);
    expect(await getDatabase().select().from(recipePictures)).toHaveLength(1);
  });
});
