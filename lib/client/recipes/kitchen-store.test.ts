import { expect, it } from "vitest";
import { createKitchenStore } from "./kitchen-store";
import { memoryOf } from "./testing/memory-of";

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

it("keeps every filter of somebody whose order is no longer offered", () => {
  const before = {
    ...createKitchenStore(memoryOf()).getState(),
    mode: "fewest-missing",
    allergens: ["nuts"],
  };
  const store = createKitchenStore(memoryOf({ kitchen: JSON.stringify(before) }));
  expect(store.getState()).toMatchObject({ mode: "use-up-most", allergens: ["nuts"] });
});

it("asks about the staples until somebody has answered", () => {
  const memory = memoryOf();
  const store = createKitchenStore(memory);
  expect(store.getState().hasAnsweredStaples).toBe(false);
  store.getState().change({ hasAnsweredStaples: true });
  expect(createKitchenStore(memory).getState().hasAnsweredStaples).toBe(true);
});

it("settles what a photo was not sure of", () => {
  const store = createKitchenStore(memoryOf());
  const doubtful = (foodId: string) => ({ foodId, weight: 0.4, count: 2 });
  store.getState().change({ pantry: [doubtful("egg"), doubtful("leek"), doubtful("kale")] });
  store.getState().answerDoubt("egg", true);
  store.getState().answerDoubt("leek", false);
  expect(store.getState().pantry).toEqual([{ foodId: "egg", weight: 1, count: 2 }, doubtful("kale")]);
});
