import { OTHER_FOOD } from "../food";
import { ENGLISH } from "../languages/english";
import { tellLanguage } from "../languages/tell-language";
import {
  CUISINES,
  type Cuisine,
  type Ingredient,
  NO_EXTRAS,
  type Recipe,
  type RecipeExtras,
} from "../recipe";
import type { Vocabulary } from "../vocabulary";
import { readIngredientText } from "./ingredient-text";
import type { ForeignRecipe } from "./json-ld";
import { withStepGroups } from "./step-groups";

/** Characters of a line that are kept. */
export const MAX_LINE = 300;

/** A recipe while a person writes or checks it. Ingredients stay as written; their reading is worked out again. */
export interface RecipeDraft {
  readonly title: string;
  readonly summary: string;
  readonly cuisine: Cuisine;
  readonly servings: number;
  readonly prepMinutes: number;
  readonly cookMinutes: number;
  readonly restMinutes: number;
  readonly lines: readonly DraftLine[];
  readonly steps: readonly string[];
  readonly sourceUrl: string | null;
  /** Addresses of pictures at the source, the best first. */
  readonly pictures: readonly string[];
  readonly extras: RecipeExtras;
  /** True where the page did not mark its recipe: all of it was found by headings and lists. */
  readonly isUnmarked: boolean;
  /** What the source did not say and a person should look at. */
  readonly guessed: readonly ("servings" | "times")[];
}

export interface DraftLine {
  readonly text: string;
  /** The food a person chose for the line; null leaves it to the reading. */
  readonly foodId: string | null;
  /** True once a person has said that the reading is right. */
  readonly isChecked?: boolean;
}

export const EMPTY_DRAFT: RecipeDraft = {
  title: "",
  summary: "",
  cuisine: "international",
  servings: 4,
  prepMinutes: 0,
  cookMinutes: 0,
  restMinutes: 0,
  lines: [{ text: "", foodId: null }],
  steps: [""],
  sourceUrl: null,
  pictures: [],
  extras: NO_EXTRAS,
  isUnmarked: false,
  guessed: [],
};

/** Takes over what another site wrote. Where it names only the time in all, preparing counts first and cooking is the rest. */
export function draftFrom(foreign: ForeignRecipe): RecipeDraft {
  const prep = foreign.prepMinutes ?? 0;
  const cook = foreign.cookMinutes ?? Math.max(0, (foreign.totalMinutes ?? 0) - prep);
  const rest = Math.max(0, (foreign.totalMinutes ?? 0) - prep - cook);
  const cuisine = cuisineOf(foreign.cuisine);
  const extras: RecipeExtras = {
    ...NO_EXTRAS,
    ...foreign.extras,
    language:
      foreign.extras?.language ?? tellLanguage([foreign.title, ...foreign.ingredients, ...foreign.steps]),
  };
  return {
    title: foreign.title,
    summary: foreign.summary ?? "",
    cuisine: cuisine ?? "international",
    servings: foreign.servings ?? EMPTY_DRAFT.servings,
    prepMinutes: prep,
    cookMinutes: cook,
    restMinutes: rest,
    lines: foreign.ingredients
      .filter((text) => text.trim() !== "")
      .flatMap(partHeading)
      .map((text) => ({ text, foodId: null })),
    steps: foreign.steps,
    guessed: [
      ...(foreign.servings === null ? (["servings"] as const) : []),
      ...(prep + cook + rest === 0 ? (["times"] as const) : []),
    ],
    sourceUrl: foreign.url && /^https?:\/\//.test(foreign.url) ? foreign.url : null,
    pictures: foreign.pictures ?? [],
    extras: foreign.cuisine && !cuisine ? withTag(extras, foreign.cuisine) : extras,
    isUnmarked: foreign.isUnmarked ?? false,
  };
}

/** One of Forage's cuisines, by its English name; null for another. */
function cuisineOf(text: string | null): Cuisine | null {
  const plain = (text ?? "")
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, "-");
  return CUISINES.find((name) => name === plain) ?? null;
}

/** A cuisine that Forage does not have is kept as a tag. */
function withTag(extras: RecipeExtras, tag: string): RecipeExtras {
  return extras.tags.includes(tag) ? extras : { ...extras, tags: [...extras.tags, tag.slice(0, 80)] };
}

/** "For the dough: 200 g flour" is a heading and a line. */
function partHeading(text: string): string[] {
  const match = /^((?:for the|for|für|pour|para|per|voor|till|för|na) [^:\d]{1,40}:)\s*(\S.*)$/iu.exec(
    text.slice(0, MAX_LINE),
  );
  return match ? [match[1]!, match[2]!] : [text];
}

const HEADING_BEGINS = /^(?:for(?: the)?|für|pour|para|per|till|för|voor|na) [\p{L}\s'’-]+$/iu;
/** Parts of a dish that stand alone on a line and are nothing to buy. */
const PARTS_OF_DISH =
  /^(?:(?:the )?(?:dough|batter|filling|toppings?|dressing|marinade|glaze|frosting|icing|crust|base|sauce|garnish)|to (?:serve|garnish|finish))$/i;

/**
 * The heading that a line gives, or null: "For the sauce:", "SAUCE:", "For the sauce". A line with an amount or whose food a
 * person chose is not a heading.
 */
export function headingOf(line: DraftLine): string | null {
  if (line.foodId !== null || line.isChecked) return null;
  const text = line.text.trim();
  const bare = text.replace(/^[#*_\s-]+|[*_\s:：-]+$/g, "");
  if (bare === "" || bare.length > 120 || /^[\d¼-¾⅐-⅞]+ /.test(bare)) return null;
  if (/[:：][*_\s]*$/.test(text)) return bare;
  return text.length <= 60 && (HEADING_BEGINS.test(text) || PARTS_OF_DISH.test(text)) ? bare : null;
}

export interface ReadLine {
  readonly ingredient: Ingredient;
  /** Foods the line may mean, the likeliest first. */
  readonly candidates: readonly string[];
  /** True where a person should look at it. */
  readonly isDoubtful: boolean;
}

/** What a line means: the person's choice of food, else the reading, else "something else" with the words as its note. */
export function readLine(line: DraftLine, vocabulary: Vocabulary): ReadLine {
  const read = readIngredientText(line.text, vocabulary);
  const foodId = line.foodId ?? read.ingredient?.foodId ?? OTHER_FOOD;
  const { amount } = read;
  const isOther = foodId === OTHER_FOOD;
  const isDoubtful = line.foodId === null && !line.isChecked && !read.isCertain;
  return {
    ingredient: {
      foodId,
      quantity: read.ingredient?.quantity ?? amount.quantity,
      unit: read.ingredient?.unit ?? amount.unit,
      note: isOther ? amount.rest || null : (read.ingredient?.note ?? null),
      optional: read.ingredient?.optional ?? (vocabulary.language ?? ENGLISH).optional.test(line.text),
      original: line.text.trim().slice(0, MAX_LINE),
      ...(isDoubtful ? { isDoubtful } : {}),
      ...(line.foodId !== null || line.isChecked ? { isChosen: true } : {}),
    },
    candidates: read.candidates,
    isDoubtful,
  };
}

/** The lines with text, read, each with its heading. */
export function readLines(draft: RecipeDraft, vocabulary: Vocabulary): ReadLine[] {
  let group: string | null = null;
  const read: ReadLine[] = [];
  for (const line of draft.lines) {
    if (line.text.trim() === "") continue;
    const heading = headingOf(line);
    if (heading !== null) group = heading;
    else {
      const one = readLine(line, vocabulary);
      read.push(group === null ? one : { ...one, ingredient: { ...one.ingredient, group } });
    }
  }
  return read;
}

/** The lines of a page that does not mark its recipe are all doubtful until a person has looked at them. */
export function markUnmarked(draft: RecipeDraft, lines: readonly ReadLine[]): readonly ReadLine[] {
  if (!draft.isUnmarked) return lines;
  return lines.map((line) => ({
    ...line,
    isDoubtful: true,
    ingredient: { ...line.ingredient, isDoubtful: true },
  }));
}

/**
 * Parts a line that names several foods and no amount of its own: "salt and pepper", "1 tsp each cumin and paprika".
 * @returns the line itself where it is one food, or none for certain
 */
export function partLine(line: DraftLine, vocabulary: Vocabulary): DraftLine[] {
  if (line.foodId !== null || line.isChecked || headingOf(line) !== null) return [line];
  const each = /^(.{1,40}?) each (?:of )?(\S.*)$/i.exec(line.text.trim().slice(0, MAX_LINE));
  const amount = each ? `${each[1]} ` : "";
  const said = each ? each[2]! : line.text.trim();
  if (said.length > 120) return [line];
  const { and } = vocabulary.language ?? ENGLISH;
  const isEvery = (lines: readonly DraftLine[]) =>
    lines.length > 1 &&
    lines.length <= 6 &&
    lines.every((part) => {
      const { ingredient, isDoubtful } = readLine(part, vocabulary);
      return !isDoubtful && (each !== null || ingredient.quantity === null);
    });
  const partsOf = (foods: string, aside: string) =>
    foods
      .split(and)
      .filter((part) => part !== "")
      .map((part) => ({ text: `${amount}${part}${aside}`, foodId: null }));
  const [names = "", ...asides] = said.split(",");
  const aside = each || asides.length === 0 ? "" : `,${asides.join(",")}`;
  const tries = [partsOf(each ? said : names, aside), partsOf(said, "")];
  const lines = tries.find(isEvery);
  return lines && readLine(line, vocabulary).isDoubtful ? lines : [line];
}

/** The draft with every line of several foods parted. */
export function partLines(draft: RecipeDraft, vocabulary: Vocabulary): RecipeDraft {
  return { ...draft, lines: draft.lines.flatMap((line) => partLine(line, vocabulary)) };
}

/** The kept recipe as a draft again, to be edited: lines as they were written, or would be written, below their headings. */
export function draftOf(recipe: Recipe, lineText: (ingredient: Ingredient) => string): RecipeDraft {
  let group: string | undefined;
  return {
    ...recipe,
    steps: withStepGroups(recipe.steps, recipe.extras?.stepGroups),
    pictures: [],
    extras: recipe.extras ?? NO_EXTRAS,
    isUnmarked: false,
    guessed: [],
    lines: recipe.ingredients.flatMap((item) => {
      const isNext = item.group !== group;
      group = item.group;
      const line = {
        text: item.original ?? lineText(item),
        foodId: item.isDoubtful || (item.original !== undefined && !item.isChosen) ? null : item.foodId,
      };
      return isNext && group !== undefined ? [{ text: `${group}:`, foodId: null }, line] : [line];
    }),
  };
}
