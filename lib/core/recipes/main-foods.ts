import type { Food, Unit } from "./food";
import { foodWords, nameForms } from "./food-words";
import type { Ingredient, Recipe } from "./recipe";

/** Rough grams of one unit: enough to tell a dish's body from its garnish, and shown nowhere. */
const GRAMS: Readonly<Record<Unit, number>> = {
  g: 1,
  kg: 1000,
  ml: 0.6,
  l: 600,
  tsp: 4,
  tbsp: 12,
  cup: 150,
  pc: 100,
  clove: 4,
  slice: 30,
  bunch: 40,
  handful: 30,
  pinch: 0.5,
  sprig: 2,
  leaf: 1,
  sheet: 20,
  stalk: 40,
  head: 500,
  cm: 5,
};

/** Foods whose piece is far from 100 g. */
const PIECE: Readonly<Record<string, number>> = {
  "bay-leaf": 0.3,
  blueberry: 1,
  cherry: 8,
  chili: 10,
  date: 8,
  egg: 55,
  garlic: 40,
  grape: 6,
  lemon: 60,
  lime: 50,
  litchi: 15,
  mushroom: 20,
  olive: 4,
  "passion-fruit": 30,
  plum: 60,
  radish: 12,
  "spring-onion": 15,
  strawberry: 15,
  tortilla: 45,
};

/** What seasons, sweetens or thins is a dish's body only where its title says so. */
const SEASONINGS = new Set<Food["aisle"]>(["herbs", "spices", "sauces", "drinks"]);
const STOCKS = /(^|-)(stock|water)$/;

/** So much of the largest part: 3 eggs beside 400 g of potatoes are a main part, a garlic clove is not. */
const SHARE = 1 / 3;

/**
 * The foods a dish is made of, as against those that season or garnish it: those its title names, and those that weigh
 * at least a third of its heaviest one. Judged by rough weights, to order by; never shown as an amount.
 */
export function mainFoods(
  recipe: Pick<Recipe, "title" | "ingredients">,
  foodOf: (foodId: string) => Food | undefined,
): string[] {
  const weights = new Map<string, number>();
  for (const item of recipe.ingredients)
    if (!item.optional) weights.set(item.foodId, (weights.get(item.foodId) ?? 0) + gramsOf(item));
  const needed = [...weights.keys()].flatMap((id) => foodOf(id) ?? []);
  const title = ` ${foodWords(recipe.title).join(" ")} `;
  const isNamed = (food: Food) =>
    [food.name, food.plural, ...(food.names ?? []), ...food.words, ...food.classes]
      .flatMap(nameForms)
      .some((words) => words.length > 0 && title.includes(` ${words.join(" ")} `));
  const isBody = (food: Food) => !SEASONINGS.has(food.aisle) && !STOCKS.test(food.id);
  const heaviest = Math.max(0, ...needed.filter(isBody).map((food) => weights.get(food.id) ?? 0));
  return needed
    .filter(
      (food) =>
        (isBody(food) && (weights.get(food.id) ?? 0) >= heaviest * SHARE) ||
        (!STOCKS.test(food.id) && isNamed(food)),
    )
    .map((food) => food.id);
}

function gramsOf({ foodId, quantity, unit }: Ingredient): number {
  if (unit === null) return 1;
  return (quantity ?? 1) * (unit === "pc" ? (PIECE[foodId] ?? GRAMS.pc) : GRAMS[unit]);
}
