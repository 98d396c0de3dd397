import { expect, it } from "vitest";
import { createKitchenStore } from "./kitchen-store";

function memoryOf(values: Record<string, string> = {}) {
  return {
    values,
    read: (key: string) => values[key] ?? null,
    write: (key: string, value: string) => {
      values[key] = value;
    },
  };
}

it("remembers what was chosen", () => {
  const memory = memoryOf();
  const first = createKitchenStore(memory).getState();
  first.toggleDiet("vegan");
  first.toggleAllergen("nuts");
  first.keepFood("egg");
  first.chooseUnits("us");
  expect(createKitchenStore(memory).getState()).toMatchObject({
    diets: ["vegan"],
    allergens: ["nuts"],
    keptFoods: ["egg"],
    units: "us",
  });
});

it("takes back a second choice", () => {
  const store = createKitchenStore(memoryOf());
  store.getState().toggleDiet("vegan");
  store.getState().toggleDiet("vegan");
  store.getState().keepFood("egg");
  store.getState().dropFood("egg");
  expect(store.getState()).toMatchObject({ diets: [], keptFoods: [] });
});

it("starts afresh from what it cannot read", () => {
  expect(createKitchenStore(memoryOf({ kitchen: '{"diets":["carnivore"]}' })).getState().diets).toEqual([]);
});
