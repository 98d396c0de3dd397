import { findDurations } from "./durations";
import { mentionsFood } from "./mentions";
import { type Recipe, totalMinutes } from "./recipe";
import type { Vocabulary } from "./vocabulary";

/** Minutes of `cookMinutes + restMinutes` that steps need not name: heating up, turning, browning. */
const UNNAMED_MINUTES = 15;

/** What a step says of poultry that is safe to eat. Meat that comes off the bones has simmered for long. */
const COOKED_THROUGH =
  /cooked through|meat is done|(no|nothing is) pink|juices? [a-z ]*runs? clear|7[4-9] °C|off the bones?/;

/** Notes of poultry that is cooked when it comes into the kitchen. */
const READY_COOKED = /\b(cooked|smoked|roasted)\b/;

/**
 * Finds what is wrong with a recipe in itself: foods that are unknown, doubled or never mentioned in a step, an
 * amount without its unit, raw poultry whose steps do not say when it is cooked through, and times that do not add up.
 * @returns one sentence a fault, none when it is sound
 */
export function findFaults(recipe: Recipe, vocabulary: Vocabulary): string[] {
  return [
    ...ingredientFaults(recipe, vocabulary),
    ...poultryFaults(recipe, vocabulary),
    ...timeFaults(recipe),
  ];
}

function poultryFaults(recipe: Recipe, vocabulary: Vocabulary): string[] {
  if (COOKED_THROUGH.test(recipe.steps.join(" "))) return [];
  return recipe.ingredients.flatMap(({ foodId, note }) => {
    const food = vocabulary.byId.get(foodId);
    const isRaw = food?.origin === "poultry" && food.aisle === "meat" && !READY_COOKED.test(note ?? "");
    return isRaw ? [`no step says when "${foodId}" is cooked through`] : [];
  });
}

function ingredientFaults(recipe: Recipe, vocabulary: Vocabulary): string[] {
  const steps = recipe.steps.join(" ");
  const seen = new Set<string>();
  return recipe.ingredients.flatMap(({ foodId, quantity, unit }) => {
    const food = vocabulary.byId.get(foodId);
    if (!food) return [`there is no food "${foodId}"`];
    const faults: string[] = [];
    if (seen.has(foodId)) faults.push(`"${foodId}" is listed twice`);
    seen.add(foodId);
    if ((quantity === null) !== (unit === null)) faults.push(`"${foodId}" has an amount without a unit`);
    if (!mentionsFood(steps, food)) faults.push(`no step mentions "${foodId}"`);
    return faults;
  });
}

function timeFaults(recipe: Recipe): string[] {
  const named = recipe.steps.flatMap(findDurations).reduce((sum, item) => sum + item.seconds / 60, 0);
  const total = totalMinutes(recipe);
  const faults: string[] = [];
  if (named > total) faults.push(`its steps take ${named} minutes and it promises ${total}`);
  const unnamed = recipe.cookMinutes + recipe.restMinutes - named;
  if (unnamed > UNNAMED_MINUTES + recipe.cookMinutes * 0.5)
    faults.push(`${Math.round(unnamed)} minutes of cooking and waiting are in no step`);
  return faults;
}
