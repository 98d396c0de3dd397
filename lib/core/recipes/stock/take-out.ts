import { type Amount, inBaseUnit, inUnit, rounded } from "../amounts";
import { explain } from "../explain";
import { OTHER_FOOD } from "../food";
import type { AtHand } from "../needs";
import type { Ingredient } from "../recipe";
import { amountOf, type StockedFood } from "./stocked-food";
import type { StockStep } from "./take-step";

/** Something cooked that only a person can take out: how much is left is not known. */
export interface AskedOfStock {
  readonly food: StockedFood;
  /** What the recipe used of it; null for "to taste". */
  readonly used: Amount | null;
  /** Why it is asked. */
  readonly because: "amounts" | "stand-in" | "optional";
}

export interface TakenOut {
  readonly steps: readonly StockStep[];
  /** What the steps take, for the sentence. */
  readonly taken: readonly { readonly foodId: string; readonly amount: Amount }[];
  readonly asked: readonly AskedOfStock[];
}

/** A cooked recipe and what the kitchen gave for it. */
export interface Cooked {
  /** Scaled to the servings cooked. */
  readonly ingredients: readonly Ingredient[];
  readonly atHand: AtHand;
  readonly isStaple: (foodId: string) => boolean;
}

/**
 * Takes what a recipe used out of the pantry. Amounts that compare are subtracted, from what spoils first; down to nothing
 * where there was less. All else is asked about: "some" of it, other units, an optional food, and what may have stood in for
 * another. Nobody measures how much salt is left: staples are only taken out by amount.
 */
export function takeOut(stock: readonly StockedFood[], { ingredients, atHand, isStaple }: Cooked): TakenOut {
  const left = new Map(stock.map((food) => [food.id, amountOf(food)?.quantity ?? null]));
  const taken = new Map<string, Amount>();
  const asked = new Map<string, AskedOfStock>();
  const given = explain(ingredients, atHand, isStaple).filter(({ by }) => by !== null);
  const ask = (food: StockedFood, used: Amount | null, because: AskedOfStock["because"]) => {
    if (!asked.has(food.id)) asked.set(food.id, { food, used, because });
  };
  for (const { foodId, quantity, unit, optional } of ingredients) {
    if (foodId === OTHER_FOOD) continue;
    const used = quantity === null || unit === null ? null : { quantity, unit };
    const by = given.find((said) => said.foodId === foodId);
    const own = bySooner(stock.filter((food) => food.foodId === (by?.by ?? foodId)));
    if (by?.swap || optional) {
      for (const food of own) ask(food, used, by?.swap ? "stand-in" : "optional");
      continue;
    }
    let open = used ? inBaseUnit(used) : null;
    for (const food of own) {
      const has = amountOf(food);
      if (!open || !has || inBaseUnit(has).unit !== open.unit) continue;
      const before = inBaseUnit({ ...has, quantity: left.get(food.id) ?? 0 }).quantity;
      const part = Math.min(before, open.quantity);
      if (part <= 0) continue;
      left.set(food.id, inUnit(before - part, has.unit));
      const sum = taken.get(`${food.foodId} ${open.unit}`)?.quantity ?? 0;
      taken.set(`${food.foodId} ${open.unit}`, { unit: open.unit, quantity: rounded(sum + part) });
      open = { ...open, quantity: rounded(open.quantity - part) };
    }
    const isOpen = open === null || open.quantity > 0;
    const unlike = own.filter((food) => {
      const has = amountOf(food);
      return !open || !has || inBaseUnit(has).unit !== open.unit;
    });
    if (isOpen && !(isStaple(foodId) && unlike.length > 0))
      for (const food of unlike) ask(food, open ?? used, "amounts");
  }
  return {
    steps: stock.flatMap((food) => stepOf(food, left.get(food.id) ?? null)),
    taken: [...taken].map(([key, amount]) => ({ foodId: key.slice(0, key.indexOf(" ")), amount })),
    asked: [...asked.values()].filter(({ food }) => left.get(food.id) !== 0),
  };
}

function bySooner(foods: readonly StockedFood[]): StockedFood[] {
  return [...foods].sort((a, b) => (a.bestBefore ?? "9999").localeCompare(b.bestBefore ?? "9999"));
}

/** The row with what is left of it; none where nothing was taken. */
function stepOf(food: StockedFood, quantity: number | null): StockStep[] {
  const held = amountOf(food);
  if (!held || quantity === food.quantity) return [];
  const { id, changeId, ...values } = food;
  const take = inBaseUnit({ ...held, quantity: rounded(held.quantity - (quantity ?? 0)) });
  return [{ id, base: changeId, put: quantity ? { ...values, quantity } : null, take }];
}
