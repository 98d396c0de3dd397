import { z } from "zod";
import { createStore, type StoreApi } from "zustand/vanilla";
import { browserMemory, type Memory, readRemembered } from "@/lib/client/stores/remembered";
import { allergenSchema, dietSchema, rankModeSchema } from "@/lib/contracts/recipe";
import { UNIT_SYSTEMS, type UnitSystem } from "./unit-systems";

/** What a person set once and keeps: filters, order, units and the foods that are always there. */
const preferencesSchema = z.object({
  mode: rankModeSchema,
  maxMissing: z.number().int().min(0).nullable(),
  diets: z.array(dietSchema),
  allergens: z.array(allergenSchema),
  units: z.enum(UNIT_SYSTEMS),
  /** Foods added by hand, kept until removed. */
  keptFoods: z.array(z.string()),
  /** Foods of the last photo's pantry, with the more general foods they serve as: what need not be bought. */
  atHand: z.array(z.string()).default([]),
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
  atHand: [],
};

export interface KitchenState extends KitchenPreferences {
  change(part: Partial<KitchenPreferences>): void;
  toggleDiet(diet: KitchenPreferences["diets"][number]): void;
  toggleAllergen(allergen: KitchenPreferences["allergens"][number]): void;
  keepFood(foodId: string): void;
  dropFood(foodId: string): void;
  chooseUnits(units: UnitSystem): void;
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
      dropFood: (foodId) => change({ keptFoods: without(get().keptFoods, foodId) }),
      chooseUnits: (units) => change({ units }),
    };
  });
}

function without<T>(list: readonly T[], item: T): T[] {
  return list.filter((entry) => entry !== item);
}

function toggled<T>(list: readonly T[], item: T): T[] {
  return list.includes(item) ? without(list, item) : [...list, item];
}
