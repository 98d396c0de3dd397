import { OTHER_FOOD } from "../food";
import type { Ingredient, Recipe } from "../recipe";
import type { Vocabulary } from "../vocabulary";
import { readIngredientText } from "./ingredient-text";
import type { ForeignRecipe } from "./json-ld";

/** Characters of a line that are kept. */
export const MAX_LINE = 300;

/** A recipe while a person writes or checks it. Ingredients stay as written; their reading is worked out anew. */
export interface RecipeDraft {
  readonly title: string;
  readonly summary: string;
  readonly servings: number;
  readonly prepMinutes: number;
  readonly cookMinutes: number;
  readonly restMinutes: number;
  readonly lines: readonly DraftLine[];
  readonly steps: readonly string[];
  readonly sourceUrl: string | null;
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
  servings: 4,
  prepMinutes: 0,
  cookMinutes: 0,
  restMinutes: 0,
  lines: [{ text: "", foodId: null }],
  steps: [""],
  sourceUrl: null,
  guessed: [],
};

/** Takes over what another site wrote. Where it names only the time in all, preparing counts first and cooking is the rest. */
export function draftFrom(foreign: ForeignRecipe): RecipeDraft {
  const prep = foreign.prepMinutes ?? 0;
  const cook = foreign.cookMinutes ?? Math.max(0, (foreign.totalMinutes ?? 0) - prep);
  const rest = Math.max(0, (foreign.totalMinutes ?? 0) - prep - cook);
  return {
    title: foreign.title,
    summary: foreign.summary ?? "",
    servings: foreign.servings ?? EMPTY_DRAFT.servings,
    prepMinutes: prep,
    cookMinutes: cook,
    restMinutes: rest,
    lines: foreign.ingredients.filter(saysSomething).map((text) => ({ text, foodId: null })),
    steps: foreign.steps,
    guessed: [
      ...(foreign.servings === null ? (["servings"] as const) : []),
      ...(prep + cook + rest === 0 ? (["times"] as const) : []),
    ],
    sourceUrl: foreign.url && /^https?:\/\//.test(foreign.url) ? foreign.url : null,
  };
}

/** "For the sauce:" is a heading, not a food. */
function saysSomething(line: string): boolean {
  return line.trim() !== "" && !/:\s*$/.test(line);
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
      optional: read.ingredient?.optional ?? /\boptional\b/i.test(line.text),
      original: line.text.trim().slice(0, MAX_LINE),
      ...(isDoubtful ? { isDoubtful } : {}),
    },
    candidates: read.candidates,
    isDoubtful,
  };
}

/** The lines that say something, read. */
export function readLines(draft: RecipeDraft, vocabulary: Vocabulary): ReadLine[] {
  return draft.lines.filter((line) => line.text.trim() !== "").map((line) => readLine(line, vocabulary));
}

/** The kept recipe as a draft again, to be edited: lines as they were written, or as they would be. */
export function draftOf(recipe: Recipe, lineText: (ingredient: Ingredient) => string): RecipeDraft {
  return {
    ...recipe,
    guessed: [],
    lines: recipe.ingredients.map((item) => ({
      text: item.original ?? lineText(item),
      foodId: item.isDoubtful ? null : item.foodId,
    })),
  };
}
