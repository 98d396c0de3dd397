import type { Recipe } from "../recipe";
import type { Vocabulary } from "../vocabulary";
import { ingredientText } from "./json-ld";
import { beginsGroup } from "./line-parts";
import { timeText } from "./recipe-writer";

/** A recipe as a page of Markdown that a person reads, and Forage reads again. @param picture its file, or null */
export function toMarkdown(
  recipe: Recipe,
  vocabulary: Pick<Vocabulary, "byId">,
  picture: string | null,
): string {
  const { extras } = recipe;
  const fact = (name: string, value: string | null | undefined) => (value ? [`- ${name}: ${value}`] : []);
  const rest = timeText(recipe.restMinutes);
  const total = timeText(recipe.prepMinutes + recipe.cookMinutes + recipe.restMinutes);
  const blocks: readonly (readonly string[])[] = [
    [`# ${escaped(recipe.title)}`],
    picture === null ? [] : [`![${escaped(recipe.title)}](${picture})`],
    recipe.summary === "" ? [] : [escaped(recipe.summary)],
    [
      ...fact("Serves", String(recipe.servings)),
      ...fact("Makes", extras?.yieldText),
      ...fact("Prep time", timeText(recipe.prepMinutes)),
      ...fact("Cook time", timeText(recipe.cookMinutes)),
      ...fact("Total time", rest === null ? null : total),
      ...fact("Cuisine", recipe.cuisine === "international" ? null : recipe.cuisine),
      ...fact("Tags", extras?.tags.join(", ")),
      ...fact("Categories", extras?.categories.join(", ")),
      ...fact("Rating", extras?.rating ? `${extras.rating.stars} of 5` : null),
      ...fact("Author", extras?.author),
      ...fact("Source", recipe.sourceUrl),
    ],
    ["## Ingredients"],
    recipe.ingredients.flatMap((item, place) => [
      ...(beginsGroup(recipe.ingredients, place) ? ["", `### ${escaped(item.group ?? "")}`, ""] : []),
      `- ${escaped(ingredientText(item, vocabulary))}`,
    ]),
    ["## Method"],
    recipe.steps.flatMap((step, place) => {
      const group = extras?.stepGroups.find(({ from }) => from === place);
      return [...(group ? ["", `### ${escaped(group.title)}`, ""] : []), `${place + 1}. ${escaped(step)}`];
    }),
    extras && extras.notes.length > 0 ? ["## Notes"] : [],
    (extras?.notes ?? []).flatMap((note) => [escaped(note), ""]),
  ];
  const text = blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n").trim())
    .join("\n\n");
  return `${text}\n`;
}

/** A sign that Markdown would take for its own stays a sign. */
function escaped(text: string): string {
  return text
    .replace(/\s*\n\s*/g, " ")
    .replace(/[\\`*_[\]<>#|]/g, (sign) => `\\${sign}`)
    .replace(/^([-+]|\d{1,2}[.)])(?=\s)/, "\\$1");
}
