"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { X } from "lucide-react";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { useTRPC } from "@/lib/client/api/trpc";
import type { CookPart } from "@/lib/contracts/recipes";
import { SKILLS, type Skill } from "@/lib/core/recipes/personal";
import type { Vocabulary } from "@/lib/core/recipes/vocabulary";
import { AddFood } from "../add-food";
import { FoodChip } from "./food-chip";
import { KitchenSection } from "./kitchen-section";

const FIELD = "h-9 rounded-card border border-line-strong bg-raised px-2.5 pointer-coarse:h-11";

/** What Forage keeps of the person's cooking; each entry, each part and all of it can be erased. */
export function Remembered({ vocabulary }: { readonly vocabulary: Vocabulary }) {
  const t = useTranslations("recipes.kitchen");
  const waits = useTranslations("waits");
  const format = useFormatter();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const cook = useQuery(trpc.recipes.cook.get.queryOptions());
  const after = { onSuccess: () => queries.invalidateQueries() };
  const erase = useMutation(trpc.recipes.cook.erase.mutationOptions(after));
  const profile = useMutation(trpc.recipes.cook.setProfile.mutationOptions(after));
  const opinion = useMutation(trpc.recipes.cook.setOpinion.mutationOptions(after));
  const dislike = useMutation(trpc.recipes.cook.setFoodDislike.mutationOptions(after));
  const removeCooked = useMutation(trpc.recipes.cook.removeCooked.mutationOptions(after));
  const failure = [cook, erase, profile, opinion, dislike, removeCooked].find((entry) => entry.error)?.error;
  const { data } = cook;
  if (!data)
    return cook.isError ? (
      <p role="alert" className="text-tomato-ink">
        {cook.error.message}
      </p>
    ) : (
      <div role="status" aria-busy aria-label={t("title")} className="h-64 rounded-card border bg-sunken" />
    );
  const { household, skill } = data;
  const hasAny =
    data.favourites.length +
      data.dislikedRecipes.length +
      data.dislikedFoods.length +
      data.cooked.length +
      data.stockedFoods +
      data.plannedMeals +
      data.shoppingLines +
      Number(household !== null) +
      Number(skill !== null) >
    0;
  const eraseButton = (part: CookPart, has: boolean) =>
    has ? (
      <Button
        size="small"
        tone="quiet"
        waitsFor={erase.isPending && waits("busy")}
        onClick={() => erase.mutate({ part })}
      >
        {t(`erase.${part}`)}
      </Button>
    ) : null;
  return (
    <>
      <KitchenSection
        title={t("you")}
        body={t("youBody")}
        action={eraseButton("profile", household !== null || skill !== null)}
      >
        <div className="flex flex-wrap gap-3">
          <label className="flex flex-col gap-1 font-medium">
            {t("household")}
            <select
              value={household ?? ""}
              onChange={(event) => profile.mutate({ household: Number(event.target.value) || null, skill })}
              className={`${FIELD} font-normal`}
            >
              <option value="">{t("notSaid")}</option>
              {Array.from({ length: 12 }, (_, people) => people + 1).map((people) => (
                <option key={people} value={people}>
                  {t("people", { people })}
                </option>
              ))}
            </select>
          </label>
          <label className="flex flex-col gap-1 font-medium">
            {t("skill")}
            <select
              value={skill ?? ""}
              onChange={(event) =>
                profile.mutate({ household, skill: (event.target.value || null) as Skill | null })
              }
              className={`${FIELD} font-normal`}
            >
              <option value="">{t("notSaid")}</option>
              {SKILLS.map((entry) => (
                <option key={entry} value={entry}>
                  {t(`skills.${entry}`)}
                </option>
              ))}
            </select>
          </label>
        </div>
      </KitchenSection>
      <KitchenSection title={t("favourites")} action={eraseButton("favourites", data.favourites.length > 0)}>
        <NamedRecipes
          list={data.favourites}
          none={t("noFavourites")}
          onRemove={(slug) => opinion.mutate({ slug, opinion: null })}
        />
      </KitchenSection>
      <KitchenSection
        title={t("dislikes")}
        body={t("dislikesBody")}
        action={eraseButton("dislikes", data.dislikedFoods.length + data.dislikedRecipes.length > 0)}
      >
        <ul className="flex flex-wrap items-center gap-1.5">
          {data.dislikedFoods.map((foodId) => (
            <FoodChip
              key={foodId}
              food={vocabulary.byId.get(foodId)}
              label={(food) => t("likeAgain", { food })}
              onRemove={() => dislike.mutate({ foodId, isDisliked: false })}
            />
          ))}
          <li>
            <AddFood
              vocabulary={vocabulary}
              present={new Set(data.dislikedFoods)}
              onAdd={(foodId) => dislike.mutate({ foodId, isDisliked: true })}
            />
          </li>
        </ul>
        <NamedRecipes
          list={data.dislikedRecipes}
          none=""
          onRemove={(slug) => opinion.mutate({ slug, opinion: null })}
        />
      </KitchenSection>
      <KitchenSection title={t("history")} action={eraseButton("history", data.cooked.length > 0)}>
        {data.cooked.length === 0 ? <p className="text-ink-soft">{t("noHistory")}</p> : null}
        <ul className="divide-y">
          {data.cooked.map((entry) => (
            <li key={entry.id} className="flex items-center justify-between gap-3 py-1">
              <span>
                <Link href={`/recipes/${entry.slug}`} className="font-medium hover:underline">
                  {entry.title}
                </Link>
                <span className="tabular block text-meta text-ink-soft">
                  {format.dateTime(new Date(entry.cookedAt), { dateStyle: "medium" })} ·{" "}
                  {t("forPeople", { people: entry.servings })}
                </span>
              </span>
              <RemoveButton
                label={t("removeCooked", { title: entry.title })}
                onClick={() => removeCooked.mutate({ id: entry.id })}
              />
            </li>
          ))}
        </ul>
      </KitchenSection>
      <div className="flex flex-wrap items-center gap-3">
        <Button
          tone="danger"
          waitsFor={hasAny ? erase.isPending && waits("busy") : waits("nothingRemembered")}
          onClick={() => erase.mutate({ part: "all" })}
        >
          {t("erase.all")}
        </Button>
        <p role="status" className={failure ? "text-tomato-ink" : "text-ink-soft"}>
          {failure ? failure.message : hasAny ? t("eraseBody") : t("nothingKept")}
        </p>
      </div>
    </>
  );
}

function NamedRecipes({
  list,
  none,
  onRemove,
}: {
  readonly list: readonly { readonly slug: string; readonly title: string }[];
  readonly none: string;
  readonly onRemove: (slug: string) => void;
}) {
  const t = useTranslations("recipes.kitchen");
  if (list.length === 0) return none ? <p className="text-ink-soft">{none}</p> : null;
  return (
    <ul className="divide-y">
      {list.map((recipe) => (
        <li key={recipe.slug} className="flex items-center justify-between gap-3 py-1">
          <Link href={`/recipes/${recipe.slug}`} className="font-medium hover:underline">
            {recipe.title}
          </Link>
          <RemoveButton label={t("forget", { title: recipe.title })} onClick={() => onRemove(recipe.slug)} />
        </li>
      ))}
    </ul>
  );
}

function RemoveButton({ label, onClick }: { readonly label: string; readonly onClick: () => void }) {
  return (
    <button
      type="button"
      aria-label={label}
      onClick={onClick}
      className="grid size-8 shrink-0 place-items-center rounded-full text-ink-soft hover:bg-sunken pointer-coarse:size-11 [&_svg]:size-4"
    >
      <X aria-hidden />
    </button>
  );
}
