import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { isAppError } from "@/lib/core/errors";
import type { LineContent, ListStep, SharedLine } from "@/lib/core/recipes/shopping/shared-list";
import type { StockValues } from "@/lib/core/recipes/stock/stocked-food";
import { type Context, localContext } from "@/server/api/context";
import { createCallerFactory } from "@/server/api/trpc";
import { appRouter } from "@/server/assembly/root-router";
import { getDatabase } from "@/server/db/client";
import { kitchenChanges, kitchens, shoppingLines, stockedFoods } from "@/server/db/schema/kitchen";
import { addPerson } from "@/server/db/testing/alone";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { readCatalogue } from "../../catalogue/catalogue";
import { seedRecipes } from "../../seed/seed-catalogue";

vi.setConfig({ hookTimeout: 120_000 });

let database: TestDatabase;
const me: Context = localContext();
const otherId = randomUUID();
const other: Context = { ...me, user: { ...me.user, id: otherId }, team: { ...me.team, id: otherId } };
const callerFor = createCallerFactory(appRouter);
const { shopping, stock, cook } = callerFor(me).recipes;
const theirs = callerFor(other).recipes;

beforeAll(async () => {
  database = await createTestDatabase();
  await addPerson(otherId, "Another");
  const catalogue = await readCatalogue();
  await seedRecipes({ ...catalogue, recipes: catalogue.recipes.slice(0, 1) });
});
afterAll(() => database.drop());
beforeEach(async () => {
  for (const table of [shoppingLines, stockedFoods, kitchenChanges, kitchens])
    await getDatabase().delete(table);
});

const recipe = (slug: string, quantity: number): LineContent => ({
  kind: "recipe",
  slug,
  title: slug,
  servings: 2,
  wanted: [{ foodId: "egg", quantity, unit: "pc" }],
});
const eggs = (quantity: number): StockValues => ({
  foodId: "egg",
  quantity,
  unit: "pc",
  place: "fridge",
  bestBefore: null,
});
const made = (...list: ListStep[]) => ({ id: randomUUID(), list: structuredClone(list) as never });
const put = (
  content: LineContent | null,
  id: string = randomUUID(),
  base: string | null = null,
): ListStep => ({
  do: "put",
  id,
  base,
  content,
});
const tick = (lines: readonly SharedLine[], bought: number | null = null): ListStep => ({
  do: "tick",
  key: "egg",
  lines: lines.map(({ id, changeId }) => ({ id, changeId })),
  bought: bought === null ? [] : [{ id: randomUUID(), put: eggs(bought) }],
});
const untick = (lines: readonly SharedLine[], staysTicked = false): ListStep => ({
  do: "untick",
  key: "egg",
  lines: lines.map(({ id, changeId }) => ({ id, changeId })),
  staysTicked,
});
const lines = async () => (await shopping.get()).lines as readonly SharedLine[];
const eggsLeft = async () => (await stock.get()).foods.map(({ quantity }) => quantity);
const refused = (work: Promise<unknown>, code: string) =>
  expect(work).rejects.toSatisfy(
    (error) => error instanceof Error && isAppError(error.cause) && error.cause.code === code,
  );

describe("a shopping list that a household shares", () => {
  it("keeps what two people add at once, in the order it came", async () => {
    await Promise.all([
      shopping.change(made(put({ kind: "extra", text: "candles" }))),
      shopping.change(made(put({ kind: "extra", text: "soap" }))),
      shopping.change(made(put(recipe("omelette", 3)))),
      shopping.change(made(put(recipe("omelette", 5)))),
    ]);
    expect((await lines()).map(({ content }) => content.kind).toSorted()).toEqual([
      "extra",
      "extra",
      "recipe",
      "recipe",
    ]);
  });

  it("is one change however often it is sent, also after a later one", async () => {
    const added = made(put(recipe("omelette", 3)));
    await shopping.change(added);
    await shopping.change(added);
    const ticked = made(tick(await lines()));
    await shopping.change(ticked);
    await shopping.change(made(untick(await lines())));
    await shopping.change(ticked);
    expect(await lines()).toMatchObject([{ ticked: [] }]);
  });

  it("ticks once what two people tick at once, and puts it into the pantry once", async () => {
    await shopping.change(made(put(recipe("omelette", 3))));
    const seen = await lines();
    await Promise.all([shopping.change(made(tick(seen, 3))), shopping.change(made(tick(seen, 3)))]);
    expect((await lines())[0]?.ticked).toHaveLength(1);
    expect(await eggsLeft()).toEqual([3]);
  });

  it("leaves to buy what somebody added while another ticked", async () => {
    await shopping.change(made(put(recipe("omelette", 3))));
    const seen = await lines();
    await shopping.change(made(put(recipe("cake", 4))));
    await shopping.change(made(tick(seen, 3)));
    expect((await lines()).map(({ ticked }) => ticked.length)).toEqual([1, 0]);
    // who saw both and bought seven cannot be told from who bought four
    await refused(shopping.change(made(tick(await lines(), 7))), "kitchen/changed-elsewhere");
    expect(await eggsLeft()).toEqual([3]);
    await shopping.change(made(tick(await lines())));
    expect((await lines()).map(({ ticked }) => ticked.length)).toEqual([1, 1]);
  });

  it("refuses a tick of what a line wanted before, and a change of a line that another has changed", async () => {
    const id = randomUUID();
    await shopping.change(made(put(recipe("omelette", 3), id)));
    const seen = await lines();
    await shopping.change(made(put(recipe("omelette", 6), id, seen[0]?.changeId)));
    await refused(shopping.change(made(tick(seen, 3))), "kitchen/changed-elsewhere");
    await refused(shopping.change(made(put(null, id, seen[0]?.changeId))), "kitchen/changed-elsewhere");
    expect(await lines()).toMatchObject([{ content: { wanted: [{ quantity: 6 }] }, ticked: [] }]);
    expect(await eggsLeft()).toEqual([]);
  });

  it("keeps in the pantry what was bought for a line that another took away meanwhile", async () => {
    const id = randomUUID();
    await shopping.change(made(put(recipe("omelette", 3), id)));
    const seen = await lines();
    await shopping.change(made(put(null, id, seen[0]?.changeId)));
    await shopping.change(made(tick(seen, 3)));
    await shopping.change(made(tick(seen, 3)));
    expect(await lines()).toEqual([]);
    expect(await eggsLeft()).toEqual([3]);
  });

  it("takes out of the pantry again what was ticked, unless somebody has changed it, and says so", async () => {
    await shopping.change(made(put(recipe("omelette", 3))));
    await shopping.change(made(tick(await lines(), 3)));
    expect(await shopping.change(made(untick(await lines(), true)))).toEqual({ short: [], stays: [] });
    expect([await eggsLeft(), (await lines())[0]?.ticked.length]).toEqual([[], 1]);
    await shopping.change(made(untick(await lines())));
    await shopping.change(made(tick(await lines(), 3)));
    const [row] = (await stock.get()).foods;
    await stock.change({
      id: randomUUID(),
      steps: [{ id: row?.id ?? "", base: row?.changeId ?? null, put: eggs(2) }],
    });
    expect(await shopping.change(made(untick(await lines())))).toEqual({ short: [], stays: ["egg"] });
    expect([await eggsLeft(), (await lines())[0]?.ticked]).toEqual([[2], []]);
  });

  it("is another team's neither to read nor to change, and counts among what is kept", async () => {
    const id = randomUUID();
    await shopping.change(made(put(recipe("omelette", 3), id)));
    const seen = await lines();
    expect(await theirs.shopping.get()).toEqual({ lines: [] });
    await refused(theirs.shopping.change(made(put(null, id, seen[0]?.changeId))), "request/not-found");
    await theirs.shopping.change(made(tick(seen)));
    expect((await lines())[0]?.ticked).toEqual([]);
    expect(await cook.get()).toMatchObject({ shoppingLines: 1 });
    await cook.erase({ part: "all" });
    expect(await lines()).toEqual([]);
  });

  it("refuses an empty line, and a food that the vocabulary does not have", async () => {
    await refused(shopping.change(made(put({ kind: "extra", text: "  " }))), "request/invalid");
    const unknown = {
      do: "tick" as const,
      key: "unicorn",
      lines: [],
      bought: [{ id: randomUUID(), put: { ...eggs(1), foodId: "unicorn" } }],
    };
    await refused(shopping.change(made(unknown)), "request/not-found");
  });
});

describe("two people who take from one row of the pantry at once", () => {
  const id = randomUUID();
  const take = (base: string, quantity: number, left: number, of?: string) => ({
    id: randomUUID(),
    steps: [
      {
        id,
        base,
        put: left > 0 ? eggs(left) : null,
        take: { quantity, unit: "pc" as const, ...(of ? { of } : {}) },
      },
    ],
  });
  const sixEggs = async () => {
    const first = { id: randomUUID(), steps: [{ id, base: null, put: eggs(6) }] };
    await stock.change(first);
    return first.id;
  };

  it("both take from what is truly there", async () => {
    const base = await sixEggs();
    const answers = await Promise.all([stock.change(take(base, 2, 4)), stock.change(take(base, 3, 3))]);
    expect(answers.flatMap(({ short }) => short)).toEqual([]);
    expect(await eggsLeft()).toEqual([1]);
  });

  it("never leave less than nothing, hear what was missing, and give back only what there was", async () => {
    const base = await sixEggs();
    await stock.change(take(base, 4, 2));
    const second = take(base, 5, 1);
    expect((await stock.change(second)).short).toEqual([{ foodId: "egg", quantity: 3, unit: "pc" }]);
    expect(await eggsLeft()).toEqual([]);
    await stock.change({
      ...take(second.id, -5, 6, second.id),
      steps: [{ id, base: second.id, put: eggs(6), take: { quantity: -5, unit: "pc", of: second.id } }],
    });
    expect(await eggsLeft()).toEqual([2]);
  });

  it("take once, however often the change is sent, and give back nothing that was never taken", async () => {
    const base = await sixEggs();
    const mine = take(base, 2, 4);
    await stock.change(mine);
    await stock.change(take(base, 1, 5));
    await stock.change(mine);
    expect(await eggsLeft()).toEqual([3]);
    await refused(stock.change(take(base, -2, 6, randomUUID())), "kitchen/changed-elsewhere");
  });

  it("are asked where another wrote an amount that does not compare", async () => {
    const base = await sixEggs();
    await stock.change({
      id: randomUUID(),
      steps: [{ id, base, put: { ...eggs(1), quantity: null, unit: null } }],
    });
    await refused(stock.change(take(base, 2, 4)), "kitchen/changed-elsewhere");
  });
});
