import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { eq } from "drizzle-orm";
import sharp from "sharp";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { ZipFile } from "yazl";
import { SAMPLES } from "@/lib/core/recipes/import/apps/testing/samples";
import { getDatabase } from "@/server/db/client";
import { recipes } from "@/server/db/schema/recipes";
import { LOCAL_USER_ID } from "@/server/db/schema/users";
import { alone } from "@/server/db/testing/alone";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { seedRecipes } from "../seed/seed-catalogue";
import { getRecipe, listRecipes } from "../service";
import { collectionPath } from "./collection-file";
import { recipeImportJob } from "./import-job";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const me = LOCAL_USER_ID;
const FILE_ID = "6f1b0d8e-4a52-4e39-9c6e-2f0f6f6b1d12";
let database: TestDatabase;
let folder: string;
let photo: Buffer;
const savedFolder = process.env.FORAGE_DATA_DIR;

beforeAll(async () => {
  database = await createTestDatabase();
  await seedRecipes();
  folder = await mkdtemp(join(tmpdir(), "forage-archives-"));
  process.env.FORAGE_DATA_DIR = folder;
  await mkdir(join(folder, "recipe-imports"));
  photo = await picture(1);
});
afterAll(async () => {
  if (savedFolder === undefined) delete process.env.FORAGE_DATA_DIR;
  else process.env.FORAGE_DATA_DIR = savedFolder;
  await rm(folder, { recursive: true, force: true });
  await database.drop();
});
beforeEach(async () => {
  await getDatabase().delete(recipes).where(eq(recipes.ownerId, me));
});

function picture(number: number, width = 80, height = 50): Promise<Buffer> {
  const background = { r: (number * 53) % 256, g: 90, b: 30 };
  return sharp({ create: { width, height, channels: 3, background } })
    .jpeg()
    .toBuffer();
}

type Files = Readonly<Record<string, Buffer | string>>;

async function zipOf(files: Files): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content), name);
  zip.end();
  const parts: Buffer[] = [];
  for await (const part of zip.outputStream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

async function take(bytes: Buffer | string, name: string) {
  await writeFile(collectionPath(FILE_ID), bytes);
  return await recipeImportJob.run({
    id: FILE_ID,
    params: { fileId: FILE_ID, name },
    createdBy: me,
    teamId: me,
    checkpoint: null,
    signal: new AbortController().signal,
    progress: () => undefined,
    saveCheckpoint: async () => undefined,
  });
}

async function pageOf(title: string) {
  const { cards } = await listRecipes({ ownOnly: true, query: title }, me);
  return cards[0] ? await getRecipe(cards[0].slug, alone(me)) : undefined;
}

describe("a picture inside an archive comes along", () => {
  const small = () => picture(2, 20, 12);
  const cases: readonly (readonly [string, string, () => Promise<Buffer>])[] = [
    [
      "Mealie's export",
      "Plum cake",
      async () =>
        zipOf({
          "recipes/plum-cake/plum-cake.json": SAMPLES.mealie,
          "recipes/plum-cake/images/tiny-original.webp": await small(),
          "recipes/plum-cake/images/original.webp": photo,
        }),
    ],
    [
      "Mealie's backup",
      "Backed up",
      async () =>
        zipOf({
          "database.json": JSON.stringify({
            recipes: [{ id: "0a1b2c3d4e5f60718293a4b5c6d7e8f9", name: "Backed up", recipe_yield: "2" }],
            ingredient_foods: [{ id: "f", name: "egg" }],
            ingredient_units: [],
            recipes_ingredients: [
              { recipe_id: "0a1b2c3d4e5f60718293a4b5c6d7e8f9", position: 0, quantity: 3, food_id: "f" },
            ],
            recipe_instructions: [
              { recipe_id: "0a1b2c3d4e5f60718293a4b5c6d7e8f9", position: 0, text: "Boil." },
            ],
          }),
          "data/recipes/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9/images/original.webp": photo,
          "data/recipes/99999999-4e5f-6071-8293-a4b5c6d7e8f9/images/original.webp": await small(),
        }),
    ],
    [
      "Tandoor's",
      "Pea rice",
      async () =>
        zipOf({ "Pea rice.zip": await zipOf({ "recipe.json": SAMPLES.tandoor, "image.jpg": photo }) }),
    ],
    [
      "Paprika's",
      "Loaf",
      async () => {
        const recipe = { ...JSON.parse(SAMPLES.paprika), photo_data: photo.toString("base64") };
        return zipOf({ "Loaf.paprikarecipe": gzipSync(JSON.stringify(recipe)) });
      },
    ],
    [
      "Nextcloud's",
      "Lentil pot",
      async () =>
        zipOf({
          "Recipes/Lentil pot/recipe.json": SAMPLES.nextcloud,
          "Recipes/Lentil pot/thumb.jpg": await small(),
          "Recipes/Lentil pot/full.jpg": photo,
        }),
    ],
    [
      "CopyMeThat's",
      "Fig tart",
      async () => zipOf({ "recipes.html": SAMPLES["copy-me-that"], "images/fig.jpg": photo }),
    ],
    [
      "Recipe Keeper's",
      "Dumplings",
      async () =>
        zipOf({
          "recipekeeperhtml/recipes.html": SAMPLES["recipe-keeper"],
          "recipekeeperhtml/images/dumplings_0.jpg": photo,
        }),
    ],
    [
      "Chowdown's",
      "Corn soup",
      async () => zipOf({ "site/_recipes/corn-soup.md": SAMPLES.chowdown, "site/images/corn.jpg": photo }),
    ],
    [
      "Markdown's",
      "Rice pudding",
      async () => zipOf({ "pudding/recipe.md": SAMPLES.markdown, "pudding/rice.jpg": photo }),
    ],
  ];

  it.each(cases)("%s", async (_, title, archive) => {
    expect(await take(await archive(), "export.zip")).toMatchObject({ failed: 0, picturesFailed: 0 });
    const page = await pageOf(title);
    expect(page?.picture).toMatchObject({ state: "kept", width: 80, height: 50 });
    expect(page?.picture?.creditUrl).toBe(page?.recipe.sourceUrl ?? null);
  });

  it("and an address waits to be fetched, where there is no file", async () => {
    expect(await take(SAMPLES["recipe-sage"], "recipes.json")).toMatchObject({ added: 1, pictures: 1 });
    expect((await pageOf("Bean salad"))?.picture).toMatchObject({
      state: "waiting",
      creditUrl: "https://example.org/beans",
    });
  });

  it("also for a recipe that was taken over without it before", async () => {
    expect(await take(SAMPLES.chowdown, "corn.md")).toMatchObject({ added: 1, picturesFailed: 0 });
    const archive = await zipOf({ "_recipes/corn.md": SAMPLES.chowdown, "images/corn.jpg": photo });
    expect(await take(archive, "site.zip")).toMatchObject({ added: 0, known: 1, pictures: 1 });
    expect((await pageOf("Corn soup"))?.picture).toMatchObject({ state: "kept" });
  });
});

describe("what a recipe says beside itself is kept", () => {
  it("headings of lines and steps, yield, rating, tags, notes", async () => {
    await take(SAMPLES.mealie, "plum.json");
    const page = await pageOf("Plum cake");
    expect(page?.recipe.ingredients.map((item) => item.group)).toEqual(["Dough", "Topping", "Topping"]);
    expect(page?.recipe.steps).toEqual(["Knead.", "Lay the plums on.", "Bake: Until brown."]);
    expect(page?.recipe.extras).toMatchObject({
      stepGroups: [
        { from: 0, title: "Dough" },
        { from: 1, title: "Topping" },
      ],
      yieldText: "1 tray",
      rating: { stars: 4.5 },
    });
    expect((await listRecipes({ ownOnly: true, query: "autumn" }, me)).total).toBe(1);
  });

  it("a cuisine that Forage does not have, as a tag", async () => {
    await take(SAMPLES["plan-to-eat-table"], "plan.csv");
    const page = await pageOf("Table bake");
    expect(page?.recipe).toMatchObject({ cuisine: "international" });
    expect(page?.recipe.extras?.tags).toContain("Polish");
  });
});

describe("an archive with something wrong in it", () => {
  const recipe = (name: string, image: string) =>
    JSON.stringify({
      "@type": "Recipe",
      name,
      image,
      recipeIngredient: ["1 egg"],
      recipeInstructions: ["Boil.", "Eat."],
    });

  it("loses only the picture that cannot be read, and names its entry", async () => {
    const bomb = await sharp({ create: { width: 33_000, height: 8, channels: 3, background: "white" } })
      .png()
      .toBuffer();
    const archive = await zipOf({
      "a/recipe.json": recipe("Bombed", "full.png"),
      "a/full.png": bomb,
      "b/recipe.json": recipe("No picture", "full.jpg"),
      "b/full.jpg": "no picture",
      "c/recipe.json": recipe("Cut", "full.jpg"),
      "c/full.jpg": (await picture(3, 900, 600)).subarray(0, 900),
      "d/recipe.json": recipe("Gone", "gone.jpg"),
      "e/recipe.json": recipe("Whole", "full.jpg"),
      "e/full.jpg": photo,
    });
    expect(await take(archive, "mixed.zip")).toMatchObject({
      added: 5,
      failed: 0,
      pictures: 1,
      picturesFailed: 4,
      pictureFailures: ["a/recipe.json", "b/recipe.json", "c/recipe.json", "d/recipe.json"],
    });
    expect((await pageOf("Bombed"))?.picture).toBeNull();
    expect((await pageOf("Whole"))?.picture).toMatchObject({ state: "kept" });
  });

  it("gives no recipe another one's picture", async () => {
    const archive = await zipOf({
      "soup.json": recipe("Soup", ""),
      "stew.json": recipe("Stew", ""),
      "stew.jpg": photo,
    });
    await take(archive, "flat.zip");
    expect((await pageOf("Soup"))?.picture).toBeNull();
    expect((await pageOf("Stew"))?.picture).toMatchObject({ state: "kept" });
  });
});

describe("an archive that unpacks without end is refused as a whole", () => {
  const refused = (bytes: Buffer) =>
    expect(take(bytes, "bomb.zip")).rejects.toMatchObject({ code: "import/unsafe-archive" });

  it("by what its list says, and by what the archives in it say together", async () => {
    const spaces = Buffer.alloc(60 * 2 ** 20, " ");
    const inner = await zipOf({ "a.json": spaces, "b.json": spaces });
    await refused(await zipOf({ "one.zip": inner, "two.zip": inner }));
    await refused(
      await zipOf(Object.fromEntries(Array.from({ length: 4 }, (_, at) => [`${at}.json`, spaces]))),
    );
  });

  it("by what its compressed recipes come to", async () => {
    const packed = gzipSync(Buffer.alloc(60 * 2 ** 20, " "), { level: 1 });
    await refused(
      await zipOf(Object.fromEntries(Array.from({ length: 4 }, (_, at) => [`${at}.paprikarecipe`, packed]))),
    );
  });
});
