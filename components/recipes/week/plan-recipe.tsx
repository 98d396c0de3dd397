"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useToast } from "@/components/ui/toast";
import { useKitchenSync } from "@/lib/client/recipes/use-kitchen-sync";
import { addDays, dayOf } from "@/lib/core/recipes/stock/stocked-food";
import { planDish } from "@/lib/core/recipes/week/plan";
import { PlanFor } from "./plan-for";
import { useDayText } from "./use-day-text";

/** Days that a recipe's page offers, from today on. */
const DAYS_AHEAD = 14;

/** Plans a recipe from its page, for the servings chosen there. */
export function PlanRecipe({
  slug,
  title,
  servings,
}: {
  readonly slug: string;
  readonly title: string;
  readonly servings: number;
}) {
  const t = useTranslations("recipes.week");
  const dayText = useDayText();
  const sync = useKitchenSync();
  const router = useRouter();
  const show = useToast();
  const today = dayOf(new Date());
  const plan = (day: string) => {
    const step = planDish(crypto.randomUUID(), slug, day, servings);
    sync?.week.add({ id: crypto.randomUUID(), steps: [step] });
    show({
      title: t("planned", { title, day: dayText(day) }),
      action: { label: t("open"), onAct: () => router.push(`/recipes/week?day=${day}`) },
    });
  };
  return (
    <PlanFor
      title={title}
      days={Array.from({ length: DAYS_AHEAD }, (_, place) => addDays(today, place))}
      onPlan={plan}
    />
  );
}
