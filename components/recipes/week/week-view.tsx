"use client";

import type { DragEndEvent } from "@dnd-kit/core";
import { ArrowLeft, CalendarArrowDown, ChevronLeft, ChevronRight, Printer } from "lucide-react";
import Link from "next/link";
import { useRouter, useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { useToast } from "@/components/ui/toast";
import { saveFile } from "@/lib/client/browser/save-file";
import { foodsInKitchen, kitchenRules } from "@/lib/client/recipes/at-hand";
import { useKitchen } from "@/lib/client/recipes/use-kitchen";
import { useStock } from "@/lib/client/recipes/use-stock";
import { useWeek } from "@/lib/client/recipes/use-week";
import type { Food, Substitution } from "@/lib/core/recipes/food";
import { addDays, dayOf } from "@/lib/core/recipes/stock/stocked-food";
import { createVocabulary } from "@/lib/core/recipes/vocabulary";
import {
  DAYS_A_WEEK,
  leftToPlan,
  moveMeal,
  planDish,
  planLeftover,
  removeMeal,
  setCooked,
  setEaten,
  weekOf,
} from "@/lib/core/recipes/week/plan";
import type { PlannedMeal } from "@/lib/core/recipes/week/planned-meal";
import { weekNeeds } from "@/lib/core/recipes/week/week-shopping";
import { ShareButton } from "../share/share-button";
import { DayColumn } from "./day-column";
import { MealCard } from "./meal-card";
import { RecipeSource } from "./recipe-source";
import { useDayText } from "./use-day-text";
import { useWeekFile } from "./use-week-file";
import { WeekDragging } from "./week-dragging";
import { WeekList } from "./week-list";

export interface WeekViewProps {
  readonly foods: readonly Food[];
  readonly substitutions: readonly Substitution[];
}

/** Dishes on days, what is left of them, and one shopping list for it all. */
export function WeekView({ foods, substitutions }: WeekViewProps) {
  const t = useTranslations("recipes.week");
  const shared = useTranslations("recipes.shared");
  const dayText = useDayText();
  const show = useToast();
  const router = useRouter();
  const today = dayOf(new Date());
  const asked = useSearchParams().get("day");
  const day = asked !== null && isDay(asked) ? asked : today;
  const days = useMemo(() => weekOf(day), [day]);
  const vocabulary = useMemo(() => createVocabulary(foods, substitutions), [foods, substitutions]);
  const week = useWeek(days[0] ?? day, today);
  const kitchen = useKitchen();
  const { inUse } = useStock();
  const { meals, recipeOf } = week;
  const titleOf = (meal: PlannedMeal) => recipeOf(meal.slug)?.title ?? meal.slug;
  const inKitchen = useMemo(() => foodsInKitchen(kitchen, { stock: inUse, today }), [kitchen, inUse, today]);
  const shown = meals.filter((meal) => days.includes(meal.day));
  const needs = useMemo(() => {
    // what was cooked before today is in nobody's way any more
    const open = meals.filter((meal) => meal.day >= today && meal.day <= (days.at(-1) ?? meal.day));
    return weekNeeds(open, recipeOf, {
      foods: inKitchen,
      vocabulary,
      ...kitchenRules(kitchen, vocabulary),
      ...(days[0] === undefined ? {} : { listFrom: days[0] }),
    }).listed;
  }, [meals, recipeOf, inKitchen, vocabulary, kitchen, today, days]);
  const range = t("range", { from: dayText(days[0] ?? day), to: dayText(days.at(-1) ?? day) });
  const saveCalendar = useWeekFile(recipeOf, shown);
  const tell = (title: string, undo: () => void) =>
    show({ title, action: { label: t("undo"), onAct: undo } });
  const plan = (
    recipe: { readonly slug: string; readonly title: string; readonly servings: number },
    on: string,
  ) => {
    const undo = week.change([
      planDish(crypto.randomUUID(), recipe.slug, on, kitchenServings(recipe.servings)),
    ]);
    tell(t("planned", { title: recipe.title, day: dayText(on) }), undo);
  };
  const move = (meal: PlannedMeal, on: string) => {
    if (meal.day === on) return;
    const moved = moveMeal(meal, on, meals);
    if ("problem" in moved) return show({ tone: "attention", title: t(`problems.${moved.problem}`) });
    tell(t("moved", { title: titleOf(meal), day: dayText(on) }), week.change(moved.steps));
  };
  const eat = (meal: PlannedMeal, servings: number) => {
    const steps = setEaten(meal, servings, meals, crypto.randomUUID());
    const undo = week.change(steps);
    const carried = steps.find(({ base, put }) => base === null && put?.leftoverOf != null)?.put;
    if (carried) tell(t("carriedOver", { count: carried.eaten, day: dayText(carried.day) }), undo);
  };
  const drop = ({ active, over }: DragEndEvent) => {
    const on = typeof over?.id === "string" ? over.id : null;
    if (on === null) return;
    const data = active.data.current as { readonly recipe?: Parameters<typeof plan>[0] } | undefined;
    const meal = meals.find(({ id }) => id === active.id);
    if (data?.recipe) plan(data.recipe, on);
    else if (meal) move(meal, on);
  };
  const goTo = (next: string) => router.replace(`/recipes/week?day=${next}`, { scroll: false });
  return (
    <WeekDragging onDrop={drop}>
      <div className="mx-auto flex w-full max-w-[1440px] flex-col gap-6 px-4 py-6 lg:px-6 print:p-0">
        <header className="flex flex-wrap items-end justify-between gap-3">
          <div>
            <Link
              href="/recipes"
              className="mb-3 inline-flex items-center gap-1.5 font-medium text-ink-soft hover:text-ink print:hidden"
            >
              <ArrowLeft aria-hidden className="size-4" />
              {t("back")}
            </Link>
            <h1 className="text-display font-semibold tracking-[-0.01em]">{t("title")}</h1>
            <p className="tabular text-ink-soft">{range}</p>
          </div>
          <div className="flex flex-wrap items-center gap-1.5 print:hidden">
            <IconButton label={t("previous")} onClick={() => goTo(addDays(day, -DAYS_A_WEEK))}>
              <ChevronLeft aria-hidden />
            </IconButton>
            <Button onClick={() => goTo(today)}>{t("thisWeek")}</Button>
            <IconButton label={t("next")} onClick={() => goTo(addDays(day, DAYS_A_WEEK))}>
              <ChevronRight aria-hidden />
            </IconButton>
            <Button onClick={() => window.print()}>
              <Printer aria-hidden />
              {t("print")}
            </Button>
            <Button
              waitsFor={shown.length === 0 && t("noMeals")}
              onClick={() =>
                void saveCalendar().then(
                  (file) => saveFile(`forage-week-${days[0]}.ics`, "text/calendar", file),
                  () => show({ tone: "attention", title: t("calendarFailed") }),
                )
              }
            >
              <CalendarArrowDown aria-hidden />
              {t("calendar")}
            </Button>
            <ShareButton
              what={{ kind: "week", title: shared("weekTitle", { range }), day: days[0] ?? day }}
              // the server writes the page, so it must have the last change
              waitsFor={shown.length === 0 ? t("noMeals") : week.isWaiting && shared("weekWaits")}
            />
          </div>
        </header>
        {week.error ? (
          <p role="alert" className="text-tomato-ink">
            {week.error}
          </p>
        ) : null}
        {week.isWaiting ? (
          <p role="status" className="rounded-card bg-saffron-wash px-3 py-2 text-saffron-ink">
            {t("waiting")}
          </p>
        ) : null}
        <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_280px] print:block">
          <ol aria-label={t("days")} className="grid gap-2 sm:grid-cols-2 xl:grid-cols-7 print:grid-cols-2">
            {days.map((each) => (
              <DayColumn key={each} day={each} isToday={each === today}>
                {shown
                  .filter((meal) => meal.day === each)
                  .map((meal) => {
                    const dish = meals.find(({ id }) => id === meal.leftoverOf);
                    return (
                      <MealCard
                        key={meal.id}
                        meal={meal}
                        title={titleOf(meal)}
                        unplanned={leftToPlan(meal, meals)}
                        mostEaten={
                          meal.leftoverOf === null
                            ? meal.cooked
                            : meal.eaten + (dish ? leftToPlan(dish, meals) : 0)
                        }
                        days={[...days, ...weekOf(addDays(days[0] ?? day, DAYS_A_WEEK))]}
                        onCooked={(servings) => week.change(setCooked(meal, servings, meals))}
                        onEaten={(servings) => eat(meal, servings)}
                        onMove={(on) => move(meal, on)}
                        onPlanRest={(on) =>
                          week.change([planLeftover(meal, crypto.randomUUID(), on, leftToPlan(meal, meals))])
                        }
                        onRemove={() =>
                          tell(t("removed", { title: titleOf(meal) }), week.change(removeMeal(meal, meals)))
                        }
                      />
                    );
                  })}
              </DayColumn>
            ))}
          </ol>
          <RecipeSource foods={inKitchen} vocabulary={vocabulary} days={days} onPlan={plan} />
        </div>
        <WeekList listed={needs} vocabulary={vocabulary} />
      </div>
    </WeekDragging>
  );
}

function kitchenServings(servings: number): number {
  return Math.max(1, Math.round(servings));
}

function isDay(text: string): boolean {
  return /^20\d\d-\d\d-\d\d$/.test(text) && Number.isFinite(Date.parse(`${text}T00:00:00Z`));
}
