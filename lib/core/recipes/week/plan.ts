import type { RowStep } from "../stock/row-changes";
import { addDays, daysBetween } from "../stock/stocked-food";
import { type MealValues, MOST_SERVINGS, type PlannedMeal } from "./planned-meal";

export const DAYS_A_WEEK = 7;

/** The days of the week that holds a day, Monday first, YYYY-MM-DD. */
export function weekOf(day: string): string[] {
  const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % DAYS_A_WEEK;
  return Array.from({ length: DAYS_A_WEEK }, (_, place) => addDays(day, place - weekday));
}

export type MealStep = RowStep<MealValues>;

/** Why a meal cannot go where it was put. */
export type PlanProblem = "before-its-dish";

/** A dish to cook, all of which is eaten on its day. */
export function planDish(id: string, slug: string, day: string, servings: number): MealStep {
  const cooked = Math.min(MOST_SERVINGS, Math.max(1, Math.round(servings)));
  return { id, base: null, put: { slug, day, cooked, eaten: cooked, leftoverOf: null } };
}

/** What is left of a dish and planned for later days, the earliest first. */
export function leftoversOf(dish: PlannedMeal, meals: readonly PlannedMeal[]): PlannedMeal[] {
  return meals
    .filter((meal) => meal.leftoverOf === dish.id)
    .sort((a, b) => a.day.localeCompare(b.day) || a.id.localeCompare(b.id));
}

/** Servings of a dish that nobody has planned yet. */
export function leftToPlan(dish: PlannedMeal, meals: readonly PlannedMeal[]): number {
  if (dish.leftoverOf !== null) return 0;
  const planned = leftoversOf(dish, meals).reduce((sum, meal) => sum + meal.eaten, 0);
  return Math.max(0, dish.cooked - dish.eaten - planned);
}

/** Moves a meal to a day. What is left of a dish keeps its distance to it, and never comes before it. */
export function moveMeal(
  meal: PlannedMeal,
  day: string,
  meals: readonly PlannedMeal[],
): { readonly steps: readonly MealStep[] } | { readonly problem: PlanProblem } {
  if (meal.leftoverOf !== null) {
    const dish = meals.find(({ id }) => id === meal.leftoverOf);
    if (dish && daysBetween(dish.day, day) < 0) return { problem: "before-its-dish" };
    return { steps: [stepTo(meal, { day })] };
  }
  const days = daysBetween(meal.day, day);
  const moved = leftoversOf(meal, meals).map((left) => stepTo(left, { day: addDays(left.day, days) }));
  return { steps: days === 0 ? [] : [stepTo(meal, { day }), ...moved] };
}

/** Takes a meal off the plan, a dish with what is left of it. */
export function removeMeal(meal: PlannedMeal, meals: readonly PlannedMeal[]): MealStep[] {
  return [meal, ...leftoversOf(meal, meals)].map(({ id, changeId }) => ({ id, base: changeId, put: null }));
}

/**
 * Changes how many servings are eaten on a meal's day. What is first left of a dish is carried over to the next day; what is
 * eaten after all is taken from its leftovers, the latest first.
 * @param newId of the leftover, where one comes
 */
export function setEaten(
  meal: PlannedMeal,
  eaten: number,
  meals: readonly PlannedMeal[],
  newId: string,
): MealStep[] {
  if (meal.leftoverOf !== null) {
    const dish = meals.find(({ id }) => id === meal.leftoverOf);
    const most = dish ? meal.eaten + leftToPlan(dish, meals) : meal.eaten;
    return eaten < 1 || eaten > most || eaten === meal.eaten ? [] : [stepTo(meal, { eaten })];
  }
  if (eaten < 1 || eaten > meal.cooked || eaten === meal.eaten) return [];
  const changed = stepTo(meal, { eaten });
  const left = leftoversOf(meal, meals);
  if (eaten < meal.eaten && left.length === 0)
    return [changed, planLeftover(meal, newId, addDays(meal.day, 1), meal.cooked - eaten)];
  return [changed, ...trimmed(left, meal.cooked - eaten)];
}

/** Changes how many servings of a dish are cooked. All that is cooked more is eaten that day where all was before. */
export function setCooked(dish: PlannedMeal, cooked: number, meals: readonly PlannedMeal[]): MealStep[] {
  if (dish.leftoverOf !== null || cooked < 1 || cooked > MOST_SERVINGS || cooked === dish.cooked) return [];
  const eaten = dish.eaten === dish.cooked ? cooked : Math.min(dish.eaten, cooked);
  return [stepTo(dish, { cooked, eaten }), ...trimmed(leftoversOf(dish, meals), cooked - eaten)];
}

/** Plans servings that are left of a dish. */
export function planLeftover(dish: PlannedMeal, id: string, day: string, servings: number): MealStep {
  return { id, base: null, put: { slug: dish.slug, day, cooked: 0, eaten: servings, leftoverOf: dish.id } };
}

function stepTo(meal: PlannedMeal, over: Partial<MealValues>): MealStep {
  const { id, changeId, ...values } = meal;
  return { id, base: changeId, put: { ...values, ...over } };
}

/** Leaves no more leftovers than servings that are left, the earliest first. */
function trimmed(leftovers: readonly PlannedMeal[], servings: number): MealStep[] {
  let open = servings;
  return leftovers.flatMap((meal): MealStep[] => {
    const eaten = Math.min(meal.eaten, open);
    open -= eaten;
    if (eaten === meal.eaten) return [];
    return eaten === 0 ? [{ id: meal.id, base: meal.changeId, put: null }] : [stepTo(meal, { eaten })];
  });
}
