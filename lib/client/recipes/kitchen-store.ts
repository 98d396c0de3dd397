import { z } from "zod";
import { createStore, type StoreApi } from "zustand/vanilla";
import { browserMemory, type Memory, readRemembered } from "@/lib/client/browser/remembered";
import { allergenSchema, dietSchema, rankModeSchema } from "@/lib/contracts/recipes";
import type { PantryFood } from "@/lib/core/recipes/needs";
import { HEMISPHERES } from "@/lib/core/recipes/season";
import { UNIT_SYSTEMS, type UnitSystem } from "./unit-systems";

const pantryFoodSchema = z.object({
  foodId: z.string(),
  weight: z.number(),
  count: z.number().nullable(),
}) satisfies z.ZodType<PantryFood>;

/** Whose foods make the kitchen: those of all photos on the strip, or of the one in front. */
export const PHOTO_SCOPES = ["all", "this"] as const;
export type PhotoScope = (typeof PHOTO_SCOPES)[number];

/** An order that is no longer offered counts as the usual one, so that what was set beside it is kept. */
const keptModeSchema = z.preprocess(
  (mode) => (mode === "fewest-missing" ? "use-up-most" : mode),
  rankModeSchema,
);

/** What a person set once and keeps: filters, order, units and the foods that are always there. */
const preferencesSchema = z.object({
  mode: keptModeSchema,
  maxMissing: z.number().int().min(0).nullable(),
  diets: z.array(dietSchema),
  allergens: z.array(allergenSchema),
  units: z.enum(UNIT_SYSTEMS),
  /** Foods added by hand, kept until removed. */
  keptFoods: z.array(z.string()),
  scope: z.enum(PHOTO_SCOPES).default("all"),
  /** The pantry looked at last: recipe page and shopping list count by it, as the card does. */
  pantry: z.array(pantryFoodSchema).default([]),
  /** Changes to the usual shelf of staples. */
  staplesAdded: z.array(z.string()).default([]),
  staplesRemoved: z.array(z.string()).default([]),
  /** True once the person was asked which staples are in the house. */
  hasAnsweredStaples: z.boolean().default(false),
  /** Where the seasons are taken from; null leaves them out. */
  hemisphere: z.enum(HEMISPHERES).nullable().default("north"),
  /** 1 to 12; null for the month it is. */
  month: z.number().int().min(1).max(12).nullable().default(null),
});
export type KitchenPreferences = z.infer<typeof preferencesSchema>;

const KEY = "kitchen";

export const DEFAULT_PREFERENCES: KitchenPreferences = {
  mode: "use-up-most",
  maxMissing: null,
  diets: [],
  allergens: [],
  units: "metric",
  keptFoods: [],
  scope: "all",
  pantry: [],
  staplesAdded: [],
  staplesRemoved: [],
  hasAnsweredStaples: false,
  hemisphere: "north",
  month: null,
};

export interface KitchenState extends KitchenPreferences {
  change(part: Partial<KitchenPreferences>): void;
  toggleDiet(diet: KitchenPreferences["diets"][number]): void;
  toggleAllergen(allergen: KitchenPreferences["allergens"][number]): void;
  keepFood(foodId: string): void;
  dropFood(foodId: string): void;
  /** Settles whether a food that a photo is not sure of is there. */
  answerDoubt(foodId: string, isThere: boolean): void;
  chooseUnits(units: UnitSystem): void;
  /** Puts a food on the shelf of staples, or takes it off. @param isUsual whether it is one for everybody */
  setStaple(foodId: string, isOn: boolean, isUsual: boolean): void;
}

/** Remembered in this browser only. */
export function createKitchenStore(memory: Memory = browserMemory()): StoreApi<KitchenState> {
  return createStore<KitchenState>((set, get) => {
    const change = (part: Partial<KitchenPreferences>) => {
      set(part);
      memory.write(KEY, JSON.stringify(preferencesSchema.parse(get())));
    };
    return {
      ...readRemembered(memory, KEY, preferencesSchema, DEFAULT_PREFERENCES),
      change,
      toggleDiet: (diet) => change({ diets: toggled(get().diets, diet) }),
      toggleAllergen: (allergen) => change({ allergens: toggled(get().allergens, allergen) }),
      keepFood: (foodId) => change({ keptFoods: [...without(get().keptFoods, foodId), foodId] }),
      dropFood: (foodId) =>
        change({
          keptFoods: without(get().keptFoods, foodId),
          pantry: get().pantry.filter((food) => food.foodId !== foodId),
        }),
      answerDoubt: (foodId, isThere) =>
        change({
          pantry: get().pantry.flatMap((food) => {
            if (food.foodId !== foodId) return [food];
            return isThere ? [{ ...food, weight: 1 }] : [];
          }),
        }),
      chooseUnits: (units) => change({ units }),
      setStaple: (foodId, isOn, isUsual) => {
        const added = without(get().staplesAdded, foodId);
        const removed = without(get().staplesRemoved, foodId);
        change({
          staplesAdded: isOn && !isUsual ? [...added, foodId] : added,
          staplesRemoved: !isOn && isUsual ? [...removed, foodId] : removed,
        });
      },
    };
  });
}

function without<T>(list: readonly T[], item: T): T[] {
  return list.filter((entry) => entry !== item);
}

function toggled<T>(list: readonly T[], item: T): T[] {
  return list.includes(item) ? without(list, item) : [...list, item];
}
