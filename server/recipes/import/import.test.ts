import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ZipFile } from "yazl";
import type { RecipeImportParams } from "@/lib/contracts/recipe-import";
import { isAppError } from "@/lib/core/errors";
import { findRecipesInText } from "@/lib/core/recipes/import/find-in-text";
import { getDatabase } from "@/server/db/client";
import { recipes } from "@/server/db/schema/recipes";
import { LOCAL_USER_ID } from "@/server/db/schema/users";
import { alone } from "@/server/db/testing/alone";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import type { RunningJob } from "@/server/jobs/job-handler";
import { exportRecipes } from "../export/export-recipes";
import { seedRecipes } from "../seed/seed-catalogue";
import { changeOwnRecipe, getRecipe, listRecipes, removeOwnRecipe } from "../service";
import { collectionPath } from "./collection-file";
import { fetchRecipe } from "./import";
import { recipeImportJob } from "./import-job";

const me = LOCAL_USER_ID;
const stranger = "00000000-0000-4000-8000-00000000000f";
let database: TestDatabase;
let folder: string;
const savedFolder = process.env.FORAGE_DATA_DIR;

beforeAll(async () => {
  database = await createTestDatabase();
  await seedRecipes();
  folder = await mkdtemp(join(tmpdir(), "forage-import-"));
  process.env.FORAGE_DATA_DIR = folder;
  await mkdir(join(folder, "recipe-imports"));
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

const FILE_ID = "6f1b0d8e-4a52-4e39-9c6e-2f0f6f6b1d11";

function jobOf(
  name: string,
  over: Partial<RunningJob<RecipeImportParams>> = {},
): RunningJob<RecipeImportParams> {
  return {
    id: FILE_ID,
    params: { fileId: FILE_ID, name },
    createdBy: me,
    teamId: me,
    checkpoint: null,
    signal: new AbortController().signal,
    progress: () => undefined,
    saveCheckpoint: async () => undefined,
    ...over,
  };
}

async function take(
  bytes: Buffer | string,
  name: string,
  over: Partial<RunningJob<RecipeImportParams>> = {},
) {
  await writeFile(collectionPath(FILE_ID), bytes);
  return await recipeImportJob.run(jobOf(name, over));
}

async function zipOf(files: Readonly<Record<string, Buffer | string>>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content), name);
  zip.end();
  const parts: Buffer[] = [];
  for await (const part of zip.outputStream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

const own = async (query: string) => {
  const { cards } = await listRecipes({ ownOnly: true, query }, me);
  return cards[0] ? (await getRecipe(cards[0].slug, alone(me))).recipe : undefined;
};
const amounts = (recipe: Awaited<ReturnType<typeof own>>) =>
  recipe?.ingredients.map(({ foodId, quantity, unit, note }) => [foodId, quantity, unit, note]);
const refuses = (code: string) => (error: unknown) => isAppError(error) && error.code === code;

describe("exports of other apps", () => {
  const mealie = {
    name: "Onion tart",
    description: "Slow onions.",
    recipe_yield: "1 tart",
    recipe_servings: 6,
    prep_time: "30 minutes",
    perform_time: "40 minutes",
    recipe_ingredient: [
      {
        title: "Filling",
        quantity: 4,
        unit: null,
        food: { name: "onions" },
        note: "sliced",
        original_text: null,
      },
      { quantity: 200, unit: { name: "ml" }, food: { name: "cream" }, note: "" },
      { quantity: 1, unit: null, food: null, note: "pinch of nutmeg", display: "pinch of nutmeg" },
    ],
    recipe_instructions: [{ title: "", text: "Soften the onions." }, { text: "Bake for 40 minutes." }],
    org_url: "https://example.org/tart",
  };

  it("reads Mealie's zip, one JSON a recipe beside pictures", async () => {
    const zip = await zipOf({
      "recipes/onion-tart/onion-tart.json": JSON.stringify(mealie),
      "recipes/onion-tart/images/original.webp": Buffer.from([1, 2, 3]),
    });
    expect(await take(zip, "mealie.zip")).toMatchObject({ added: 1, failed: 0 });
    const recipe = await own("tart");
    expect(recipe).toMatchObject({
      title: "Onion tart",
      servings: 6,
      prepMinutes: 30,
      cookMinutes: 40,
      sourceUrl: "https://example.org/tart",
      steps: ["Soften the onions.", "Bake for 40 minutes."],
    });
    expect(amounts(recipe)).toEqual([
      ["onion", 4, "pc", "sliced"],
      ["cream", 200, "ml", null],
      ["nutmeg", 1, "pinch", null],
    ]);
    expect(recipe?.ingredients[0]?.original).toBe("4 onions, sliced");
  });

  it("reads Mealie's JSON in camel case, and its whole backup", async () => {
    const camel = {
      name: "Camel soup",
      recipeYield: "4",
      recipeIngredient: [{ quantity: 2, unit: { name: "cup" }, food: { name: "milk" }, note: null }],
      recipeInstructions: [{ text: "Warm it." }],
      orgURL: "https://example.org/camel",
    };
    expect(await take(JSON.stringify([camel]), "recipes.json")).toMatchObject({ added: 1 });
    const backup = {
      alembic_version: [{ version_num: "x" }],
      recipes: [{ id: "r1", name: "Backed-up eggs", recipe_yield: "2" }],
      ingredient_foods: [{ id: "f1", name: "egg" }],
      ingredient_units: [],
      recipes_ingredients: [{ recipe_id: "r1", position: 0, quantity: 3, food_id: "f1", unit_id: null }],
      recipe_instructions: [
        { recipe_id: "r1", position: 1, text: "Peel." },
        { recipe_id: "r1", position: 0, text: "Boil for 8 minutes." },
      ],
    };
    const zip = await zipOf({ "database.json": JSON.stringify(backup), "data/.secret": "x" });
    expect(await take(zip, "backup.zip")).toMatchObject({ added: 1 });
    const eggs = await own("backed");
    expect(eggs).toMatchObject({ servings: 2, steps: ["Boil for 8 minutes.", "Peel."] });
    expect(amounts(eggs)).toEqual([["egg", 3, "pc", null]]);
  });

  it("reads Tandoor's zip of zips", async () => {
    const tandoor = {
      name: "Rice with peas",
      description: "",
      keywords: [],
      working_time: 10,
      waiting_time: 20,
      servings: 3,
      servings_text: "bowls",
      source_url: "",
      steps: [
        {
          name: "",
          instruction: "## Boil\n\nBoil the **rice**.",
          order: 1,
          ingredients: [
            { food: null, unit: null, amount: "0", note: "For the rice", order: 0, is_header: true },
            { food: { name: "rice" }, unit: { name: "g" }, amount: "250.0000", note: "rinsed", order: 1 },
            { food: { name: "salt" }, unit: null, amount: "0.0000", no_amount: true, order: 2 },
          ],
        },
        {
          instruction: "Add the peas.",
          order: 0,
          ingredients: [{ food: { name: "peas" }, unit: { name: "cup" }, amount: "1.50", note: null }],
        },
      ],
    };
    const inner = await zipOf({ "recipe.json": JSON.stringify(tandoor), "image.jpg": "not read" });
    expect(await take(await zipOf({ "Rice_with_peas.zip": inner }), "export.zip")).toMatchObject({
      added: 1,
    });
    const recipe = await own("peas");
    expect(recipe).toMatchObject({ servings: 3, prepMinutes: 10, cookMinutes: 20 });
    expect(recipe?.steps).toEqual(["Add the peas.", "Boil", "Boil the rice."]);
    expect(recipe?.extras).toMatchObject({ yieldText: "3 bowls" });
    expect(amounts(recipe)).toEqual([
      ["peas", 1.5, "cup", null],
      ["rice", 250, "g", "rinsed"],
      ["salt", null, null, null],
    ]);
  });

  it("reads Paprika's archive of gzipped JSON, and one such file alone", async () => {
    const paprika = (name: string) =>
      gzipSync(
        JSON.stringify({
          name,
          ingredients: "For the dough:\n2 cups flour\n1 tsp yeast\n\n200 ml water",
          directions: "Knead.\n\nRest for 1 hour.\nBake.",
          servings: "Serves 8",
          prep_time: "20 mins",
          cook_time: "35 mins",
          source_url: "https://example.org/loaf",
          notes: "",
          photo_data: "AAAA",
          categories: ["Bread"],
        }),
      );
    const archive = await zipOf({
      "Loaf.paprikarecipe": paprika("Loaf"),
      "Roll.paprikarecipe": paprika("Roll"),
    });
    expect(await take(archive, "Export.paprikarecipes")).toMatchObject({ added: 2, failed: 0 });
    expect(await take(paprika("Bun"), "Bun.paprikarecipe")).toMatchObject({ added: 1 });
    const loaf = await own("loaf");
    expect(loaf).toMatchObject({ servings: 8, prepMinutes: 20, cookMinutes: 35 });
    expect(amounts(loaf)).toEqual([
      ["flour", 2, "cup", null],
      ["yeast", 1, "tsp", null],
      ["water", 200, "ml", null],
    ]);
    expect(loaf?.steps).toEqual(["Knead.", "Rest for 1 hour.", "Bake."]);
  });

  it("says so of an archive that is damaged, or holds no recipe", async () => {
    const whole = await zipOf({ "a.json": JSON.stringify(mealie) });
    await expect(take(whole.subarray(0, whole.length - 30), "cut.zip")).rejects.toSatisfy(
      refuses("recipe/damaged-file"),
    );
    await expect(take(await zipOf({ "a.txt": "x" }), "x.zip")).rejects.toSatisfy(
      refuses("recipe/none-found"),
    );
    await expect(take(Buffer.from([0, 1, 2, 3]), "x.bin")).rejects.toSatisfy(
      refuses("recipe/unknown-format"),
    );
  });
});

describe("a collection with something wrong in it", () => {
  const page = (name: string) =>
    JSON.stringify({
      "@type": "Recipe",
      name,
      recipeIngredient: ["1 egg"],
      recipeInstructions: ["Boil.", "Eat."],
    });
  const paprika = (name: string) =>
    gzipSync(JSON.stringify({ name, ingredients: "2 courgettes", directions: "Grate.\nFry." }));

  it("passes over what a Mac packs beside each file", async () => {
    const zip = await zipOf({
      "__MACOSX/My Recipes/._Courgette cakes.paprikarecipe": "Mac OS X attributes",
      "My Recipes/._Courgette cakes.paprikarecipe": "Mac OS X attributes",
      "My Recipes/Courgette cakes.paprikarecipe": paprika("Courgette cakes"),
    });
    expect(await take(zip, "recipes.zip")).toMatchObject({ added: 1, failed: 0, failures: [] });
  });

  it("takes over the rest and names an entry it cannot read", async () => {
    const zip = await zipOf({
      "a.paprikarecipe": paprika("First"),
      "broken.paprikarecipe": Buffer.from([0x1f, 0x8b, 1, 2, 3]),
      "inner.zip": "no zip at all",
      "z.paprikarecipe": paprika("Last"),
    });
    expect(await take(zip, "recipes.zip")).toMatchObject({
      added: 2,
      failed: 2,
      failures: ["broken.paprikarecipe", "inner.zip"],
    });
  });

  it("says that it is damaged where no entry can be read", async () => {
    const zip = await zipOf({ "broken.paprikarecipe": "no gzip" });
    await expect(take(zip, "recipes.zip")).rejects.toSatisfy(refuses("recipe/damaged-file"));
  });

  it("keeps a text with a NUL or half a letter in it", async () => {
    expect(await take(`[${page("Egg\u0000 one \ud800")},${page("Egg two")}]`, "nul.json")).toMatchObject({
      added: 2,
    });
    expect((await own("one"))?.title).toBe("Egg one \ufffd");
  });

  it("reads files in their own encoding", async () => {
    const html = `<html><meta charset="iso-8859-1"><script type="application/ld+json">${page("Crème brûlée")}</script>`;
    expect(await take(Buffer.from(html, "latin1"), "page.html")).toMatchObject({ added: 1 });
    const csv = "title,ingredients,steps\nPâté maison,1 onion,Hachez.\n";
    expect(await take(Buffer.from(csv, "latin1"), "excel.csv")).toMatchObject({ added: 1 });
    expect(
      await take(Buffer.from(`\uFEFF${csv.replace("maison", "deux")}`, "utf16le"), "utf16.csv"),
    ).toMatchObject({ added: 1 });
    const titles = (await listRecipes({ ownOnly: true }, me)).cards.map((card) => card.title);
    expect(titles).toEqual(expect.arrayContaining(["Crème brûlée", "Pâté maison", "Pâté deux"]));
  });
});

it("never lists a recipe for an allergen that a longer name hides", async () => {
  const page = JSON.stringify({
    "@type": "Recipe",
    name: "Flat cakes without wheat",
    recipeIngredient: [
      "2 cups almond flour",
      "1 cup soy milk",
      "2 tbsp cashew butter",
      "1 cup hazelnut milk",
      "3 eggs",
    ],
    recipeInstructions: ["Mix.", "Bake."],
  });
  const unknown = page.replace("without wheat", "of mystery").replace("almond flour", "tigernut flour");
  expect(await take(`[${page},${unknown}]`, "flat.json")).toMatchObject({ added: 2, toCheck: 1 });
  const cards = (await listRecipes({ ownOnly: true }, me)).cards;
  expect(cards.map((card) => [card.contains, card.allergensKnown])).toEqual([
    [["eggs", "soy", "nuts"], false],
    [["eggs", "soy", "nuts"], true],
  ]);
  for (const allergens of [["nuts"], ["soy"], ["nuts", "soy"]] as const)
    expect((await listRecipes({ ownOnly: true, allergens: [...allergens] }, me)).total).toBe(0);
  const known = await listRecipes({ ownOnly: true, allergens: ["milk", "gluten"] }, me);
  expect(known.cards.map((card) => card.title)).toEqual(["Flat cakes without wheat"]);
});

describe("tables", () => {
  const row = (number: number) =>
    `"Dish ${number}","['${number} eggs', '1 onion']","[""Chop."", ""Fry for 5 minutes.""]",${number % 9}`;
  const table = (count: number) =>
    `Name,Ingredients,Directions,Servings\n${Array.from({ length: count }, (_, i) => row(i + 1)).join("\n")}\n`;

  it("takes over a large one in batches, with progress, and its file goes", async () => {
    const told: (number | null)[][] = [];
    const tallies = await take(table(1000), "many.csv", {
      progress: ({ done, total }) => void told.push([done, total]),
    });
    expect(tallies).toMatchObject({ read: 1000, added: 1000, failed: 0 });
    expect(told.length).toBeGreaterThanOrEqual(5);
    expect(told.at(-1)).toEqual([1000, 1000]);
    expect((await listRecipes({ ownOnly: true }, me)).total).toBe(1000);
    expect((await listRecipes({ ownOnly: true }, stranger)).total).toBe(0);
    // another run of it would need the file until this one's result is written
    expect(await readdir(join(folder, "recipe-imports"))).toHaveLength(1);
    await recipeImportJob.tidy?.(recipeImportJob.params.parse(jobOf("many.csv").params), me);
    expect(await readdir(join(folder, "recipe-imports"))).toEqual([]);
  }, 60_000);

  it("adds nothing twice, but brings back what was removed", async () => {
    await take(table(3), "three.csv");
    expect(await take(table(3), "three.csv")).toMatchObject({ added: 0, known: 3 });
    const { cards } = await listRecipes({ ownOnly: true }, me);
    await removeOwnRecipe(cards[0]!.slug, me);
    expect(await take(table(3), "three.csv")).toMatchObject({ added: 1, known: 2 });
  });

  it("goes on after its last batch when it was stopped", async () => {
    const stop = new AbortController();
    let kept: unknown = null;
    const job = {
      signal: stop.signal,
      saveCheckpoint: async (value: unknown) => {
        kept = value;
        stop.abort();
      },
    };
    await expect(take(table(500), "stopped.csv", job)).rejects.toThrow();
    const before = (await listRecipes({ ownOnly: true }, me)).total;
    expect(before).toBe(200);
    expect(await recipeImportJob.run(jobOf("stopped.csv", { checkpoint: kept }))).toMatchObject({
      read: 500,
      added: 500,
      known: 0,
    });
    expect((await listRecipes({ ownOnly: true }, me)).total).toBe(500);
  });

  it("names the rows it cannot read and takes the rest; semicolons, odd headings and quotes are fine", async () => {
    const text =
      'recipe title;serves;INGREDIENTS;Method;TotalTime\n"Soup, hot";4;"2 carrots\n1 onion";"Chop.\nBoil.";PT30M\n;;;;\nNo steps;2;1 egg;;\n';
    expect(await take(text, "odd.csv")).toMatchObject({ added: 1, failed: 2, failures: ["row 3", "row 4"] });
    expect(await own("soup")).toMatchObject({
      title: "Soup, hot",
      servings: 4,
      cookMinutes: 30,
      steps: ["Chop.", "Boil."],
    });
  });

  it("refuses a table without the columns it needs", async () => {
    await expect(take("a,b\n1,2\n", "x.csv")).rejects.toSatisfy(refuses("recipe/unknown-format"));
    await expect(take("title,ingredients,steps\n", "x.csv")).rejects.toSatisfy(refuses("recipe/none-found"));
  });
});

it("keeps what is uncertain to be asked, and a corrected recipe is asked about no more", async () => {
  const page = JSON.stringify({
    "@type": "Recipe",
    name: "Riddle stew",
    recipeIngredient: ["2–3 onions", "1 packet of stardust", "1 egg"],
    recipeInstructions: "Stew.",
  });
  expect(await take(page, "riddle.jsonld")).toMatchObject({ added: 1, toCheck: 1 });
  const [card] = (await listRecipes({ toCheckOnly: true }, me)).cards;
  const { recipe } = await getRecipe(card!.slug, alone(me));
  expect(recipe.ingredients.map((item) => [item.original, item.isDoubtful ?? false])).toEqual([
    ["2–3 onions", true],
    ["1 packet of stardust", true],
    ["1 egg", false],
  ]);
  const ingredients = recipe.ingredients.map(({ isDoubtful: _, ...item }) => item);
  await changeOwnRecipe(card!.slug, { ...recipe, ingredients, title: "Plain stew" }, me);
  expect((await listRecipes({ toCheckOnly: true }, me)).total).toBe(0);
  expect((await getRecipe(card!.slug, alone(me))).recipe.title).toBe("Plain stew");
  await expect(changeOwnRecipe(card!.slug, { ...recipe }, stranger)).rejects.toSatisfy(
    refuses("request/not-found"),
  );
  await expect(changeOwnRecipe("hummus", { ...recipe }, me)).rejects.toSatisfy(refuses("request/not-found"));
});

it("writes all own recipes as JSON-LD that reads back the same", async () => {
  const csv = `title,ingredients,steps,servings,prep_time\nEggs,"3 eggs|200 g spinach, washed","Wilt.|Fry.",2,10\nTea,1 lemon,Boil.,1,\n`;
  await take(csv, "two.csv");
  let text = "";
  for await (const part of exportRecipes(me)) text += part;
  expect(JSON.parse(text)).toMatchObject({ "@context": "https://schema.org" });
  expect(findRecipesInText(text)).toMatchObject([
    {
      title: "Eggs",
      servings: 2,
      prepMinutes: 10,
      ingredients: ["3 eggs", "200 g spinach, washed"],
      steps: ["Wilt.", "Fry."],
    },
    { title: "Tea", ingredients: ["1 lemon"], steps: ["Boil."] },
  ]);
  expect(await take(text, "again.jsonld")).toMatchObject({ added: 0, known: 2 });
});

describe("a page by its address", () => {
  let server: Server;
  const pages: Readonly<Record<string, readonly [string, Buffer | string]>> = {
    "/soup": [
      "text/html; charset=iso-8859-1",
      Buffer.from(
        '<div itemscope itemtype="https://schema.org/Recipe"><h1 itemprop="name">Crème soup</h1><p itemprop="recipeIngredient">2 leeks</p><p itemprop="recipeInstructions">Boil.</p></div>',
        "latin1",
      ),
    ],
    "/none": ["text/html", "<h1>Hello</h1>"],
    "/photo": ["image/jpeg", "x"],
  };
  beforeAll(async () => {
    server = createServer((request, response) => {
      const page = pages[request.url ?? ""];
      if (page) response.setHeader("content-type", page[0]).end(page[1]);
      else response.writeHead(302, { location: "http://127.0.0.1:5432/" }).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterAll(() => void server.close());

  const ask = (address: string) =>
    fetchRecipe(address, {
      resolve: async (name) => [name === "intranet.example" ? "10.0.0.7" : "93.184.216.34"],
      dial: () => ({ host: "127.0.0.1", port: (server.address() as AddressInfo).port }),
    });

  it("is read in its own encoding", async () => {
    expect(await ask("http://soup.example/soup")).toMatchObject({
      title: "Crème soup",
      ingredients: ["2 leeks"],
      url: "http://soup.example/soup",
    });
  });

  it.each([
    ["http://127.0.0.1/soup", "url/private-address"],
    ["http://[::1]/soup", "url/private-address"],
    ["http://intranet.example/soup", "url/private-address"],
    ["http://soup.example/elsewhere", "url/private-address"],
    ["file:///etc/passwd", "url/invalid"],
    ["http://soup.example/none", "recipe/none-found"],
    ["http://soup.example/photo", "url/not-a-page"],
  ])("%s is refused: %s", async (address, code) => {
    await expect(ask(address)).rejects.toSatisfy(refuses(code));
  });
});
