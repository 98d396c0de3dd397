import { expect, it } from "vitest";
import { MAX_GROUP } from "@/lib/core/recipes/needs";
import { readCatalogue } from "./catalogue";

it("has no more foods that can be given for one another than one group holds", async () => {
  const { foods, substitutions } = await readCatalogue();
  const groupOf = new Map(foods.map((food) => [food.id, new Set([food.id])]));
  const join = (first: string, second: string) => {
    const joined = new Set([...(groupOf.get(first) ?? []), ...(groupOf.get(second) ?? [])]);
    for (const id of joined) groupOf.set(id, joined);
  };
  for (const { wanted, use } of substitutions) join(wanted, use);
  for (const food of foods) for (const general of food.countsAs) join(food.id, general);
  const largest = Math.max(...[...groupOf.values()].map((group) => group.size));
  expect(largest).toBeGreaterThan(5);
  expect(largest).toBeLessThanOrEqual(MAX_GROUP);
});
