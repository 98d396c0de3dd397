import { EFFORTS, type Effort } from "./effort";
import { packPoints } from "./points";
import type { PersonalOrder } from "./rank-query";
import { SERVING_SHAPES, shapeNumber } from "./recipe-columns";

/** How practised a person says they are. */
export const SKILLS = ["new", "practised", "keen"] as const;
export type Skill = (typeof SKILLS)[number];

export interface CookedRecipe {
  readonly recipeId: number;
  readonly times: number;
  readonly daysAgo: number;
}

/** All that shapes one person's order. Every part can be erased; without any the order is the plain one. */
export interface CookProfile {
  readonly favourites: readonly number[];
  readonly dislikedRecipes: readonly number[];
  /** Slugs. */
  readonly dislikedFoods: readonly string[];
  readonly cooked: readonly CookedRecipe[];
  /** People cooked for. */
  readonly household: number | null;
  readonly skill: Skill | null;
}

export const NO_PROFILE: CookProfile = {
  favourites: [],
  dislikedRecipes: [],
  dislikedFoods: [],
  cooked: [],
  household: null,
  skill: null,
};

/**
 * Why a recipe is higher or lower on its shelf for this person, in a card's words. A `push` counts as that many foods used
 * less; a `taste` decides among recipes that use as much.
 */
export type PersonalReason = { readonly points: number; readonly force: "push" | "taste" } & (
  | { readonly kind: "favourite" }
  | { readonly kind: "disliked-recipe" }
  | { readonly kind: "disliked-food"; readonly foodId: string }
  | { readonly kind: "cooked-often"; readonly times: number }
  | { readonly kind: "cooked-lately"; readonly daysAgo: number }
  | { readonly kind: "household"; readonly people: number }
  | { readonly kind: "easy" }
  | { readonly kind: "demanding" }
);

/** What a reason needs to know of a recipe. */
export interface JudgedRecipe {
  readonly id: number;
  /** The foods it cannot do without. */
  readonly foods: readonly string[];
  readonly servings: number;
  readonly effort: Effort;
}

/** Cooked within this many days: something else is wanted. */
const LATELY_DAYS = 7;
const OFTEN_TIMES = 2;

/** What is disliked or was just eaten is pushed down, in foods; all else is taste, in points. */
const PUSH = { dislikedRecipe: -8, dislikedFood: -3, cookedLately: -2 } as const;
const TASTE = {
  favourite: 60,
  cookedOften: 20,
  household: 10,
  easyForNew: 20,
  demandingForNew: -30,
  demandingForKeen: 10,
} as const;

const pushed = (by: keyof typeof PUSH) => ({ points: PUSH[by], force: "push" }) as const;
const liked = (by: keyof typeof TASTE) => ({ points: TASTE[by], force: "taste" }) as const;

/** Why a recipe stands higher or lower for a person; none if nothing is known about the person. */
export function personalReasons(recipe: JudgedRecipe, profile: CookProfile): PersonalReason[] {
  return [
    ...recipeReasons(recipe.id, profile),
    ...recipe.foods
      .filter((foodId) => profile.dislikedFoods.includes(foodId))
      .map((foodId) => ({ kind: "disliked-food" as const, foodId, ...pushed("dislikedFood") })),
    ...shapeReasons(recipe.servings, recipe.effort, profile),
  ];
}

function recipeReasons(id: number, profile: CookProfile): PersonalReason[] {
  const reasons: PersonalReason[] = [];
  if (profile.favourites.includes(id)) reasons.push({ kind: "favourite", ...liked("favourite") });
  if (profile.dislikedRecipes.includes(id))
    reasons.push({ kind: "disliked-recipe", ...pushed("dislikedRecipe") });
  const cooked = profile.cooked.find((entry) => entry.recipeId === id);
  if (cooked && cooked.daysAgo < LATELY_DAYS)
    reasons.push({ kind: "cooked-lately", daysAgo: cooked.daysAgo, ...pushed("cookedLately") });
  else if (cooked && cooked.times >= OFTEN_TIMES)
    reasons.push({ kind: "cooked-often", times: cooked.times, ...liked("cookedOften") });
  return reasons;
}

function shapeReasons(servings: number, effort: Effort, profile: CookProfile): PersonalReason[] {
  const reasons: PersonalReason[] = [];
  const { household, skill } = profile;
  if (household !== null && (servings === household || servings === household + 1))
    reasons.push({ kind: "household", people: household, ...liked("household") });
  if (skill === "new" && effort === "easy") reasons.push({ kind: "easy", ...liked("easyForNew") });
  if (skill === "new" && effort === "demanding")
    reasons.push({ kind: "demanding", ...liked("demandingForNew") });
  if (skill === "keen" && effort === "demanding")
    reasons.push({ kind: "demanding", ...liked("demandingForKeen") });
  return reasons;
}

/**
 * The same reasons as numbers for the index.
 * @returns undefined where nothing is known, so that the plain ranking runs
 */
export function personalOrder(
  profile: CookProfile,
  numberOf: (foodId: string) => number | undefined,
): PersonalOrder | undefined {
  const ids = new Set([
    ...profile.favourites,
    ...profile.dislikedRecipes,
    ...profile.cooked.map((entry) => entry.recipeId),
  ]);
  const byRecipe = new Map(
    [...ids]
      .map((id) => [id, sumOf(recipeReasons(id, profile))] as const)
      .filter(([, points]) => points !== 0),
  );
  const byFood = new Map(
    profile.dislikedFoods.flatMap((foodId) => {
      const food = numberOf(foodId);
      return food === undefined ? [] : [[food, packPoints({ push: PUSH.dislikedFood })] as const];
    }),
  );
  const byShape =
    profile.household === null && profile.skill === null ? new Int16Array() : shapePoints(profile);
  if (byRecipe.size + byFood.size + byShape.length === 0) return undefined;
  return { byRecipe, byFood, byShape };
}

function shapePoints(profile: CookProfile): Int16Array {
  const points = new Int16Array(SERVING_SHAPES);
  for (let servings = 0; servings < 32; servings++)
    for (const [place, effort] of EFFORTS.entries())
      points[shapeNumber(servings, place)] = sumOf(shapeReasons(servings, effort, profile));
  return points;
}

function sumOf(reasons: readonly PersonalReason[]): number {
  return reasons.reduce((sum, { force, points }) => sum + packPoints({ [force]: points }), 0);
}
