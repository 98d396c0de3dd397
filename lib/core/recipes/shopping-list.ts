import { AISLES, type Aisle, type Unit } from "./food";
import type { Ingredient } from "./recipe";
import type { Vocabulary } from "./vocabulary";

/** One food of one recipe that has to be bought. */
export interface Wanted {
  readonly foodId: string;
  readonly quantity: number | null;
  readonly unit: Unit | null;
}

/** A recipe's share of the list. */
export interface ListedRecipe {
  readonly slug: string;
  readonly title: string;
  readonly servings: number;
  readonly wanted: readonly Wanted[];
}

export interface Amount {
  readonly quantity: number;
  readonly unit: Unit;
}

export interface ShoppingItem {
  readonly foodId: string;
  /** One amount a unit that cannot be added to another: "300 g and 2 cloves". Empty for "some". */
  readonly amounts: readonly Amount[];
  /** Titles of the recipes that want it. */
  readonly recipes: readonly string[];
}

export interface AisleItems {
  readonly aisle: Aisle;
  readonly items: readonly ShoppingItem[];
}

/** Units of one dimension with the factor to its first one. */
const FAMILIES: Partial<Record<Unit, { readonly base: Unit; readonly factor: number }>> = {
  g: { base: "g", factor: 1 },
  kg: { base: "g", factor: 1000 },
  ml: { base: "ml", factor: 1 },
  l: { base: "ml", factor: 1000 },
  tsp: { base: "tsp", factor: 1 },
  tbsp: { base: "tsp", factor: 3 },
};

/** What a recipe needs bought: foods that are no staples, not optional and not there, scaled to the servings. */
export function wantedFrom(
  ingredients: readonly Ingredient[],
  scale: number,
  isThere: (foodId: string) => boolean,
): Wanted[] {
  return ingredients
    .filter((item) => !item.optional && !isThere(item.foodId))
    .map(({ foodId, quantity, unit }) => ({
      foodId,
      quantity: quantity === null ? null : quantity * scale,
      unit,
    }));
}

/** Adds up what several recipes want, by food and unit, in the order one walks through a shop. */
export function mergeShopping(recipes: readonly ListedRecipe[], vocabulary: Vocabulary): AisleItems[] {
  const items = new Map<string, { amounts: Map<Unit, number>; recipes: Set<string> }>();
  for (const recipe of recipes) {
    for (const { foodId, quantity, unit } of recipe.wanted) {
      const item = items.get(foodId) ?? { amounts: new Map<Unit, number>(), recipes: new Set<string>() };
      items.set(foodId, item);
      item.recipes.add(recipe.title);
      if (quantity === null || unit === null) continue;
      const { base, factor } = FAMILIES[unit] ?? { base: unit, factor: 1 };
      item.amounts.set(base, (item.amounts.get(base) ?? 0) + quantity * factor);
    }
  }
  const listed = [...items].flatMap(([foodId, item]) => {
    const food = vocabulary.byId.get(foodId);
    return food ? [{ food, item: toItem(foodId, item.amounts, item.recipes) }] : [];
  });
  return AISLES.map((aisle) => ({
    aisle,
    items: listed
      .filter((entry) => entry.food.aisle === aisle)
      .sort((a, b) => a.food.name.localeCompare(b.food.name))
      .map((entry) => entry.item),
  })).filter((group) => group.items.length > 0);
}

function toItem(
  foodId: string,
  amounts: ReadonlyMap<Unit, number>,
  recipes: ReadonlySet<string>,
): ShoppingItem {
  return {
    foodId,
    amounts: [...amounts].map(([unit, quantity]) =>
      unit === "tsp" && quantity >= 3 ? { quantity: quantity / 3, unit: "tbsp" } : { quantity, unit },
    ),
    recipes: [...recipes],
  };
}

/**
 * The list as CSV (RFC 4180), a row an amount: aisle, food, quantity, unit, recipes.
 * @param extras lines typed by hand
 */
export function shoppingTable(
  aisles: readonly AisleItems[],
  extras: readonly string[],
  nameOf: (foodId: string) => string,
): string {
  const rows: (string | number)[][] = [["aisle", "food", "quantity", "unit", "recipes"]];
  for (const { aisle, items } of aisles)
    for (const item of items) {
      const amounts = item.amounts.length > 0 ? item.amounts : [null];
      for (const amount of amounts)
        rows.push([
          aisle,
          nameOf(item.foodId),
          amount ? Math.round(amount.quantity * 100) / 100 : "",
          amount?.unit ?? "",
          item.recipes.join("; "),
        ]);
    }
  for (const extra of extras) rows.push(["", extra, "", "", ""]);
  return `${rows.map((row) => row.map(cellOf).join(",")).join("\r\n")}\r\n`;
}

/** Quoted where it must be; what a spreadsheet would take for a formula is kept from being one. */
function cellOf(value: string | number): string {
  const text = typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
