import { createRecipeMemory } from "./recipe-memory";

/** The one memory of this process. */
export const recipeMemoryNow = createRecipeMemory();
