/**
 * `npm run recipes:tonight`: asks for the first suggestion of each single food and of 300 fixed kitchens, and prints how
 * many are right. `-- --all` names each that is not, with what it lacks.
 */
import { parseArgs } from "node:util";
import { createVocabulary } from "@/lib/core/recipes/vocabulary";
import { readCatalogue } from "@/server/recipes/catalogue/catalogue";
import { readAbsurdCheck } from "./tonight/absurd";
import { type Answer, type AskedKitchen, createTonight, singleFoods } from "./tonight/measure";
import { kitchensOf, readDrawnPantries } from "./tonight/pantries";

const { values } = parseArgs({ options: { all: { type: "boolean", default: false } } });
const catalogue = await readCatalogue();
const vocabulary = createVocabulary(catalogue.foods, catalogue.substitutions);
const answer = createTonight(catalogue, await readAbsurdCheck(vocabulary));
const singles = singleFoods(vocabulary, catalogue.recipes);
const drawn = kitchensOf(await readDrawnPantries(), vocabulary);

function report(title: string, kitchens: readonly AskedKitchen[]): void {
  const answers = kitchens.map(answer);
  const count = (fits: (entry: Answer) => boolean) => answers.filter(fits).length;
  const share = (fits: (entry: Answer) => boolean) =>
    `${((100 * count(fits)) / answers.length).toFixed(1)} %`;
  const lacks = answers.map((entry) => entry.missing.length).sort((a, b) => a - b);
  const cells = [
    title.padEnd(38),
    String(answers.length).padStart(4),
    share((entry) => entry.isRight).padStart(8),
    share((entry) => entry.first !== null && entry.missing.length === 0).padStart(9),
    share((entry) => entry.main.length > 0).padStart(9),
    String(count((entry) => entry.absurd.length > 0)).padStart(7),
    String(lacks[Math.floor(lacks.length / 2)] ?? 0).padStart(8),
  ];
  console.log(cells.join(" "));
  if (!values.all) return;
  for (const entry of answers.filter((one) => !one.isRight))
    console.log(`    ${entry.name}: ${entry.first ?? "nothing"}${why(entry)}`);
}

function why({ missing, main, absurd }: Answer): string {
  const reasons = [
    missing.length > 0 ? `lacks ${missing.join(", ")}` : "",
    main.length === 0 ? "not its main part" : "",
    ...absurd,
  ].filter(Boolean);
  return reasons.length > 0 ? ` (${reasons.join("; ")})` : "";
}

console.log(`${catalogue.recipes.length} recipes`);
console.log(`${"".padEnd(38)} asked   right cookable main part absurd missing`);
report("single classes of the detector", singles.classes);
report("single foods one cooks from", singles.foods);
report("single foods that season", singles.seasonings);
const ofSize = (from: string, least: number, most: number) =>
  drawn
    .filter((entry) => entry.from === from && entry.size >= least && entry.size <= most)
    .map((entry) => entry.kitchen);
for (const from of ["recipes", "photos"]) {
  report(`3 or 4 from ${from}`, ofSize(from, 3, 4));
  report(`5 to 10 from ${from}`, ofSize(from, 5, 10));
}
