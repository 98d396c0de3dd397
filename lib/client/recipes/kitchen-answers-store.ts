import { z } from "zod";
import { createStore, type StoreApi } from "zustand/vanilla";
import { browserMemory, type Memory, readRemembered } from "@/lib/client/browser/remembered";
import { forgetPhotos, type KitchenAnswers, NO_ANSWERS } from "@/lib/core/recipes/kitchen-answers";
import { PLACES } from "@/lib/core/recipes/stock/stocked-food";

const boxesByFood = z.record(z.string(), z.array(z.string()));
const answersSchema = z.object({
  photos: z.record(z.string(), z.object({ there: boxesByFood, gone: boxesByFood, taken: boxesByFood })),
  counts: z.record(z.string(), z.object({ count: z.number().int().min(0), photoIds: z.array(z.string()) })),
  places: z.record(z.string(), z.enum(PLACES)),
  still: z.array(z.string()),
}) satisfies z.ZodType<KitchenAnswers>;

const KEY = "kitchen-answers";

export interface AnswersState {
  readonly answers: KitchenAnswers;
  /** @param photoIds the photos that are there: what was said of others is forgotten */
  change(step: (answers: KitchenAnswers) => KitchenAnswers, photoIds: readonly string[]): void;
}

/** What a person said about the foods on the photos of the strip; like the strip, it outlives a reload. */
export function createKitchenAnswersStore(memory: Memory = browserMemory()): StoreApi<AnswersState> {
  return createStore<AnswersState>((set, get) => ({
    answers: readRemembered<KitchenAnswers>(memory, KEY, answersSchema, NO_ANSWERS),
    change: (step, photoIds) => {
      const answers = forgetPhotos(step(get().answers), photoIds);
      set({ answers });
      memory.write(KEY, JSON.stringify(answers));
    },
  }));
}
