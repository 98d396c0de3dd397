import { expect, it } from "vitest";
import type { StockedFood } from "./stocked-food";
import { applyStockChange, type HeldRow, inverseOfStock, takeFrom } from "./take-step";

const flour: HeldRow = {
  foodId: "flour",
  quantity: 1.5,
  unit: "kg",
  place: "cupboard",
  bestBefore: null,
  isRemoved: false,
};
const { isRemoved: _, ...values } = flour;
const step = (quantity: number, put: typeof values | null = null) => ({
  id: "row",
  base: "seen",
  put,
  take: { quantity, unit: "g" as const },
});

it("takes grams out of kilograms: 1.5 kg less 300 g is 1.2 kg", () => {
  expect(takeFrom(flour, step(300))).toEqual({ put: { ...values, quantity: 1.2 }, short: 0 });
});

it("leaves no row where exactly all is taken, and says what is missing where more is", () => {
  expect(takeFrom(flour, step(1500))).toEqual({ put: null, short: 0 });
  expect(takeFrom(flour, step(1600))).toEqual({ put: null, short: 100 });
  expect(takeFrom({ ...flour, isRemoved: true }, step(200))).toEqual({ put: null, short: 200 });
});

it("gives back what was there: 2 of 1.5 kg were asked for, so 1.5 kg come back", () => {
  const gone = { ...flour, isRemoved: true };
  expect(takeFrom(gone, step(-2000, values), 500)).toEqual({ put: { ...values, quantity: 1.5 }, short: 0 });
  expect(takeFrom({ ...flour, quantity: 1 }, step(-500, values))?.put?.quantity).toBe(1.5);
});

it("does not guess where amounts do not compare", () => {
  expect(takeFrom({ ...flour, quantity: null, unit: null }, step(300))).toBeNull();
  expect(takeFrom({ ...flour, quantity: 2, unit: "cup" }, step(300))).toBeNull();
});

it("shows the same however often a change is applied, and takes it back on top of what is there by then", () => {
  const row: StockedFood = { ...values, id: "row", changeId: "seen" };
  const change = { id: "mine", steps: [step(300, { ...values, quantity: 1.2 })] };
  const once = applyStockChange([row], change);
  expect(once).toMatchObject([{ quantity: 1.2, changeId: "mine" }]);
  expect(applyStockChange(once, change)).toEqual(once);
  const inverse = inverseOfStock(change, [row], "back");
  expect(inverse.steps[0]?.take).toEqual({ quantity: -300, unit: "g", of: "mine" });
  expect(applyStockChange([{ ...row, quantity: 1, changeId: "other" }], inverse)).toMatchObject([
    { quantity: 1.3 },
  ]);
});
