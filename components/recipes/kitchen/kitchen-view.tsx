"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useMemo } from "react";
import { useKitchen } from "@/lib/client/recipes/use-kitchen";
import type { Food } from "@/lib/core/recipes/food";
import { HEMISPHERES, type Hemisphere } from "@/lib/core/recipes/season";
import { createVocabulary } from "@/lib/core/recipes/vocabulary";
import { PageHeading } from "../page-heading";
import { KitchenSection } from "./kitchen-section";
import { Remembered } from "./remembered";
import { StaplesShelf } from "./staples-shelf";

const FIELD = "h-9 rounded-card border border-line-strong bg-raised px-2.5 pointer-coarse:h-11";
const MONTHS = Array.from({ length: 12 }, (_, month) => month + 1);

/** What shapes a person's suggestions, all of it to be seen, changed and erased. */
export function KitchenView({ foods }: { readonly foods: readonly Food[] }) {
  const t = useTranslations("recipes.kitchen");
  const vocabulary = useMemo(() => createVocabulary(foods, []), [foods]);
  return (
    <div className="mx-auto flex w-full max-w-3xl flex-col gap-6 px-4 py-6">
      <PageHeading back={{ href: "/recipes", text: t("back") }} title={t("title")} intro={t("intro")} />
      <StaplesShelf vocabulary={vocabulary} />
      <SeasonChoice />
      <Remembered vocabulary={vocabulary} />
    </div>
  );
}

function SeasonChoice() {
  const t = useTranslations("recipes.kitchen");
  const waits = useTranslations("waits");
  const format = useFormatter();
  const kitchen = useKitchen();
  return (
    <KitchenSection title={t("season")} body={t("seasonBody")}>
      <div className="flex flex-wrap gap-3">
        <label className="flex flex-col gap-1 font-medium">
          {t("hemisphere")}
          <select
            value={kitchen.hemisphere ?? ""}
            onChange={(event) =>
              kitchen.change({ hemisphere: (event.target.value || null) as Hemisphere | null })
            }
            className={`${FIELD} font-normal`}
          >
            {HEMISPHERES.map((half) => (
              <option key={half} value={half}>
                {t(`hemispheres.${half}`)}
              </option>
            ))}
            <option value="">{t("hemispheres.none")}</option>
          </select>
        </label>
        <label className="flex flex-col gap-1 font-medium">
          {t("month")}
          <select
            value={kitchen.month ?? ""}
            disabled={kitchen.hemisphere === null}
            title={kitchen.hemisphere === null ? waits("hemisphere") : undefined}
            onChange={(event) => kitchen.change({ month: Number(event.target.value) || null })}
            className={`${FIELD} font-normal disabled:opacity-50`}
          >
            <option value="">{t("thisMonth")}</option>
            {MONTHS.map((month) => (
              <option key={month} value={month}>
                {format.dateTime(new Date(Date.UTC(2026, month - 1, 15)), { month: "long", timeZone: "UTC" })}
              </option>
            ))}
          </select>
        </label>
      </div>
    </KitchenSection>
  );
}
