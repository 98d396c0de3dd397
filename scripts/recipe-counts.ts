import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { DIETS, suits } from "@/lib/core/recipes/diets";
import { createVocabulary } from "@/lib/core/recipes/vocabulary";
import { readCatalogue } from "@/server/recipes/catalogue/catalogue";
import { coverageOf, readCommonFoods, readCourses } from "@/server/recipes/catalogue/measures";
import { projectRoot } from "@/server/storage/project-root";

/**
 * Prints how many recipes of the catalogue use each ingredient class, need only it or one more common food, make
 * each dish, suit each diet, and their sources.
 */
const { foods, substitutions, recipes } = await readCatalogue();
const vocabulary = createVocabulary(foods, substitutions);
const { classes } = z
  .object({ classes: z.array(z.object({ name: z.string(), kind: z.string() })) })
  .parse(
    JSON.parse(
      await readFile(
        path.join(projectRoot(), "training/src/forage_training/base_model/taxonomy.json"),
        "utf8",
      ),
    ),
  );

const foodsOf = (recipe: (typeof recipes)[number]) =>
  recipe.ingredients.flatMap((item) => vocabulary.byId.get(item.foodId) ?? []);

const usesOf = (className: string) => {
  const ids = new Set((vocabulary.byClass.get(className) ?? []).map((food) => food.id));
  return recipes.filter((recipe) => recipe.ingredients.some((item) => ids.has(item.foodId) && !item.optional))
    .length;
};
const named = (kind: string) => classes.filter((entry) => entry.kind === kind).map((entry) => entry.name);
const count = (list: readonly string[]) => {
  const counts = new Map<string, number>();
  for (const entry of list) counts.set(entry, (counts.get(entry) ?? 0) + 1);
  return [...counts];
};

function print(title: string, rows: readonly (readonly [string, number])[]): void {
  console.log(`\n${title}`);
  for (const [name, number] of [...rows].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])))
    console.log(`${String(number).padStart(5)}  ${name}`);
}

console.log(`${recipes.length} recipes, ${foods.length} foods, ${substitutions.length} substitutions`);
const uses = named("ingredient").map((name) => [name, usesOf(name)] as const);
const dishes = named("dish").map(
  (name) => [name, recipes.filter((recipe) => recipe.dishClass === name).length] as const,
);
const cuisines = count(recipes.map((recipe) => recipe.cuisine));
const diets = DIETS.map(
  (diet) => [diet, recipes.filter((recipe) => suits(diet, foodsOf(recipe)) === "yes").length] as const,
);
print(`Ingredient classes (${uses.length}), recipes that use each`, uses);
print(`Dish classes (${dishes.length}), recipes that make each`, dishes);
print(`Cuisines (${cuisines.length})`, cuisines);
print(`Diets (${diets.length})`, diets);

const [common, courses] = await Promise.all([readCommonFoods(), readCourses()]);
const neededFoods = (recipe: (typeof recipes)[number]) =>
  recipe.ingredients.filter((item) => !item.optional && !vocabulary.byId.get(item.foodId)?.staple).length;
print(`Courses`, count([...courses.values()]));
console.log("\nFoods needed beside staples");
const byNeeded = count(recipes.map((recipe) => String(neededFoods(recipe)).padStart(2)));
for (const [needed, number] of byNeeded.sort()) console.log(`${String(number).padStart(5)}  ${needed}`);
const quick = recipes.filter((recipe) => recipe.prepMinutes + recipe.cookMinutes + recipe.restMinutes <= 20);
console.log(`\n${quick.length} recipes take 20 minutes or less`);

console.log("\nIngredient classes: recipes that need only it and staples; one common food more");
for (const name of named("ingredient")) {
  const { alone, withOneMore } = coverageOf(name, recipes, vocabulary, common);
  const hole = alone.length < 3 || withOneMore.length < 5 ? "  <" : "";
  console.log(`${String(alone.length).padStart(5)}${String(withOneMore.length).padStart(5)}  ${name}${hole}`);
}
