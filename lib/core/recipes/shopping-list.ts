import { type Amount, inBaseUnit } from "./amounts";
import { type AskedFood, shortBy } from "./explain";
import { AISLES, type Aisle, OTHER_FOOD, type Unit } from "./food";
import { foodWords } from "./food-words";
import { isOnlyManner } from "./harmless-words";
import type { Ingredient } from "./recipe";
import type { Vocabulary } from "./vocabulary";

/** One food of one recipe that has to be bought. */
export interface WantedFood {
  readonly foodId: string;
  readonly quantity: number | null;
  readonly unit: Unit | null;
  /** What the line calls it, where the vocabulary does not have it. */
  readonly words?: string | undefined;
  /** True where a photo shows it and no person has said whether it is there. */
  readonly isDoubtful?: boolean | undefined;
}

/** A recipe's share of the list. */
export interface ListedRecipe {
  readonly slug: string;
  readonly title: string;
  readonly servings: number;
  readonly wanted: readonly WantedFood[];
}

export interface ShoppingItem {
  /** The food's id; of what the vocabulary does not have, its own words in one form. */
  readonly key: string;
  readonly foodId: string;
  /** What it is called, where the vocabulary does not have it. */
  readonly words: string | null;
  /** One amount a unit that cannot be added to another: "300 g and 2 cloves". Empty for "some". */
  readonly amounts: readonly Amount[];
  /** Titles of the recipes that want it. */
  readonly recipes: readonly string[];
  /** True where it may be there already: a photo shows it, and no person has confirmed it for any of the recipes. */
  readonly isDoubtful?: boolean;
}

export interface AisleItems {
  /** "other" for what the vocabulary does not have: its aisle is unknown. */
  readonly aisle: Aisle | "other";
  readonly items: readonly ShoppingItem[];
}

/**
 * What a recipe needs bought, as its card and page count it: what is missing, the rest of what there is too little of, and,
 * marked, what may be there.
 * @param ingredients scaled to the servings wanted
 * @param asked from `explain`, for the same ingredients
 */
export function wantedFrom(ingredients: readonly Ingredient[], asked: readonly AskedFood[]): WantedFood[] {
  const saidOf = new Map(asked.map((food) => [food.foodId, food]));
  const written = new Set<string>();
  return ingredients.flatMap((item): WantedFood[] => {
    const { foodId, quantity, unit, optional } = item;
    const said = saidOf.get(foodId);
    if (optional || !said || said.state === "have") return [];
    if (said.state === "some") {
      // a food on two lines is short once
      if (written.has(foodId)) return [];
      written.add(foodId);
      return [{ foodId, quantity: shortBy(said), unit: said.unit }];
    }
    const words = foodId === OTHER_FOOD ? (item.note ?? item.original) : undefined;
    return [
      {
        foodId,
        quantity,
        unit,
        ...(words ? { words } : {}),
        ...(said.state === "doubtful" ? { isDoubtful: true } : {}),
      },
    ];
  });
}

/** The ingredients for more or fewer servings. */
export function scaled(ingredients: readonly Ingredient[], scale: number): Ingredient[] {
  return ingredients.map((item) => ({
    ...item,
    quantity: item.quantity === null ? null : item.quantity * scale,
  }));
}

/** One key for one thing: unknown foods differ by their words, in one Unicode form and without what is done to them. */
export function shoppingKey({ foodId, words }: Pick<WantedFood, "foodId" | "words">): string {
  if (foodId !== OTHER_FOOD || !words) return foodId;
  const plain = shoppingName(words).normalize("NFKC").toLocaleLowerCase("en").replace(/\s+/g, " ").trim();
  return `${OTHER_FOOD}:${plain}`;
}

/** The words up to the first comma or bracket: what to buy, without "finely chopped". */
export function shoppingName(words: string): string {
  const name = words.split(/[,;(]/)[0]!.trim();
  // "boneless, skinless …" names nothing yet
  return name === "" || isOnlyManner(foodWords(name)) ? words.trim() : name;
}

/** Adds up what several recipes want, by food and unit, in the order of a walk through a shop. */
export function mergeShopping(recipes: readonly ListedRecipe[], vocabulary: Vocabulary): AisleItems[] {
  const items = new Map<string, ToAdd>();
  for (const recipe of recipes) {
    for (const wanted of recipe.wanted) {
      const key = shoppingKey(wanted);
      const words = key === wanted.foodId ? null : shoppingName(wanted.words ?? "");
      const item: ToAdd = items.get(key) ?? {
        foodId: wanted.foodId,
        words,
        amounts: new Map<Unit, number>(),
        recipes: new Set<string>(),
        isDoubtful: true,
      };
      items.set(key, item);
      item.recipes.add(recipe.title);
      // wanted for certain by one recipe, it is bought for certain
      item.isDoubtful &&= wanted.isDoubtful === true;
      if (wanted.quantity === null || wanted.unit === null) continue;
      const added = inBaseUnit({ quantity: wanted.quantity, unit: wanted.unit });
      item.amounts.set(added.unit, (item.amounts.get(added.unit) ?? 0) + added.quantity);
    }
  }
  const listed = [...items].flatMap(([key, item]) => {
    const food = vocabulary.byId.get(item.foodId);
    const aisle: AisleItems["aisle"] = item.foodId === OTHER_FOOD ? "other" : (food?.aisle ?? "other");
    return food ? [{ aisle, name: item.words ?? food.name, item: toItem(key, item) }] : [];
  });
  return [...AISLES, "other" as const]
    .map((aisle) => ({
      aisle,
      items: listed
        .filter((entry) => entry.aisle === aisle)
        .sort((a, b) => a.name.localeCompare(b.name))
        .map((entry) => entry.item),
    }))
    .filter((group) => group.items.length > 0);
}

interface ToAdd {
  readonly foodId: string;
  readonly words: string | null;
  readonly amounts: Map<Unit, number>;
  readonly recipes: Set<string>;
  isDoubtful: boolean;
}

function toItem(key: string, { foodId, words, amounts, recipes, isDoubtful }: ToAdd): ShoppingItem {
  return {
    key,
    foodId,
    words,
    amounts: [...amounts].map(([unit, quantity]) =>
      unit === "tsp" && quantity >= 3 ? { quantity: quantity / 3, unit: "tbsp" } : { quantity, unit },
    ),
    recipes: [...recipes],
    ...(isDoubtful ? { isDoubtful } : {}),
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
          item.words ?? nameOf(item.foodId),
          amount ? Math.round(amount.quantity * 100) / 100 : "",
          amount?.unit ?? "",
          item.recipes.join("; "),
        ]);
    }
  for (const extra of extras) rows.push(["", extra, "", "", ""]);
  return `${rows.map((row) => row.map(cellOf).join(",")).join("\r\n")}\r\n`;
}

/** Quoted where it must be; text that a spreadsheet would read as a formula is made harmless. */
function cellOf(value: string | number): string {
  const text = typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
