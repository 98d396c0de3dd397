import { readMinutes } from "../../iso-duration";
import type { ForeignRecipe } from "../../json-ld";
import { partMethod, splitStepLines } from "../../method-text";
import { plainText } from "../../plain-text";
import { names, readRating, readYieldText } from "../../schema-org-extras";
import { readServings } from "../../yield-text";
import type { RecipeApp } from "../recipe-app";
import { whole } from "../values";

/** Plan to Eat writes a table (which any CSV reader takes), and a text of fields, recipes between rules. */
export const planToEat: RecipeApp = {
  id: "plan-to-eat",
  name: "Plan to Eat",
  reads: "CSV, alone or in a zip; its text",
  fromText: (text) => {
    if (!/^Title:/m.test(text) || !/^Ingredients:/m.test(text)) return [];
    return text.split(/^-{8,}.*$/m).flatMap((part) => readOne(part) ?? []);
  },
};

const FIELD =
  /^(Title|Description|Source|Url|Photo Url|Serves|Servings|Yield|Prep Time|Cook Time|Total Time|Course|Cuisine|Main Ingredient|Tags|Rating|Notes|Ingredients|Directions):[ \t]*(.*)$/i;

function readOne(text: string): ForeignRecipe | null {
  const fields = new Map<string, string[]>();
  let current: string[] | undefined;
  for (const line of text.split(/\r?\n/)) {
    const [, name, value = ""] = FIELD.exec(line) ?? [];
    if (name !== undefined) {
      current = value.trim() === "" ? [] : [value];
      fields.set(name.toLowerCase(), current);
    } else current?.push(line);
  }
  const one = (name: string) =>
    plainText((fields.get(name) ?? []).join(" "))?.replace(/^"(.*)"$/, "$1") ?? null;
  const servings = one("serves") ?? one("servings");
  const source = one("source");
  const url = one("url") ?? source;
  const isAddress = /^https?:/i.test(url ?? "");
  const photo = one("photo url");
  return whole({
    title: one("title"),
    summary: one("description"),
    cuisine: one("cuisine"),
    servings: readServings(servings),
    prepMinutes: readMinutes(one("prep time")),
    cookMinutes: readMinutes(one("cook time")),
    totalMinutes: readMinutes(one("total time")),
    ingredients: (fields.get("ingredients") ?? []).flatMap((line) => plainText(line) ?? []),
    steps: partMethod(splitStepLines((fields.get("directions") ?? []).join("\n"))),
    url: isAddress ? url : null,
    pictures: photo === null ? [] : [photo],
    extras: {
      yieldText: readYieldText(one("yield") ?? servings),
      // older exports put a caret between tags
      tags: [...names((one("tags") ?? "").replace(/\^/g, ",")), ...names(one("main ingredient"))],
      categories: names(one("course")),
      rating: readRating(one("rating")),
      notes: (fields.get("notes") ?? []).flatMap((line) => plainText(line) ?? []),
      author: source !== null && !/^https?:/i.test(source) ? source : null,
    },
  });
}
