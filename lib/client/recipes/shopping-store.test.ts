import { expect, it } from "vitest";
import { createShoppingStore } from "./shopping-store";
import { memoryOf } from "./testing/memory-of";

const soup = {
  slug: "soup",
  title: "Soup",
  servings: 2,
  wanted: [{ foodId: "leek", quantity: 2, unit: "pc" as const }],
};

it("keeps recipes, extras and ticks between visits", () => {
  const memory = memoryOf();
  const list = createShoppingStore(memory).getState();
  list.addRecipe(soup);
  list.addExtra("  candles ");
  list.toggle("leek");
  const again = createShoppingStore(memory).getState();
  expect(again.recipes).toEqual([soup]);
  expect(again.extras.map((extra) => extra.text)).toEqual(["candles"]);
  expect(again.ticked).toEqual(["leek"]);
});

it("puts a recipe on the list once, and unticks what it wants again", () => {
  const store = createShoppingStore(memoryOf());
  store.getState().addRecipe(soup);
  store.getState().toggle("leek");
  store.getState().addRecipe({ ...soup, servings: 4 });
  expect(store.getState()).toMatchObject({ recipes: [{ servings: 4 }], ticked: [] });
});

it("takes no empty line", () => {
  const store = createShoppingStore(memoryOf());
  store.getState().addExtra("   ");
  expect(store.getState().extras).toEqual([]);
});
