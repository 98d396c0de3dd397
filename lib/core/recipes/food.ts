/** The 14 allergens that EU Regulation 1169/2011, Annex II, requires to be declared. */
export const ALLERGENS = [
  "gluten",
  "crustaceans",
  "eggs",
  "fish",
  "peanuts",
  "soy",
  "milk",
  "nuts",
  "celery",
  "mustard",
  "sesame",
  "sulphites",
  "lupin",
  "molluscs",
] as const;
export type Allergen = (typeof ALLERGENS)[number];

/** Where a food comes from; every diet is decided from this and from the allergens. */
export const FOOD_ORIGINS = [
  "plant",
  "dairy",
  /** Dairy always made with animal rennet, so not vegetarian. */
  "dairy-rennet",
  "egg",
  "honey",
  "poultry",
  "beef",
  "lamb",
  "pork",
  "fish",
  "crustacean",
  "mollusc",
  "gelatine",
  /** Made of several animals or differing by brand: no diet that depends on it can be promised. */
  "mixed-meat",
  "unknown",
] as const;
export type FoodOrigin = (typeof FOOD_ORIGINS)[number];

export const AISLES = [
  "vegetables",
  "fruit",
  "herbs",
  "meat",
  "fish",
  "dairy",
  "bakery",
  "grains",
  "tins",
  "sauces",
  "spices",
  "baking",
  "nuts",
  "drinks",
] as const;
export type Aisle = (typeof AISLES)[number];

export const UNITS = [
  "g",
  "kg",
  "ml",
  "l",
  "tsp",
  "tbsp",
  "cup",
  "pc",
  "clove",
  "slice",
  "bunch",
  "handful",
  "pinch",
  "sprig",
  "leaf",
  "sheet",
  "stalk",
  "head",
  "cm",
] as const;
export type Unit = (typeof UNITS)[number];

/**
 * Stands in a person's own recipe for a food the vocabulary does not have; the ingredient's note says which. Nothing is
 * known of it, so such a recipe is never safe and suits no diet.
 */
export const OTHER_FOOD = "other";

/** One entry of the food vocabulary. */
export interface Food {
  /** Stable slug: recipes, pantry and shopping list name a food by it. */
  readonly id: string;
  readonly name: string;
  readonly plural: string;
  /** Canonical names of the detector classes that show this food. */
  readonly classes: readonly string[];
  readonly aisle: Aisle;
  /** Assumed to be in every kitchen: never counted as used or missing. */
  readonly staple: boolean;
  readonly origin: FoodOrigin;
  readonly alcohol: boolean;
  /** Contained for certain; null when not checked: such a food is never safe. */
  readonly allergens: readonly Allergen[] | null;
  /** Contained in some brands: the label has to be read. */
  readonly allergensToCheck: readonly Allergen[];
  /** The unit a shopping list and a photo count it in. */
  readonly unit: Unit;
  /** More general foods that this one also serves as: fusilli for any pasta. */
  readonly countsAs: readonly string[];
  /** Other names of exactly this food, by which a line is read. Several foods may share one ("pepper"). */
  readonly names?: readonly string[];
  /** Words that may stand with its name and leave it this food with these allergens: "red" of an onion. */
  readonly kinds?: readonly string[];
  /** Looser words a recipe step may call it by. A line is never read by them, but the food is offered. */
  readonly words: readonly string[];
}

/** One food in place of another. */
export interface Substitution {
  readonly wanted: string;
  readonly use: string;
  /** Amount of `use` for one part of `wanted`. */
  readonly ratio: number;
  readonly note: string;
}
