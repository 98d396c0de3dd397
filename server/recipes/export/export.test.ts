import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { eq } from "drizzle-orm";
import sharp from "sharp";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createVocabulary } from "@/lib/core/recipes/vocabulary";
import { getDatabase } from "@/server/db/client";
import { recipes } from "@/server/db/schema/recipes";
import { LOCAL_USER_ID } from "@/server/db/schema/users";
import { alone } from "@/server/db/testing/alone";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { collectionPath } from "../import/collection-file";
import { recipeImportJob } from "../import/import-job";
import { addOwnPicture, openPicture, pictureOf } from "../pictures/pictures";
import { seedRecipes } from "../seed/seed-catalogue";
import { getRecipe, listRecipes, saveOwnRecipe } from "../service";
import { exportCookbook, writeCookbook } from "./cookbook";
import { ARCHIVE_FORMATS, exportArchive } from "./export-archive";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const me = LOCAL_USER_ID;
const FILE_ID = "6f1b0d8e-4a52-4e39-9c6e-2f0f6f6b1d13";
let database: TestDatabase;
let folder: string;
const savedFolder = process.env.FORAGE_DATA_DIR;

beforeAll(async () => {
  database = await createTestDatabase();
  await seedRecipes();
  folder = await mkdtemp(join(tmpdir(), "forage-export-"));
  process.env.FORAGE_DATA_DIR = folder;
  await mkdir(join(folder, "recipe-imports"));
});
afterAll(async () => {
  if (savedFolder === undefined) delete process.env.FORAGE_DATA_DIR;
  else process.env.FORAGE_DATA_DIR = savedFolder;
  await rm(folder, { recursive: true, force: true });
  await database.drop();
});
const removeAll = () => getDatabase().delete(recipes).where(eq(recipes.ownerId, me));
beforeEach(async () => {
  await removeAll();
});

const photo = (number: number) =>
  sharp({ create: { width: 120, height: 80, channels: 3, background: { r: number * 40, g: 120, b: 60 } } })
    .jpeg()
    .toBuffer();

async function bytesOf(stream: Readable): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(Buffer.from(part as Uint8Array));
  return Buffer.concat(parts);
}

async function take(bytes: Buffer, name: string) {
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

/** Two recipes of the same title, one with everything a recipe may have. */
async function fill(): Promise<void> {
  const rich = await saveOwnRecipe(
    {
      title: "Pierogi ze śliwkami",
      summary: "Słodkie.",
      cuisine: "german",
      servings: 4,
      prepMinutes: 30,
      cookMinutes: 10,
      restMinutes: 60,
      ingredients: [
        // a choice that reading alone would not give
        {
          foodId: "flour",
          quantity: 500,
          unit: "g",
          note: null,
          optional: false,
          original: "500 g mąki",
          isChosen: true,
          group: "Ciasto",
        },
        {
          foodId: "other",
          quantity: null,
          unit: null,
          note: "szczypta czarów",
          optional: false,
          original: "szczypta czarów",
          isDoubtful: true,
          group: "Nadzienie",
        },
      ],
      steps: ["Zagnieć ciasto.", "Gotuj."],
      sourceUrl: "https://example.org/pierogi",
      extras: {
        yieldText: "30 sztuk",
        stepGroups: [{ from: 0, title: "Ciasto" }],
        tags: ["śliwki"],
        categories: ["Obiad"],
        rating: { stars: 4.5, count: 3 },
        notes: ["Smaczne na zimno."],
        author: "Babcia",
        language: "pl",
      },
    },
    alone(me),
  );
  await addOwnPicture(rich.slug, await photo(1), me);
  await saveOwnRecipe(
    {
      title: "Pierogi ze śliwkami",
      servings: 2,
      ingredients: [
        { foodId: "onion", quantity: 1, unit: "pc", note: null, optional: false, original: "1 onion" },
      ],
      steps: ["Fry.", "Eat."],
    },
    alone(me),
  );
}

async function everything() {
  const { cards } = await listRecipes({ ownOnly: true }, me);
  const pages = await Promise.all(
    cards.map(async ({ slug }) => {
      const { slug: _, ...recipe } = (await getRecipe(slug, alone(me))).recipe;
      const hasPicture = (await pictureOf(slug, me)) !== null;
      return { recipe, picture: hasPicture ? (await openPicture(slug, "full", me)).sha256 : null };
    }),
  );
  return pages.toSorted((a, b) => b.recipe.servings - a.recipe.servings);
}

describe("exported whole and imported again", () => {
  it.each(ARCHIVE_FORMATS.filter((format) => format !== "markdown"))(
    "as %s it is the same, picture and all",
    async (format) => {
      await fill();
      const before = await everything();
      const zip = await bytesOf(await exportArchive(me, format));
      await removeAll();
      expect(await take(zip, "export.zip")).toMatchObject({ added: 2, failed: 0, picturesFailed: 0 });
      const after = await everything();
      expect(after.map(({ recipe }) => recipe)).toEqual(before.map(({ recipe }) => recipe));
      expect(after.map(({ picture }) => picture !== null)).toEqual([true, false]);
    },
  );

  it("as Markdown its texts are the same", async () => {
    await fill();
    const zip = await bytesOf(await exportArchive(me, "markdown"));
    const [before] = await everything();
    await removeAll();
    expect(await take(zip, "export.zip")).toMatchObject({ added: 2, failed: 0 });
    const [after] = await everything();
    expect(after?.recipe).toMatchObject({
      title: before?.recipe.title,
      summary: before?.recipe.summary,
      servings: 4,
      prepMinutes: 30,
      cookMinutes: 10,
      restMinutes: 60,
      steps: before?.recipe.steps,
      sourceUrl: before?.recipe.sourceUrl,
      extras: { tags: ["śliwki"], stepGroups: [{ from: 0, title: "Ciasto" }], notes: ["Smaczne na zimno."] },
    });
    expect(after?.picture).not.toBeNull();
  });

  it("takes an export over beside what is there without doubles", async () => {
    await fill();
    const zip = await bytesOf(await exportArchive(me, "json-ld"));
    await removeAll();
    await take(zip, "export.zip");
    expect(await take(zip, "export.zip")).toMatchObject({ added: 0, known: 2 });
  });

  it("with nothing to export it is an archive that says so when it is imported", async () => {
    const zip = await bytesOf(await exportArchive(me, "mealie"));
    await expect(take(zip, "export.zip")).rejects.toMatchObject({ code: "recipe/none-found" });
  });
});

describe("the cookbook", () => {
  const words = {
    title: "Cookbook",
    contents: "Recipes",
    ingredients: "Ingredients",
    method: "Method",
    notes: "Notes",
    servings: (count: number) => `${count} servings`,
    missing: (count: number) => `${count} letters missing`,
  };

  it("is a PDF with a page for the title, each recipe and the index, and with the picture", async () => {
    await fill();
    const pdf = (await bytesOf(await exportCookbook(me, words))).toString("latin1");
    expect(pdf.startsWith("%PDF-")).toBe(true);
    expect(pdf.trimEnd().endsWith("%%EOF")).toBe(true);
    expect(pdf.match(/\/Type \/Page\b/g)).toHaveLength(4);
    expect(pdf.match(/\/Subtype \/Image/g)).toHaveLength(1);
  });

  async function missingFor(title: string): Promise<number> {
    let told = 0;
    const keep = (count: number) => {
      told = count;
      return String(count);
    };
    const one = {
      slug: "x",
      title,
      summary: "",
      cuisine: "international",
      servings: 1,
      prepMinutes: 0,
      cookMinutes: 0,
      restMinutes: 0,
      ingredients: [],
      steps: ["Cook."],
      dishClass: null,
      sourceUrl: null,
    } as const;
    async function* list() {
      yield { recipe: one, picture: async () => null };
    }
    const counting = { ...words, missing: keep };
    await bytesOf(await writeCookbook(list(), createVocabulary([], []), counting));
    return told;
  }

  it.each([
    ["German", "ÄÖÜäöüß"],
    ["French", "ÀÂÆÇÉÈÊËÎÏÔŒÙÛÜŸàâæçéèêëîïôœùûüÿ"],
    ["Spanish", "ÁÉÍÓÚÑÜáéíóúñü¿¡"],
    ["Italian", "ÀÈÉÌÒÙàèéìòù"],
    ["Dutch", "ËÏÉëïéĳ"],
    ["Portuguese", "ÁÂÃÀÇÉÊÍÓÔÕÚáâãàçéêíóôõú"],
    ["Swedish", "ÅÄÖåäö"],
    ["Polish", "ĄĆĘŁŃÓŚŹŻąćęłńóśźż"],
    ["recipes", "½ ¼ ¾ ⅓ × ° – — ’ “ ” …"],
  ])("has the letters of %s", async (_, letters) => {
    expect(await missingFor(letters)).toBe(0);
  });

  it("says how many letters its font does not have", async () => {
    expect(await missingFor("寿司 rice")).toBe(2);
  });
});
