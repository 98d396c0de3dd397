"use client";

import { ArrowLeft, ArrowLeftRight, Check, Pencil, ShoppingBasket, X } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { kitchenAtHand } from "@/lib/client/recipes/at-hand";
import { UNIT_SYSTEMS } from "@/lib/client/recipes/unit-systems";
import { useKitchen } from "@/lib/client/recipes/use-kitchen";
import { useStock } from "@/lib/client/recipes/use-stock";
import type { RecipePage } from "@/lib/contracts/recipes";
import { type AskedFood, explain } from "@/lib/core/recipes/explain";
import type { Food, Substitution } from "@/lib/core/recipes/food";
import { totalMinutes } from "@/lib/core/recipes/recipe";
import { scaled } from "@/lib/core/recipes/shopping-list";
import { dayOf } from "@/lib/core/recipes/stock/stocked-food";
import type { AskedOfStock } from "@/lib/core/recipes/stock/take-out";
import { createVocabulary } from "@/lib/core/recipes/vocabulary";
import { AddToList } from "./add-to-list";
import { CookMode } from "./cook-mode";
import { foodName } from "./food-name";
import { IngredientText } from "./ingredient-text";
import { OpinionButtons } from "./opinion";
import { RemoveOwn } from "./own/remove-own";
import { CookedDialog } from "./pantry/cooked-dialog";
import { useTakeOut } from "./pantry/use-take-out";
import { RecipePicture } from "./picture/recipe-picture";
import { Plate } from "./plate";
import { RecipeActions } from "./recipe-actions";
import { RecipeNotes, RecipeSource } from "./recipe-extras";
import { RecipeFacts } from "./recipe-facts";
import { ServingsStepper } from "./servings-stepper";
import { useAmountText } from "./use-amount-text";
import { useCooked } from "./use-cooked";
import { useMinutes } from "./use-minutes";
import { PlanRecipe } from "./week/plan-recipe";

export interface RecipeViewProps {
  readonly page: RecipePage;
  /** The foods of this recipe, and those that may be given for them. */
  readonly foods: readonly Food[];
  readonly substitutions: readonly Substitution[];
}

/** A recipe to read, scale, print and cook from. */
export function RecipeView({ page, foods, substitutions }: RecipeViewProps) {
  const t = useTranslations("recipes");
  const { recipe, report } = page;
  const kitchen = useKitchen();
  const [servings, setServings] = useState(recipe.servings);
  const [isCooking, setIsCooking] = useState(false);
  const cooked = useCooked();
  const foodOf = useMemo(() => {
    const byId = new Map(foods.map((food) => [food.id, food]));
    return (id: string) => byId.get(id);
  }, [foods]);
  const scale = servings / recipe.servings;
  const vocabulary = useMemo(() => createVocabulary(foods, substitutions), [foods, substitutions]);
  const stock = useStock();
  const { inUse } = stock;
  const takeOut = useTakeOut(stock, vocabulary);
  const [leftToAsk, setLeftToAsk] = useState<readonly AskedOfStock[]>([]);
  const { atHand, isStaple, isKnown } = useMemo(
    () => kitchenAtHand(kitchen, vocabulary, { stock: inUse, today: dayOf(new Date()) }),
    [kitchen, vocabulary, inUse],
  );
  const asked = useMemo(
    () => explain(scaled(recipe.ingredients, scale), atHand, isStaple),
    [recipe, scale, atHand, isStaple],
  );
  const noteCooked = () =>
    cooked.mutate(
      { slug: recipe.slug, servings: Math.max(1, Math.round(servings)) },
      {
        onSuccess: () =>
          setLeftToAsk(takeOut({ ingredients: scaled(recipe.ingredients, scale), atHand, isStaple })),
      },
    );
  return (
    <div className="mx-auto w-full max-w-5xl px-4 py-6 lg:px-6 print:p-0">
      <Link
        href="/recipes"
        className="mb-4 inline-flex items-center gap-1.5 font-medium text-ink-soft hover:text-ink print:hidden"
      >
        <ArrowLeft aria-hidden className="size-4" />
        {t("back")}
      </Link>
      <header className="mb-6 flex flex-col gap-4">
        <div className="flex items-start gap-4">
          {page.picture?.state === "kept" ? null : (
            <Plate seed={recipe.slug} className="size-16 sm:size-20 print:hidden" />
          )}
          <div>
            <p className="text-meta font-medium text-ink-soft">{t(`cuisines.${recipe.cuisine}`)}</p>
            <h1 className="text-balance text-display font-semibold tracking-[-0.01em]">{recipe.title}</h1>
            <p className="mt-1 max-w-[60ch] text-pretty text-lead text-ink-soft">{recipe.summary}</p>
          </div>
        </div>
        {page.isOwn ? <RecipePicture page={page} /> : null}
        <Times page={page} />
        <div className="flex flex-wrap items-center gap-2 print:hidden">
          <RecipeActions slug={recipe.slug} title={recipe.title} onCook={() => setIsCooking(true)} />
          {page.isOwn ? (
            <>
              <Button asChild size="large" tone="quiet">
                <Link href={`/recipes/${recipe.slug}/edit`}>
                  <Pencil aria-hidden />
                  {t("own.edit")}
                </Link>
              </Button>
              <RemoveOwn slug={recipe.slug} />
            </>
          ) : null}
        </div>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2 print:hidden">
          <OpinionButtons page={page} isNoting={cooked.isPending} onCooked={noteCooked} />
        </div>
        {page.isOwn && recipe.ingredients.some((item) => item.isDoubtful) ? (
          <p className="rounded-card bg-saffron-wash px-3 py-2 text-saffron-ink print:hidden">
            {t("own.hasDoubts")}{" "}
            <Link href={`/recipes/${recipe.slug}/edit`} className="font-medium underline">
              {t("own.lookAtThem")}
            </Link>
          </p>
        ) : null}
        <RecipeSource recipe={recipe} />
      </header>
      <div className="grid items-start gap-8 lg:grid-cols-[320px_1fr] print:grid-cols-[240px_1fr]">
        <section
          aria-label={t("ingredients")}
          className="flex flex-col gap-3 lg:sticky lg:top-16 print:static"
        >
          <h2 className="text-title font-semibold">{t("ingredients")}</h2>
          <div className="flex flex-wrap items-center gap-2 print:hidden">
            <ServingsStepper value={servings} onChange={setServings} />
            <UnitSwitch value={kitchen.units} onChange={kitchen.chooseUnits} />
          </div>
          <div className="print:hidden">
            <AddToList recipe={recipe} servings={servings} asked={asked} />
            <PlanRecipe slug={recipe.slug} title={recipe.title} servings={servings} />
          </div>
          <p className="hidden print:block">{t("servingsCount", { count: servings })}</p>
          <ul className="divide-y">
            {recipe.ingredients.map((ingredient, position) => {
              const food = foodOf(ingredient.foodId);
              const isNextGroup =
                ingredient.group !== undefined &&
                ingredient.group !== recipe.ingredients[position - 1]?.group;
              return food ? (
                // biome-ignore lint/suspicious/noArrayIndexKey: lines stand still, and two may name one food
                <li key={position} className="flex items-start justify-between gap-2 py-2">
                  <span>
                    {isNextGroup ? (
                      <strong className="block pt-1 pb-0.5 font-semibold">{ingredient.group}</strong>
                    ) : null}
                    <IngredientText ingredient={ingredient} food={food} scale={scale} units={kitchen.units} />
                    {ingredient.original && scale === 1 ? (
                      <span className="block text-meta text-ink-soft print:hidden">
                        {ingredient.original}
                      </span>
                    ) : null}
                  </span>
                  {isKnown && !ingredient.optional ? (
                    <AtHandMark
                      asked={asked.find((entry) => entry.foodId === ingredient.foodId)}
                      name={foodName(food)}
                    />
                  ) : null}
                </li>
              ) : null;
            })}
          </ul>
        </section>
        <div className="flex flex-col gap-8">
          <section aria-label={t("method")}>
            <h2 className="mb-3 text-title font-semibold">{t("method")}</h2>
            <ol className="flex flex-col gap-5">
              {recipe.steps.map((step, position) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: steps stand still, and two may read the same
                <li key={position} className="flex gap-4 break-inside-avoid">
                  <span
                    aria-hidden
                    className="tabular grid size-7 shrink-0 place-items-center rounded-full bg-leaf-wash font-semibold text-leaf-strong"
                  >
                    {position + 1}
                  </span>
                  <div className="max-w-[64ch] text-pretty pt-0.5 text-lead">
                    {recipe.extras?.stepGroups
                      .filter((group) => group.from === position)
                      .map((group) => (
                        <h3 key={group.title} className="mb-1 font-semibold">
                          {group.title}
                        </h3>
                      ))}
                    <p>{step}</p>
                  </div>
                </li>
              ))}
            </ol>
          </section>
          <RecipeNotes extras={recipe.extras} />
          <RecipeFacts report={report} />
        </div>
      </div>
      {isCooking ? (
        <CookMode
          recipe={recipe}
          foodOf={foodOf}
          scale={scale}
          units={kitchen.units}
          onClose={() => setIsCooking(false)}
          onCooked={noteCooked}
        />
      ) : null}
      {leftToAsk.length > 0 ? (
        <CookedDialog
          asked={leftToAsk}
          vocabulary={vocabulary}
          stock={stock}
          onClose={() => setLeftToAsk([])}
        />
      ) : null}
    </div>
  );
}

/** Says the same of a food as the card: it is there, there is too little, another replaces it, or it must be bought. */
function AtHandMark({ asked, name }: { readonly asked: AskedFood | undefined; readonly name: string }) {
  const t = useTranslations("recipes");
  const { answerDoubt, units } = useKitchen();
  const amountText = useAmountText();
  if (!asked) return null;
  const { state, by, swap, has, wants, unit } = asked;
  if (state === "some")
    return (
      <span className="tabular mt-0.5 shrink-0 text-meta text-saffron-ink print:hidden">
        {t("shortHere", {
          has: amountText(has ?? 0, unit, units),
          wants: amountText(wants ?? 0, unit, units),
        })}
      </span>
    );
  if (state === "doubtful")
    return (
      <fieldset
        aria-label={`${name}: ${t("isItThere")}`}
        className="flex shrink-0 items-center gap-0.5 rounded-full bg-saffron-wash pl-2.5 text-meta text-saffron-ink print:hidden"
      >
        <span aria-hidden>{t("isItThere")}</span>
        {([true, false] as const).map((isThere) => (
          <button
            key={String(isThere)}
            type="button"
            aria-label={t(isThere ? "yes" : "no", { food: name })}
            onClick={() => answerDoubt(by ?? asked.foodId, isThere)}
            className="grid size-7 place-items-center rounded-full hover:bg-ink/10 pointer-coarse:size-11 [&_svg]:size-3.5"
          >
            {isThere ? <Check aria-hidden /> : <X aria-hidden />}
          </button>
        ))}
      </fieldset>
    );
  const label = t(state === "missing" ? "toBuy" : swap ? "swapHere" : "atHand");
  const Icon = state === "missing" ? ShoppingBasket : swap ? ArrowLeftRight : Check;
  const tone = state === "missing" ? "text-ink-soft" : swap ? "text-saffron-ink" : "text-leaf";
  return (
    <span className={classNames("mt-0.5 shrink-0 print:hidden", tone)} title={label}>
      <Icon aria-hidden className="size-4" />
      <span className="sr-only">{label}</span>
    </span>
  );
}

function Times({ page }: Pick<RecipeViewProps, "page">) {
  const t = useTranslations("recipes");
  const minutes = useMinutes();
  const { recipe } = page;
  const times = [
    [t("prep"), recipe.prepMinutes],
    [t("cook"), recipe.cookMinutes],
    [t("rest"), recipe.restMinutes],
    [t("total"), totalMinutes(recipe)],
  ] as const;
  return (
    <dl className="flex flex-wrap gap-x-8 gap-y-2">
      {times
        .filter(([, value]) => value > 0)
        .map(([title, value]) => (
          <div key={title}>
            <dt className="text-meta text-ink-soft">{title}</dt>
            <dd className="tabular text-lead font-semibold">{minutes(value)}</dd>
          </div>
        ))}
    </dl>
  );
}

function UnitSwitch({
  value,
  onChange,
}: {
  readonly value: (typeof UNIT_SYSTEMS)[number];
  readonly onChange: (units: (typeof UNIT_SYSTEMS)[number]) => void;
}) {
  const t = useTranslations("recipes");
  return (
    <fieldset aria-label={t("units")} className="flex rounded-card border bg-sunken p-0.5">
      {UNIT_SYSTEMS.map((system) => (
        <button
          key={system}
          type="button"
          aria-pressed={system === value}
          onClick={() => onChange(system)}
          className={classNames(
            "h-8 rounded-[8px] px-3 font-medium transition-colors pointer-coarse:h-10",
            system === value ? "bg-raised text-ink shadow-[0_0_0_1px_var(--line-strong)]" : "text-ink-soft",
          )}
        >
          {t(`unitSystems.${system}`)}
        </button>
      ))}
    </fieldset>
  );
}
