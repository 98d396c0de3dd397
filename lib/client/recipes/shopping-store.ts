import { z } from "zod";
import { createStore, type StoreApi } from "zustand/vanilla";
import { browserMemory, type Memory, readRemembered } from "@/lib/client/browser/remembered";
import { unitSchema } from "@/lib/contracts/recipes";
import { type ListedRecipe, shoppingKey } from "@/lib/core/recipes/shopping-list";

const shoppingSchema = z.object({
  recipes: z.array(
    z.object({
      slug: z.string(),
      title: z.string(),
      servings: z.number(),
      wanted: z.array(
        z.object({
          foodId: z.string(),
          quantity: z.number().nullable(),
          unit: unitSchema.nullable(),
          words: z.string().optional(),
          isDoubtful: z.boolean().optional(),
        }),
      ),
    }),
  ),
  /** Lines typed by hand. */
  extras: z.array(z.object({ id: z.string(), text: z.string() })),
  /** Keys of items and extras' ids. */
  ticked: z.array(z.string()),
  /** Rows of the pantry that ticking an item made, each with its change, so that unticking takes them out again. */
  bought: z.record(z.string(), z.array(z.object({ id: z.string(), changeId: z.string() }))).default({}),
});
export type ShoppingList = z.infer<typeof shoppingSchema>;

const KEY = "shopping";
export const EMPTY_LIST: ShoppingList = { recipes: [], extras: [], ticked: [], bought: {} };

export interface ShoppingState extends ShoppingList {
  /** Puts a recipe on the list, in place of an earlier entry of it; its foods are unticked. */
  addRecipe(recipe: ListedRecipe): void;
  removeRecipe(slug: string): void;
  addExtra(text: string): void;
  toggle(id: string): void;
  /** What ticking an item put into the pantry; none once it is out again. */
  noteBought(key: string, rows: ShoppingList["bought"][string]): void;
  clear(): void;
}

/** The list lives in this browser: it can be ticked in a shop without a connection. */
export function createShoppingStore(memory: Memory = browserMemory()): StoreApi<ShoppingState> {
  return createStore<ShoppingState>((set, get) => {
    const change = (part: Partial<ShoppingList>) => {
      set(part);
      memory.write(KEY, JSON.stringify(shoppingSchema.parse(get())));
    };
    return {
      ...readRemembered(memory, KEY, shoppingSchema, EMPTY_LIST),
      addRecipe: (recipe) => {
        const foods = new Set(recipe.wanted.map(shoppingKey));
        change({
          recipes: [
            ...get().recipes.filter((entry) => entry.slug !== recipe.slug),
            { ...recipe, wanted: [...recipe.wanted] },
          ],
          ticked: get().ticked.filter((id) => !foods.has(id)),
          // it is bought and stays in the pantry; what is wanted now is more
          bought: Object.fromEntries(Object.entries(get().bought).filter(([key]) => !foods.has(key))),
        });
      },
      removeRecipe: (slug) => change({ recipes: get().recipes.filter((entry) => entry.slug !== slug) }),
      addExtra: (text) => {
        const trimmed = text.trim();
        if (trimmed)
          change({ extras: [...get().extras, { id: `extra-${trimmed}-${Date.now()}`, text: trimmed }] });
      },
      toggle: (id) =>
        change({
          ticked: get().ticked.includes(id)
            ? get().ticked.filter((entry) => entry !== id)
            : [...get().ticked, id],
        }),
      noteBought: (key, rows) => {
        const { [key]: _, ...others } = get().bought;
        change({ bought: rows.length > 0 ? { ...others, [key]: rows } : others });
      },
      clear: () => change(EMPTY_LIST),
    };
  });
}
