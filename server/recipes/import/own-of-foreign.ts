import { ownRecipeSchema } from "@/lib/contracts/recipes";
import {
  draftFrom,
  markUnmarked,
  partLines,
  type RecipeDraft,
  readLines,
} from "@/lib/core/recipes/import/draft";
import type { ForeignRecipe } from "@/lib/core/recipes/import/json-ld";
import { partStepGroups, tidyExtras } from "@/lib/core/recipes/import/step-groups";
import type { LineLanguage } from "@/lib/core/recipes/languages/language";
import { inLanguage, type Vocabulary } from "@/lib/core/recipes/vocabulary";

/** A recipe of Forage's own export is taken over as it was, where its foods are known; any other is read. */
export function ownOf(
  recipe: ForeignRecipe,
  vocabulary: Vocabulary,
  languageOf: (code: string | null) => LineLanguage,
) {
  const kept = recipe.kept === undefined ? undefined : ownRecipeSchema.safeParse(recipe.kept).data;
  if (kept?.ingredients.every(({ foodId }) => vocabulary.byId.has(foodId))) return kept;
  const draft = draftFrom(recipe);
  const words = inLanguage(vocabulary, languageOf(draft.extras.language));
  return fromDraft(partLines(draft, words), words);
}

/** The recipe of an unedited draft, cut to a recipe's limits; null if it makes none. */
function fromDraft(draft: RecipeDraft, vocabulary: Vocabulary) {
  const { steps, stepGroups } = partStepGroups(draft.steps);
  const parsed = ownRecipeSchema.safeParse({
    ...draft,
    title: draft.title.slice(0, 120),
    summary: draft.summary.slice(0, 400),
    servings: Math.min(99, Math.max(1, draft.servings)),
    prepMinutes: Math.min(10_000, draft.prepMinutes),
    cookMinutes: Math.min(10_000, draft.cookMinutes),
    restMinutes: Math.min(10_000, draft.restMinutes),
    sourceUrl: draft.sourceUrl && draft.sourceUrl.length <= 500 ? draft.sourceUrl : null,
    ingredients: markUnmarked(draft, readLines(draft, vocabulary))
      .slice(0, 100)
      .map(({ ingredient }) => ({ ...ingredient, note: ingredient.note?.slice(0, 200) ?? null })),
    steps: steps.slice(0, 60).map((step) => step.slice(0, 4000)),
    extras: tidyExtras({ ...draft.extras, stepGroups }),
  });
  return parsed.success ? parsed.data : null;
}
