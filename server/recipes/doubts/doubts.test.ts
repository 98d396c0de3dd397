import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { getDatabase } from "@/server/db/client";
import { recipes } from "@/server/db/schema/recipes";
import { LOCAL_USER_ID } from "@/server/db/schema/users";
import { alone } from "@/server/db/testing/alone";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { seedRecipes } from "../seed/seed-catalogue";
import { changeOwnRecipe, getRecipe, listRecipes, saveOwnRecipe } from "../service";
import { listDoubts, restoreDoubts, settleDoubts } from "./doubts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const me = LOCAL_USER_ID;
const stranger = "00000000-0000-4000-8000-00000000000f";
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await seedRecipes();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await getDatabase().delete(recipes).where(eq(recipes.ownerId, me));
});

const line = (original: string, foodId: string, more: object = {}) => ({
  foodId,
  quantity: 1,
  unit: "pc" as const,
  note: null,
  optional: false,
  original,
  ...more,
});
const save = async (title: string, ...ingredients: ReturnType<typeof line>[]) =>
  (await saveOwnRecipe({ title, servings: 2, steps: ["Cook."], ingredients }, alone(me))).slug;
const ingredientsOf = async (slug: string) => (await getRecipe(slug, alone(me))).recipe.ingredients;
const toCheck = async () => (await listRecipes({ toCheckOnly: true }, me)).total;

it("lists the doubtful lines alone, each with the foods it may mean", async () => {
  const slug = await save(
    "Stew",
    line("1 onion", "onion"),
    line("1 packet leek", "leek", { isDoubtful: true }),
  );
  expect(await listDoubts(me)).toMatchObject({
    doubts: [
      { slug, title: "Stew", place: 1, ingredient: { original: "1 packet leek" }, candidates: ["leek"] },
    ],
    hasMore: false,
  });
  expect((await listDoubts(stranger)).doubts).toEqual([]);
});

it("are offered foods and read again in the recipe's own language", async () => {
  const original = "2 EL Butter oder Margarine";
  const ingredients = [line(original, "other", { quantity: 2, unit: "tbsp" as const, isDoubtful: true })];
  const extras = { language: "de" };
  const { slug } = await saveOwnRecipe(
    { title: "Kuchen", servings: 2, steps: ["Backen."], ingredients, extras },
    alone(me),
  );
  expect((await listDoubts(me)).doubts[0]?.candidates).toEqual(
    expect.arrayContaining(["butter", "margarine"]),
  );
  await settleDoubts(
    { lines: [{ slug, place: 0, original }], answer: { kind: "food", foodId: "butter" } },
    me,
  );
  expect((await ingredientsOf(slug))[0]).toMatchObject({ foodId: "butter", quantity: 2, unit: "tbsp" });
});

describe("an answer", () => {
  const doubtful = () =>
    line("2 packets leek, sliced", "leek", { quantity: 2, isDoubtful: true, group: "Stew" });
  const keyOf = (slug: string) => ({ slug, place: 0, original: "2 packets leek, sliced" });

  it("that it is right settles the line for good", async () => {
    const slug = await save("Stew", doubtful());
    await settleDoubts({ lines: [keyOf(slug)], answer: { kind: "right" } }, me);
    expect((await ingredientsOf(slug))[0]).toEqual({
      ...line("2 packets leek, sliced", "leek"),
      quantity: 2,
      group: "Stew",
      isChosen: true,
    });
    expect(await toCheck()).toBe(0);
  });

  it("with another food keeps words and heading", async () => {
    const slug = await save("Stew", doubtful());
    await settleDoubts({ lines: [keyOf(slug)], answer: { kind: "food", foodId: "onion" } }, me);
    expect((await ingredientsOf(slug))[0]).toMatchObject({
      foodId: "onion",
      original: "2 packets leek, sliced",
      group: "Stew",
      isChosen: true,
    });
  });

  it("to keep it as text makes its allergens unknown", async () => {
    const slug = await save("Stew", doubtful());
    await settleDoubts({ lines: [keyOf(slug)], answer: { kind: "text" } }, me);
    const page = await getRecipe(slug, alone(me));
    expect(page.recipe.ingredients[0]).toMatchObject({ foodId: "other", isChosen: true });
    expect(page.report.allergensKnown).toBe(false);
    expect(await toCheck()).toBe(0);
  });

  it("settles the same line of several recipes at once, and can be undone", async () => {
    const slugs = [await save("One", doubtful()), await save("Two", doubtful())];
    const before = await settleDoubts({ lines: slugs.map(keyOf), answer: { kind: "right" } }, me);
    expect(await toCheck()).toBe(0);
    await restoreDoubts(before, me);
    expect(await toCheck()).toBe(2);
    expect((await ingredientsOf(slugs[0] ?? ""))[0]).toEqual(doubtful());
  });

  it("is refused for a line that was changed meanwhile, and then settles none", async () => {
    const [one, two] = [await save("One", doubtful()), await save("Two", doubtful())];
    await changeOwnRecipe(
      two,
      { title: "Two", servings: 2, steps: ["Cook."], ingredients: [line("1 onion", "onion")] },
      me,
    );
    await expect(
      settleDoubts({ lines: [keyOf(one), keyOf(two)], answer: { kind: "right" } }, me),
    ).rejects.toMatchObject({ code: "request/conflict" });
    expect(await toCheck()).toBe(1);
  });

  it("is refused for a food that is none, and for somebody else's recipe", async () => {
    const slug = await save("Stew", doubtful());
    const lines = [keyOf(slug)];
    await expect(
      settleDoubts({ lines, answer: { kind: "food", foodId: "stardust" } }, me),
    ).rejects.toMatchObject({ code: "request/invalid" });
    await expect(settleDoubts({ lines, answer: { kind: "right" } }, stranger)).rejects.toMatchObject({
      code: "request/not-found",
    });
  });
});
