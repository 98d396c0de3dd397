import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { OwnRecipe } from "@/lib/contracts/recipes";
import { getDatabase } from "@/server/db/client";
import { LOCAL_USER_ID } from "@/server/db/schema/users";
import { alone } from "@/server/db/testing/alone";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { readCatalogue } from "../catalogue/catalogue";
import { seedRecipes } from "../seed/seed-catalogue";
import { getRecipe, listRecipes, saveOwnRecipe } from "../service";
import { readOwnAnew } from "./read-anew";

const me = LOCAL_USER_ID;
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await seedRecipes();
});
afterAll(() => database.drop());

const line = (original: string, foodId: string, over: object = {}) => ({
  foodId,
  quantity: 1,
  unit: "pc" as const,
  note: null,
  optional: false,
  original,
  ...over,
});
const keep = async (title: string, ingredients: OwnRecipe["ingredients"]) =>
  (await saveOwnRecipe({ title, servings: 2, ingredients, steps: ["Mix."] }, alone(me))).slug;
const linesOf = async (slug: string) =>
  (await getRecipe(slug, alone(me))).recipe.ingredients.map((item) => [
    item.original,
    item.foodId,
    item.quantity,
    item.isDoubtful ?? false,
  ]);
/** As stored by a version that did not record how it read. */
const forgetReading = () =>
  getDatabase().execute(sql`update recipes set read_with = '' where owner_id is not null`);

it("reads anew what was misread, keeps what a person chose, and the filters follow", async () => {
  const slug = await keep("Flat cakes", [
    line("2 cups almond flour", "flour"),
    line("1 and 1/2 cups milk", "milk"),
    line("1 stick vegan butter", "butter"),
    line("3 shallots", "onion"),
    line("1 handful stardust", "other"),
    line("For the sauce", "other", { isDoubtful: true }),
    line("2 onions", "onion"),
  ]);
  expect((await listRecipes({ ownOnly: true, allergens: ["nuts"] }, me)).total).toBe(0);
  await forgetReading();
  expect(await readOwnAnew()).toBe(1);
  expect(await linesOf(slug)).toEqual([
    ["2 cups almond flour", "almond-flour", 2, false],
    ["1 and 1/2 cups milk", "milk", 1.5, false],
    ["1 stick vegan butter", "other", 113.398, true],
    ["3 shallots", "onion", 3, false],
    ["1 handful stardust", "other", 1, false],
    ["2 onions", "onion", 2, false],
  ]);
  const { recipe, report } = await getRecipe(slug, alone(me));
  expect(recipe.ingredients.at(-1)?.group).toBe("For the sauce");
  expect(report).toMatchObject({ contains: ["milk", "nuts"], allergensKnown: false });
  expect((await listRecipes({ ownOnly: true, allergens: ["nuts"] }, me)).total).toBe(0);
  expect((await listRecipes({ toCheckOnly: true }, me)).total).toBe(1);
});

it("looks at nothing twice, and goes on with what a person chose before", async () => {
  expect(await readOwnAnew()).toBe(0);
  const slug = await keep("Mine", [line("3 shallots", "onion", { isChosen: true })]);
  await forgetReading();
  await readOwnAnew();
  expect(await linesOf(slug)).toEqual([["3 shallots", "onion", 3, false]]);
});

it("follows what becomes known of a food", async () => {
  const slug = await keep("Plain leek", [line("2 leeks", "leek", { quantity: 2 })]);
  const safe = () => listRecipes({ ownOnly: true, query: "leek", allergens: ["lupin"] }, me);
  expect((await safe()).total).toBe(1);
  const catalogue = await readCatalogue();
  const foods = catalogue.foods.map((food) =>
    food.id === "leek" ? { ...food, allergens: ["lupin" as const] } : food,
  );
  await seedRecipes({ ...catalogue, foods });
  expect((await safe()).total).toBe(0);
  expect((await getRecipe(slug, alone(me))).report.contains).toEqual(["lupin"]);
  await seedRecipes();
});
