import { OTHER_FOOD } from "../food";
import type { Ingredient } from "../recipe";
import type { Vocabulary } from "../vocabulary";
import { readAmountText } from "./amount-text";
import { readIngredientText } from "./ingredient-text";
import type { ForeignRecipe } from "./json-ld";

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
}

export interface DraftLine {
  readonly text: string;
  /** The food a person chose for the line; null leaves it to the reading. */
  readonly foodId: string | null;
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
    lines: foreign.ingredients.map((text) => ({ text, foodId: null })),
    steps: foreign.steps,
    sourceUrl: foreign.url && /^https?:\/\//.test(foreign.url) ? foreign.url : null,
  };
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
  const amount = readAmountText(line.text.trim());
  const isOther = foodId === OTHER_FOOD;
  return {
    ingredient: {
      foodId,
      quantity: read.ingredient?.quantity ?? amount.quantity,
      unit: read.ingredient?.unit ?? amount.unit,
      note: isOther ? amount.rest || null : (read.ingredient?.note ?? null),
      optional: read.ingredient?.optional ?? /\boptional\b/i.test(line.text),
    },
    candidates: read.candidates,
    isDoubtful: line.foodId === null && !read.isCertain,
  };
}

/** The lines that say something, read. */
export function readLines(draft: RecipeDraft, vocabulary: Vocabulary): ReadLine[] {
  return draft.lines.filter((line) => line.text.trim() !== "").map((line) => readLine(line, vocabulary));
}
