import { expect, it } from "vitest";
import { listChangeSchema } from "@/lib/contracts/shopping";
import {
  applyListChange,
  isExtraTicked,
  type KitchenState,
  recipesOf,
} from "@/lib/core/recipes/shopping/shared-list";
import type { ListedRecipe } from "@/lib/core/recipes/shopping-list";
import { forgetKeptList, keptListChanges } from "./take-over-list";
import { memoryOf } from "./testing/memory-of";

const leek = { foodId: "leek", quantity: 2, unit: "pc" as const };
const soup: ListedRecipe = {
  slug: "leek-soup",
  title: "Leek soup",
  servings: 2,
  wanted: [leek, { foodId: "potato", quantity: 300, unit: "g" }],
};
const kept = (over: object = {}) =>
  memoryOf({
    shopping: JSON.stringify({
      recipes: [soup],
      extras: [
        { id: "extra-candles-1", text: "candles" },
        { id: "extra-soap-2", text: "soap" },
      ],
      ticked: ["leek", "extra-soap-2"],
      bought: { leek: [{ id: "a", changeId: "b" }] },
      ...over,
    }),
  });
const EMPTY: KitchenState = { lines: [], foods: [] };
const afterAll = (changes: ReturnType<typeof keptListChanges>) =>
  changes.reduce(applyListChange, EMPTY).lines;

it("puts every line of the old list on the shared one, with its ticks", () => {
  const lines = afterAll(keptListChanges(kept()));
  expect(recipesOf(lines, "all")).toEqual([soup]);
  expect(recipesOf(lines, "ticked").flatMap(({ wanted }) => wanted)).toEqual([leek]);
  const extras = lines.filter(({ content }) => content.kind === "extra");
  expect(extras.map(isExtraTicked)).toEqual([false, true]);
});

it("makes the same changes again until it is told that they wait, and none afterwards", () => {
  const memory = kept();
  const first = keptListChanges(memory);
  expect(keptListChanges(memory)).toEqual(first);
  forgetKeptList(memory);
  expect(keptListChanges(memory)).toEqual([]);
});

it("makes changes that the server takes, also of a list of a thousand lines", () => {
  const extras = Array.from({ length: 1000 }, (_, place) => ({
    id: `extra-${place}`,
    text: `Thing ${place}`,
  }));
  const changes = keptListChanges(kept({ extras }));
  for (const change of changes) expect(listChangeSchema.safeParse(change).success).toBe(true);
  expect(afterAll(changes)).toHaveLength(1001);
});

it("keeps the name of what does not fit any more, and makes nothing where there is no list", () => {
  const lines = afterAll(keptListChanges(kept({ recipes: [{ ...soup, servings: 0 }] })));
  expect(lines.map(({ content }) => content)).toContainEqual({ kind: "extra", text: "Leek soup" });
  expect(keptListChanges(memoryOf())).toEqual([]);
  expect(keptListChanges(memoryOf({ shopping: "{broken" }))).toEqual([]);
});
