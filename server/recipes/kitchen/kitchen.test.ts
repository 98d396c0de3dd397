import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { isAppError } from "@/lib/core/errors";
import type { StockValues } from "@/lib/core/recipes/stock/stocked-food";
import type { MealValues } from "@/lib/core/recipes/week/planned-meal";
import { type Context, localContext } from "@/server/api/context";
import { createCallerFactory } from "@/server/api/trpc";
import { appRouter } from "@/server/assembly/root-router";
import { getDatabase } from "@/server/db/client";
import { kitchens, plannedMeals, stockedFoods } from "@/server/db/schema/kitchen";
import { addPerson } from "@/server/db/testing/alone";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { readCatalogue } from "../catalogue/catalogue";
import { seedRecipes } from "../seed/seed-catalogue";

vi.setConfig({ hookTimeout: 120_000 });

let database: TestDatabase;
let slug: string;
const me: Context = localContext();
const otherId = randomUUID();
const other: Context = { ...me, user: { ...me.user, id: otherId }, team: { ...me.team, id: otherId } };
const callerFor = createCallerFactory(appRouter);
const { stock, week, cook } = callerFor(me).recipes;

beforeAll(async () => {
  database = await createTestDatabase();
  await addPerson(other.user.id, "Another");
  const catalogue = await readCatalogue();
  const recipes = catalogue.recipes.slice(0, 2);
  slug = recipes[0]?.slug ?? "";
  await seedRecipes({ ...catalogue, recipes });
});
afterAll(() => database.drop());
beforeEach(async () => {
  for (const table of [stockedFoods, plannedMeals, kitchens]) await getDatabase().delete(table);
});

const eggs = (over: Partial<StockValues> = {}): StockValues => ({
  foodId: "egg",
  quantity: 6,
  unit: "pc",
  place: "fridge",
  bestBefore: null,
  ...over,
});
const change = (
  id: string,
  put: StockValues | null,
  base: string | null = null,
  changeId: string = randomUUID(),
) => ({
  id: changeId,
  steps: [{ id, base, put }],
});
const code = (expected: string) => (error: unknown) =>
  error instanceof Error && isAppError(error.cause) && error.cause.code === expected;
const refused = (work: Promise<unknown>, expected: string) => expect(work).rejects.toSatisfy(code(expected));

describe("the pantry that lasts", () => {
  it("is off and empty until somebody switches it on, and keeps its foods while it is off", async () => {
    expect(await stock.get()).toEqual({ isOn: false, foods: [] });
    await stock.switch({ isOn: true });
    await stock.change(change(randomUUID(), eggs()));
    await stock.switch({ isOn: false });
    expect(await stock.get()).toMatchObject({ isOn: false, foods: [{ foodId: "egg" }] });
    await stock.erase();
    expect((await stock.get()).foods).toEqual([]);
  });

  it('keeps amount, place and date, also "some"', async () => {
    const [dated, some] = [randomUUID(), randomUUID()];
    await stock.change({
      id: randomUUID(),
      steps: [
        {
          id: dated,
          base: null,
          put: eggs({ quantity: 1.5, unit: "kg", place: "freezer", bestBefore: "2028-02-29" }),
        },
        { id: some, base: null, put: eggs({ foodId: "tomato", quantity: null, unit: null }) },
      ],
    });
    expect((await stock.get()).foods).toMatchObject([
      { id: dated, quantity: 1.5, unit: "kg", place: "freezer", bestBefore: "2028-02-29" },
      { id: some, foodId: "tomato", quantity: null, unit: null, bestBefore: null },
    ]);
  });

  it("is one change however often it is sent, also a removal", async () => {
    const id = randomUUID();
    const added = change(id, eggs());
    await stock.change(added);
    await stock.change(added);
    expect((await stock.get()).foods).toHaveLength(1);
    const removed = change(id, null, added.id);
    await stock.change(removed);
    await stock.change(removed);
    expect((await stock.get()).foods).toEqual([]);
    await stock.change(change(id, eggs({ quantity: 5 }), removed.id));
    expect((await stock.get()).foods).toMatchObject([{ id, quantity: 5 }]);
  });

  it("refuses what is based on an older state, whole, and says so", async () => {
    const [id, beside] = [randomUUID(), randomUUID()];
    const first = change(id, eggs());
    await stock.change(first);
    await stock.change(change(id, eggs({ quantity: 4 }), first.id));
    const late = {
      id: randomUUID(),
      steps: [
        { id: beside, base: null, put: eggs({ foodId: "tomato" }) },
        { id, base: first.id, put: eggs({ quantity: 2 }) },
      ],
    };
    await refused(stock.change(late), "kitchen/changed-elsewhere");
    expect((await stock.get()).foods).toMatchObject([{ id, quantity: 4 }]);
    await refused(stock.change(change(id, eggs(), null)), "kitchen/changed-elsewhere");
  });

  it("lets two tabs add at the same time, and only one of them change the same row", async () => {
    const id = randomUUID();
    const added = change(id, eggs());
    // the same change sent twice at once, as after a lost answer
    await Promise.all([stock.change(added), stock.change(added), stock.change(change(randomUUID(), eggs()))]);
    expect((await stock.get()).foods).toHaveLength(2);
    const both = await Promise.allSettled(
      [1, 2].map((quantity) => stock.change(change(id, eggs({ quantity }), added.id))),
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  });

  it.each([
    ["a negative amount", { quantity: -1 }],
    ["nothing at all", { quantity: 0 }],
    ["more than anybody has", { quantity: 100_001 }],
    ["an amount without a unit", { unit: null }],
    ["a unit without an amount", { quantity: null }],
    ["a day that no calendar has", { bestBefore: "2026-02-30" }],
    ["a day that is none", { bestBefore: "soon" }],
    ["a year by mistake", { bestBefore: "0026-02-03" }],
  ])("refuses %s", async (_what, over) => {
    await refused(stock.change(change(randomUUID(), eggs(over as Partial<StockValues>))), "request/invalid");
    expect((await stock.get()).foods).toEqual([]);
  });

  it("refuses a food that the vocabulary does not have, and the same row twice", async () => {
    await refused(stock.change(change(randomUUID(), eggs({ foodId: "unicorn" }))), "request/not-found");
    const step = { id: randomUUID(), base: null, put: eggs() };
    await refused(stock.change({ id: randomUUID(), steps: [step, step] }), "request/invalid");
  });

  it("is its owner's alone", async () => {
    const id = randomUUID();
    const added = change(id, eggs());
    await stock.change(added);
    const theirs = callerFor(other).recipes.stock;
    expect((await theirs.get()).foods).toEqual([]);
    await refused(theirs.change(change(id, null, added.id)), "request/not-found");
    await theirs.erase();
    expect((await stock.get()).foods).toHaveLength(1);
  });

  it("forgets what was taken away a month ago", async () => {
    const id = randomUUID();
    const added = change(id, eggs());
    await stock.change(added);
    await stock.change(change(id, null, added.id));
    await getDatabase()
      .update(stockedFoods)
      .set({ removedAt: new Date(Date.now() - 31 * 86_400_000) })
      .where(eq(stockedFoods.id, id));
    await stock.change(change(randomUUID(), eggs()));
    expect(await getDatabase().$count(stockedFoods)).toBe(1);
  });
});

const meal = (over: Partial<MealValues> = {}): MealValues => ({
  slug,
  day: "2026-03-10",
  cooked: 4,
  eaten: 2,
  leftoverOf: null,
  ...over,
});
const days = { from: "2026-03-09", to: "2026-03-15" };

describe("the week", () => {
  it("keeps meals and leftovers, and gives the recipes they are of", async () => {
    const [dinner, rest, later] = [randomUUID(), randomUUID(), randomUUID()];
    await week.change({
      id: randomUUID(),
      steps: [
        { id: dinner, base: null, put: meal() },
        { id: rest, base: null, put: meal({ day: "2026-03-11", cooked: 0, leftoverOf: dinner }) },
        { id: later, base: null, put: meal({ day: "2026-03-16" }) },
      ],
    });
    const { meals, recipes } = await week.get(days);
    expect(meals).toMatchObject([
      { id: dinner, slug, day: "2026-03-10", cooked: 4, eaten: 2 },
      { id: rest, day: "2026-03-11", cooked: 0, leftoverOf: dinner },
    ]);
    expect(recipes.map((recipe) => recipe.slug)).toEqual([slug]);
    await week.erase();
    expect((await week.get(days)).meals).toEqual([]);
  });

  it.each([
    ["more eaten than cooked", { eaten: 5 }],
    ["a dish that nobody cooks", { cooked: 0 }],
    ["a leftover that is cooked", { leftoverOf: randomUUID() }],
    ["half a serving", { eaten: 1.5 }],
    ["nobody who eats", { eaten: 0 }],
    ["a hundred servings", { cooked: 100 }],
    ["no such day", { day: "2026-06-31" }],
  ])("refuses %s", async (_what, over) => {
    await refused(
      week.change({ id: randomUUID(), steps: [{ id: randomUUID(), base: null, put: meal(over) }] }),
      "request/invalid",
    );
  });

  it("refuses a recipe that is not there, and is its owner's alone", async () => {
    const step = { id: randomUUID(), base: null, put: meal({ slug: "no-such-dish" }) };
    await refused(week.change({ id: randomUUID(), steps: [step] }), "request/not-found");
    await week.change({ id: randomUUID(), steps: [{ ...step, put: meal() }] });
    expect((await callerFor(other).recipes.week.get(days)).meals).toEqual([]);
  });
});

it("is erased with everything else that is kept of a person's cooking, which counts it", async () => {
  await stock.switch({ isOn: true });
  await stock.change(change(randomUUID(), eggs()));
  await week.change({ id: randomUUID(), steps: [{ id: randomUUID(), base: null, put: meal() }] });
  expect(await cook.get()).toMatchObject({ stockedFoods: 1, plannedMeals: 1 });
  await cook.erase({ part: "history" });
  expect(await cook.get()).toMatchObject({ stockedFoods: 1 });
  await cook.erase({ part: "all" });
  expect(await cook.get()).toMatchObject({ stockedFoods: 0, plannedMeals: 0 });
  expect(await stock.get()).toEqual({ isOn: false, foods: [] });
});
