import { readMinutes } from "../../iso-duration";
import type { ForeignRecipe } from "../../json-ld";
import { splitSteps } from "../../method-text";
import { plainText } from "../../plain-text";
import { names, readRating, readYieldText } from "../../schema-org-extras";
import { readServings } from "../../yield-text";
import type { RecipeApp } from "../recipe-app";
import { headingLine, whole } from "../values";

/**
 * Recipes as people write them in Markdown or plain text: a title, a heading over the ingredients, a heading over the method.
 * Several in one file are read where each begins with a Markdown title.
 */
export const markdown: RecipeApp = {
  id: "markdown",
  name: "Plain text and Markdown",
  reads: ".md and .txt with a heading over ingredients and one over the method",
  fromText: (text) => partRecipes(text).flatMap((part) => readOne(part) ?? []),
};

const INGREDIENTS =
  /^(?:(?:the )?ingredients?|you(?:'|’)?ll need|what you need|zutaten|ingr[ée]dients?|ingredientes|ingredienti|ingredi[ëe]nten|ingredienser|składniki)$/i;
const METHOD =
  /^(?:(?:the )?(?:method|directions?|instructions?|preparation|steps?|how to make it)|zubereitung|anleitung|pr[ée]paration|instrucciones|preparaci[óo]n|elaboraci[óo]n|preparazione|procedimento|bereiding|bereidingswijze|modo de (?:preparo|preparação|fazer)|preparação|gör så här|tillagning|przygotowanie|sposób przygotowania|wykonanie)$/i;
const NOTES = /^(?:notes?|tips?|anmerkungen?|notizen|remarques?|notas?|note|notities|anteckningar|uwagi)$/i;
const FACT =
  /^\**(serves|servings|portions?|yields?|makes|portionen|pour|prep(?:aration)?(?: time)?|cook(?:ing)?(?: time)?|total(?: time)?|time|tags|keywords|categor(?:y|ies)|course|cuisine|rating|source|author|by|url|link|from|image|picture)\**\s*[:：]\**\s*(.+)$/i;

/** At each Markdown title of the first level that is not a part of a recipe. */
function partRecipes(text: string): string[] {
  const parts: string[][] = [[]];
  for (const line of text.split(/\r?\n/)) {
    const title = /^# +(.+)$/.exec(line)?.[1];
    const isRecipe = title !== undefined && !isPart(bare(title));
    if (isRecipe && parts.at(-1)?.some((earlier) => earlier.trim() !== "")) parts.push([]);
    parts.at(-1)?.push(line);
  }
  return parts.map((lines) => lines.join("\n"));
}

function isPart(heading: string): boolean {
  return INGREDIENTS.test(heading) || METHOD.test(heading) || NOTES.test(heading);
}

/** Without the signs of Markdown around it. */
function bare(line: string): string {
  return unescaped(line.replace(/^#+\s*|(?<!\\)[*_]{2,}|(?<!\\)[\s#:：]+$/g, "").trim());
}

/** A sign behind a backslash is the sign. */
function unescaped(text: string): string {
  return text.replace(/\\([\\`*_{}[\]()#+.!|<>-])/g, "$1");
}

type Part = "top" | "ingredients" | "method" | "notes";

function readOne(text: string): ForeignRecipe | null {
  const lines: Record<Part, string[]> = { top: [], ingredients: [], method: [], notes: [] };
  const facts = new Map<string, string>();
  const pictures: string[] = [];
  let title: string | null = null;
  let part: Part = "top";
  for (const raw of text.split(/\r?\n/)) {
    const image = /^!\[[^\]]*\]\(\s*<?([^)\s>]+)/.exec(raw.trim())?.[1];
    if (image) {
      pictures.push(image);
      continue;
    }
    const line = raw.trim();
    if (line === "" || /^(?:-{3,}|={3,}|\*{3,}|_{3,})$/.test(line)) continue;
    const heading = bare(line);
    const isHeading = line.length < 60;
    if (isHeading && INGREDIENTS.test(heading)) part = "ingredients";
    else if (isHeading && METHOD.test(heading)) part = "method";
    else if (isHeading && part !== "top" && NOTES.test(heading)) part = "notes";
    else if (title === null && part === "top") title = plainText(heading);
    else {
      const fact = part === "top" || part === "notes" ? FACT.exec(line.replace(/^[-*+]\s+/, "")) : null;
      if (fact?.[1] && fact[2] && part === "top") facts.set(fact[1].toLowerCase(), unlinked(fact[2]));
      else
        lines[part].push(
          /^#{2,6}\s/.test(line) || /^\*\*[^*]+\*\*:?$/.test(line) ? headingLine(heading) : itemText(raw),
        );
    }
  }
  if (lines.ingredients.length === 0 || lines.method.length === 0) return null;
  const fact = (...names: string[]) => {
    for (const [name, value] of facts) if (names.some((wanted) => name.startsWith(wanted))) return value;
    return null;
  };
  const yields = fact("serves", "serving", "portion", "yield", "makes", "pour");
  const source = fact("source", "url", "link", "from");
  const [summary = null, ...more] = lines.top.flatMap((line) => plainText(line) ?? []);
  const picture = fact("image", "picture");
  return whole({
    title,
    summary,
    cuisine: fact("cuisine"),
    servings: readServings(yields),
    prepMinutes: readMinutes(fact("prep")),
    cookMinutes: readMinutes(fact("cook")),
    totalMinutes: readMinutes(fact("total", "time")),
    ingredients: lines.ingredients.flatMap((line) => plainText(line) ?? []),
    steps: lines.method.flatMap((line) => (line.endsWith(":") ? [line] : splitSteps(line))),
    url: source !== null && /^https?:/i.test(source) ? source : null,
    pictures: [...(picture === null ? [] : [picture]), ...pictures],
    extras: {
      yieldText: readYieldText([fact("makes", "yield"), yields]),
      tags: names(fact("tags", "keywords")),
      categories: names(fact("categor", "course")),
      rating: readRating(fact("rating")?.replace(/\s*(?:\/|of|out of)\s*5.*$/i, "") ?? null),
      notes: [...more, ...lines.notes.flatMap((line) => plainText(line) ?? [])],
      author: fact("author", "by") ?? (source !== null && !/^https?:/i.test(source) ? source : null),
    },
  });
}

/** "[A page](https://…)" is its address. */
function unlinked(text: string): string {
  return /\]\((https?:[^)\s]+)\)/.exec(text)?.[1] ?? text.replace(/^<(.+)>$/, "$1");
}

/** A line without its bullet, number or tick box, and without emphasis. */
function itemText(line: string): string {
  return line
    .trim()
    .replace(/^(?:[-*+•]\s+(?:\[[ xX]\]\s+)?|\d{1,2}[.)]\s+)/, "")
    .replace(/\*\*([^*]+)\*\*|__([^_]+)__/g, (_, stars?: string, lines?: string) => stars ?? lines ?? "")
    .replace(/\\([\\`*_{}[\]()#+.!|<>-])/g, "$1");
}
