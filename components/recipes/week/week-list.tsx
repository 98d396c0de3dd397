"use client";

import { ShoppingBasket } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { Button } from "@/components/ui/button";
import { useToast } from "@/components/ui/toast";
import { useKitchen } from "@/lib/client/recipes/use-kitchen";
import { useShopping } from "@/lib/client/recipes/use-shopping";
import { type ListedRecipe, mergeShopping } from "@/lib/core/recipes/shopping-list";
import type { Vocabulary } from "@/lib/core/recipes/vocabulary";
import { useItemLine } from "../use-item-line";

/** What the week still needs bought, by aisle, and the way to the shopping list. */
export function WeekList({
  listed,
  vocabulary,
}: {
  readonly listed: readonly ListedRecipe[];
  readonly vocabulary: Vocabulary;
}) {
  const t = useTranslations("recipes");
  const shopping = useShopping();
  const show = useToast();
  const { units } = useKitchen();
  const aisles = useMemo(() => mergeShopping(listed, vocabulary), [listed, vocabulary]);
  const line = useItemLine(vocabulary.byId, units);
  const put = () => {
    shopping.addRecipes(listed);
    show({ title: t("week.onList") });
  };
  return (
    <section aria-label={t("week.shopping")} className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="text-title font-semibold">{t("week.shopping")}</h2>
        {listed.length > 0 ? (
          <span className="flex flex-wrap gap-2 print:hidden">
            <Button onClick={put}>
              <ShoppingBasket aria-hidden />
              {t("week.toList")}
            </Button>
            <Button asChild tone="quiet">
              <Link href="/recipes/shopping">{t("week.openList")}</Link>
            </Button>
          </span>
        ) : null}
      </div>
      <p className="-mt-2 text-pretty text-meta text-ink-soft print:hidden">{t("week.shoppingBody")}</p>
      {aisles.length === 0 ? (
        <p className="text-ink-soft">{t(listed.length === 0 ? "week.noDishes" : "week.nothingToBuy")}</p>
      ) : (
        <div className="gap-6 sm:columns-2 lg:columns-3">
          {aisles.map(({ aisle, items }) => (
            <section key={aisle} aria-label={t(`aisles.${aisle}`)} className="mb-3 break-inside-avoid">
              <h3 className="font-semibold">{t(`aisles.${aisle}`)}</h3>
              <ul>
                {items.map((item) => (
                  <li key={item.key} className="tabular">
                    {line(item)}
                  </li>
                ))}
              </ul>
            </section>
          ))}
        </div>
      )}
    </section>
  );
}
