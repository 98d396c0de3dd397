import type { Unit } from "./food";

export interface Ingredient {
  readonly foodId: string;
  /** Null for "to taste". */
  readonly quantity: number | null;
  readonly unit: Unit | null;
  readonly note: string | null;
  readonly optional: boolean;
  /** The line as its author wrote it, in a recipe that was taken over from somewhere. */
  readonly original?: string;
  /** True while a person has yet to look at how the line was read. */
  readonly isDoubtful?: boolean;
  /** True where a person chose the food, or said that the reading is right: it is never read again. */
  readonly isChosen?: boolean;
  /** The heading it stands below: "For the sauce". */
  readonly group?: string;
}

/** A heading of the method: "For the sauce" stands above the step at `from` and those after it. */
export interface StepGroup {
  readonly from: number;
  readonly title: string;
}

/** What the source of a recipe says beside the recipe itself. */
export interface RecipeExtras {
  /** What it makes where that is not servings: "24 cookies", "one 9 × 13 pan". */
  readonly yieldText: string | null;
  readonly stepGroups: readonly StepGroup[];
  readonly tags: readonly string[];
  /** "Dessert", "Main course". */
  readonly categories: readonly string[];
  /** Stars of 0 to 5, and from how many people; null for nobody's. */
  readonly rating: { readonly stars: number; readonly count: number | null } | null;
  /** Paragraphs beside the method. */
  readonly notes: readonly string[];
  /** Who wrote it: a person, a site or a book. */
  readonly author: string | null;
  /** The language it is written in ("de"), by which its lines are read again; null where it is not known. */
  readonly language: string | null;
}

export const NO_EXTRAS: RecipeExtras = {
  yieldText: null,
  stepGroups: [],
  tags: [],
  categories: [],
  rating: null,
  notes: [],
  author: null,
  language: null,
};

export const CUISINES = [
  "american",
  "british",
  "chinese",
  "french",
  "german",
  "greek",
  "indian",
  "italian",
  "japanese",
  "korean",
  "mexican",
  "middle-eastern",
  "north-african",
  "spanish",
  "thai",
  "turkish",
  "vietnamese",
  "international",
] as const;
export type Cuisine = (typeof CUISINES)[number];

/** A recipe as it is kept and shown. Diets and allergens are not in it: they follow from its foods. */
export interface Recipe {
  readonly slug: string;
  readonly title: string;
  readonly summary: string;
  readonly cuisine: Cuisine;
  readonly servings: number;
  readonly prepMinutes: number;
  readonly cookMinutes: number;
  /** Waiting without work: proving, chilling, soaking. */
  readonly restMinutes: number;
  readonly ingredients: readonly Ingredient[];
  readonly steps: readonly string[];
  /** Canonical name of the detector's dish class that this recipe makes. */
  readonly dishClass: string | null;
  /** Where a person's own recipe was taken from. */
  readonly sourceUrl: string | null;
  /** Left out where its source says nothing more. */
  readonly extras?: RecipeExtras | undefined;
}

/** Minutes from the first cut to the table. */
export function totalMinutes(recipe: Pick<Recipe, "prepMinutes" | "cookMinutes" | "restMinutes">): number {
  return recipe.prepMinutes + recipe.cookMinutes + recipe.restMinutes;
}
