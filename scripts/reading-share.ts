import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { ingredientText } from "@/lib/core/recipes/export/json-ld";
import { OTHER_FOOD } from "@/lib/core/recipes/food";
import { draftFrom, headingOf, readLine } from "@/lib/core/recipes/import/draft";
import { findRecipesInText } from "@/lib/core/recipes/import/find-in-text";
import { loadLanguages } from "@/lib/core/recipes/languages/registry";
import { createVocabulary } from "@/lib/core/recipes/vocabulary";
import { readCatalogue } from "@/server/recipes/catalogue/catalogue";
import { projectRoot } from "@/server/storage/project-root";
import { measurePage } from "./reading/measure";
import { readPages } from "./reading/page-data";
import { byLanguage, pageShares } from "./reading/tables";

/** Prints how many ingredient lines are read for certain, and which are not: `npm run recipes:reading`. */
const catalogue = await readCatalogue();
const vocabulary = createVocabulary(catalogue.foods, catalogue.substitutions);
const isShort = process.argv.includes("--short");

interface Line {
  readonly text: string;
  /** The food it must be, where that is known. */
  readonly foodId?: string | null;
}

function print(title: string, lines: readonly Line[]): void {
  const told = lines.map((line) => {
    const { ingredient, isDoubtful } = readLine({ text: line.text, foodId: null }, vocabulary);
    const isWrong = !isDoubtful && line.foodId && ingredient.foodId !== line.foodId;
    return { line, ingredient, isDoubtful, isWrong, isOther: ingredient.foodId === OTHER_FOOD };
  });
  const share = (count: number) =>
    `${count} of ${lines.length} (${((100 * count) / lines.length).toFixed(1)} %)`;
  console.log(`\n${title}`);
  console.log(`  for certain          ${share(told.filter((entry) => !entry.isDoubtful).length)}`);
  console.log(
    `  in doubt, a food     ${share(told.filter((entry) => entry.isDoubtful && !entry.isOther).length)}`,
  );
  console.log(`  "something else"     ${share(told.filter((entry) => entry.isOther).length)}`);
  console.log(`  certain and not the food meant  ${told.filter((entry) => entry.isWrong).length}`);
  if (isShort) return;
  for (const { line, ingredient, isDoubtful, isWrong } of told)
    if (isDoubtful || isWrong) console.log(`    ${isWrong ? "!" : "?"} ${line.text} -> ${ingredient.foodId}`);
}

/** Pages written for this measure, with right answers by hand; see docs/RECIPES.md. */
function printPages(title: string, folder: string): void {
  const outcomes = readPages(folder).map((page) => measurePage(page, vocabulary, languageOf));
  console.log(`\n${title}`);
  console.table([pageShares(outcomes)]);
  console.table(Object.fromEntries(byLanguage(outcomes)));
  if (isShort) return;
  for (const page of outcomes) {
    const wrong = Object.entries(page.right).flatMap(([part, isRight]) => (isRight ? [] : part));
    if (wrong.length > 0) console.log(`  ! ${page.name} (${page.shape}): ${wrong.join(", ")}`);
    for (const line of page.lines)
      if (!(line.isKept && line.isQuantity && line.isUnit && line.isFood))
        console.log(
          `    ${line.isWrongUnmarked ? "!" : "?"} ${line.text} -> ${line.told}${line.isKept ? "" : " (lost)"}`,
        );
  }
}
const languageOf = await loadLanguages();
printPages("Pages in nine languages", "pages");
if (existsSync(path.join(projectRoot(), "scripts", "reading", "frozen")))
  printPages("Pages written after the reading was finished", "frozen");

const folder = path.join(projectRoot(), "lib", "core", "recipes", "import", "pages");
const pages = readdirSync(folder).filter((name) => name.endsWith(".html"));
print(
  `Lines of ${pages.length} test pages`,
  pages
    .flatMap((name) => findRecipesInText(readFileSync(path.join(folder, name), "utf8")))
    .flatMap((recipe) => draftFrom(recipe).lines)
    .filter((line) => headingOf(line) === null),
);
print(
  `Lines of the catalogue's ${catalogue.recipes.length} recipes, written out and read again`,
  catalogue.recipes.flatMap((recipe) =>
    recipe.ingredients.map((item) => ({ text: ingredientText(item, vocabulary), foodId: item.foodId })),
  ),
);
