"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Plus, X } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { IconButton } from "@/components/ui/icon-button";
import { useTRPC } from "@/lib/client/api/trpc";
import { ingredientText } from "@/lib/core/recipes/export/json-ld";
import type { Food } from "@/lib/core/recipes/food";
import {
  draftOf,
  EMPTY_DRAFT,
  partLines,
  type RecipeDraft,
  readLines,
} from "@/lib/core/recipes/import/draft";
import { partStepGroups, tidyExtras } from "@/lib/core/recipes/import/step-groups";
import { isWebAddress } from "@/lib/core/recipes/import/web-address";
import type { Recipe } from "@/lib/core/recipes/recipe";
import { createVocabulary, inLanguage } from "@/lib/core/recipes/vocabulary";
import { ExtrasFields } from "./extras-fields";
import { ImportBox } from "./import-box";
import { LineEditor } from "./line-editor";
import { loadOrEnglish, useLineLanguage } from "./use-line-language";

const FIELD =
  "h-9 w-full rounded-card border border-line-strong bg-raised px-3 pointer-coarse:h-11 pointer-coarse:text-lead";

export interface OwnRecipeFormProps {
  readonly foods: readonly Food[];
  /** The own recipe to change; a new one is written when left out. */
  readonly recipe?: Recipe;
}

/**
 * Writes a recipe of one's own, checks one that was read from a page, or changes one. No form library: the draft is not a
 * set of fields but one value, read again at each key press, which the import replaces and a line may split.
 */
export function OwnRecipeForm({ foods, recipe }: OwnRecipeFormProps) {
  const t = useTranslations("recipes.own");
  const waits = useTranslations("waits");
  const trpc = useTRPC();
  const router = useRouter();
  const queries = useQueryClient();
  const english = useMemo(() => createVocabulary(foods, []), [foods]);
  const [draft, setDraft] = useState<RecipeDraft>(() =>
    recipe ? draftOf(recipe, (item) => ingredientText(item, english)) : EMPTY_DRAFT,
  );
  const change = (part: Partial<RecipeDraft>) => setDraft((before) => ({ ...before, ...part }));
  const { language, code, isLoading } = useLineLanguage(draft);
  const vocabulary = useMemo(() => inLanguage(english, language), [english, language]);
  const read = readLines(partLines(draft, vocabulary), vocabulary);
  const { steps, stepGroups } = partStepGroups(draft.steps);
  const isReady = draft.title.trim() !== "" && read.length > 0 && steps.length > 0;
  const doubts = read.filter((line) => line.isDoubtful).length;
  const goTo = async (slug: string) => {
    await queries.invalidateQueries();
    router.push(`/recipes/${slug}`);
    router.refresh();
  };
  const add = useMutation(trpc.recipes.saveOwn.mutationOptions({ onSuccess: ({ slug }) => goTo(slug) }));
  const edit = useMutation(
    trpc.recipes.changeOwn.mutationOptions({ onSuccess: () => recipe && goTo(recipe.slug) }),
  );
  const save = recipe ? edit : add;
  const submit = () => {
    const { title, summary, servings, prepMinutes, cookMinutes, restMinutes, sourceUrl } = draft;
    const ingredients = read.map((line) => line.ingredient);
    const written = {
      title,
      summary,
      servings,
      prepMinutes,
      cookMinutes,
      restMinutes,
      sourceUrl,
      ingredients,
      steps,
      extras: tidyExtras({ ...draft.extras, stepGroups, language: code }),
      cuisine: draft.cuisine,
    };
    if (recipe) edit.mutate({ slug: recipe.slug, recipe: written });
    else add.mutate({ ...written, pictures: draft.pictures.filter(isWebAddress).slice(0, 5) });
  };
  return (
    <div className="mx-auto flex w-full max-w-3xl flex-col gap-6 px-4 py-6">
      <h1 className="text-display font-semibold tracking-[-0.01em]">{t(recipe ? "editTitle" : "title")}</h1>
      {recipe ? null : (
        <>
          <ImportBox
            onDraft={(found) =>
              void loadOrEnglish(found.extras.language).then((loaded) =>
                setDraft(partLines(found, inLanguage(english, loaded))),
              )
            }
          />
          <p className="-mt-3 text-ink-soft">
            <Link href="/recipes/import" className="items-center underline pointer-coarse:inline-flex">
              {t("importMany")}
            </Link>
          </p>
        </>
      )}
      <form
        className="flex flex-col gap-6"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady && !save.isPending && !isLoading) submit();
        }}
      >
        {draft.isUnmarked ? (
          <p role="note" className="rounded-card bg-saffron-wash px-3 py-2 text-saffron-ink">
            {t("unmarked")}
          </p>
        ) : null}
        <label className="flex flex-col gap-1 font-medium">
          {t("name")}
          <input
            required
            maxLength={120}
            value={draft.title}
            onChange={(event) => change({ title: event.target.value })}
            className={`${FIELD} font-normal`}
          />
        </label>
        <div className="grid grid-cols-2 gap-3 sm:grid-cols-4">
          <NumberField
            label={t("servings")}
            min={1}
            value={draft.servings}
            asks={draft.guessed.includes("servings") ? t("guessedServings") : undefined}
            onChange={(servings) =>
              change({ servings, guessed: draft.guessed.filter((item) => item !== "servings") })
            }
          />
          <NumberField
            label={t("prep")}
            min={0}
            value={draft.prepMinutes}
            onChange={(prepMinutes) => change({ prepMinutes })}
          />
          <NumberField
            label={t("cook")}
            min={0}
            value={draft.cookMinutes}
            onChange={(cookMinutes) => change({ cookMinutes })}
          />
          <NumberField
            label={t("rest")}
            min={0}
            value={draft.restMinutes}
            onChange={(restMinutes) => change({ restMinutes })}
          />
        </div>
        <label className="flex flex-col gap-1 font-medium">
          {t("yieldText")}
          <input
            maxLength={120}
            placeholder={t("extras.yieldHint")}
            value={draft.extras.yieldText ?? ""}
            onChange={(event) =>
              change({ extras: { ...draft.extras, yieldText: event.target.value || null } })
            }
            className={`${FIELD} font-normal`}
          />
        </label>
        {draft.guessed.includes("times") ? (
          <p className="-mt-4 text-meta text-saffron-ink">{t("guessedTimes")}</p>
        ) : null}
        <section aria-label={t("ingredients")} className="flex flex-col gap-2">
          <h2 className="text-title font-semibold">{t("ingredients")}</h2>
          <p className="text-ink-soft">{t("ingredientsBody")}</p>
          <ul className="flex flex-col gap-2">
            {draft.lines.map((line, position) => (
              <LineEditor
                // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
                key={position}
                line={line}
                number={position + 1}
                vocabulary={vocabulary}
                onChange={(next) => change({ lines: draft.lines.with(position, next) })}
                onPart={(parts) => change({ lines: draft.lines.toSpliced(position, 1, ...parts) })}
                onRemove={() => change({ lines: draft.lines.toSpliced(position, 1) })}
              />
            ))}
          </ul>
          <Button
            size="small"
            tone="quiet"
            className="self-start"
            onClick={() => change({ lines: [...draft.lines, { text: "", foodId: null }] })}
          >
            <Plus aria-hidden />
            {t("addLine")}
          </Button>
        </section>
        <section aria-label={t("steps")} className="flex flex-col gap-2">
          <h2 className="text-title font-semibold">{t("steps")}</h2>
          <ol className="flex flex-col gap-2">
            {draft.steps.map((step, position) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place
              <li key={position} className="flex gap-2">
                <textarea
                  aria-label={t("step", { number: position + 1 })}
                  rows={2}
                  maxLength={4000}
                  value={step}
                  onChange={(event) => change({ steps: draft.steps.with(position, event.target.value) })}
                  className="min-w-0 flex-1 rounded-card border border-line-strong bg-raised px-3 py-2 pointer-coarse:text-lead"
                />
                <IconButton
                  label={t("removeStep", { number: position + 1 })}
                  side="left"
                  onClick={() => change({ steps: draft.steps.toSpliced(position, 1) })}
                >
                  <X aria-hidden />
                </IconButton>
              </li>
            ))}
          </ol>
          <Button
            size="small"
            tone="quiet"
            className="self-start"
            onClick={() => change({ steps: [...draft.steps, ""] })}
          >
            <Plus aria-hidden />
            {t("addStep")}
          </Button>
        </section>
        <ExtrasFields
          extras={draft.extras}
          onChange={(part) => change({ extras: { ...draft.extras, ...part } })}
        />
        <div className="flex flex-wrap items-center gap-3 border-t pt-4">
          <Button
            type="submit"
            tone="primary"
            size="large"
            waitsFor={save.isPending || isLoading ? waits("busy") : !isReady && waits("recipe")}
          >
            {t("save")}
          </Button>
          <p role="status" className={save.isError ? "text-tomato-ink" : "text-ink-soft"}>
            {save.isError
              ? save.error.message
              : !isReady
                ? t("needs")
                : doubts > 0
                  ? t("doubtsLeft", { count: doubts })
                  : t("allergenNote")}
          </p>
        </div>
      </form>
    </div>
  );
}

interface NumberFieldProps {
  readonly label: string;
  readonly min: number;
  readonly value: number;
  readonly onChange: (value: number) => void;
  /** What a person should look at, beside the field. */
  readonly asks?: string | undefined;
}

function NumberField({ label, min, value, asks, onChange }: NumberFieldProps) {
  return (
    <label className="flex flex-col gap-1 font-medium">
      {label}
      <input
        type="number"
        inputMode="numeric"
        min={min}
        max={9999}
        value={value}
        onChange={(event) => onChange(Math.max(min, Math.trunc(event.target.valueAsNumber) || min))}
        className={classNames(
          FIELD,
          "tabular font-normal",
          asks && "border-saffron bg-saffron-wash text-saffron-ink",
        )}
      />
      {asks ? <span className="text-meta font-normal text-saffron-ink">{asks}</span> : null}
    </label>
  );
}
