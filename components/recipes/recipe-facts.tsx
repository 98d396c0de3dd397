"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Badge, type BadgeTone } from "@/components/ui/badge";
import type { RecipePage } from "@/lib/contracts/recipes";

/** Diets and allergens that follow from the ingredients; without data, nothing is called safe. */
export function RecipeFacts({ report }: { readonly report: RecipePage["report"] }) {
  const t = useTranslations("recipes");
  const names = (list: readonly (typeof report.contains)[number][]) =>
    list.map((allergen) => t(`allergenNames.${allergen}`));
  const isFree = report.allergensKnown && report.contains.length + report.toCheck.length === 0;
  return (
    <section className="flex flex-col gap-3 rounded-card border bg-raised p-4">
      <Fact title={t("suits")} tone="good" items={report.diets.map((diet) => t(`dietNames.${diet}`))}>
        {report.diets.length === 0 ? t("suitsNone") : null}
      </Fact>
      <Fact title={t("contains")} tone="attention" items={names(report.contains)}>
        {isFree ? t("containsNone") : null}
      </Fact>
      {report.toCheck.length > 0 ? (
        <Fact title={t("dependsOnBrand")} tone="unsure" items={names(report.toCheck)} />
      ) : null}
      {report.allergensKnown ? null : <p className="text-tomato-ink">{t("allergensUnknown")}</p>}
      <p className="text-meta text-ink-soft">{t("dietNote")}</p>
      <p className="text-meta text-ink-soft">{t("nutritionNote")}</p>
    </section>
  );
}

interface FactProps {
  readonly title: string;
  readonly tone: BadgeTone;
  readonly items: readonly string[];
  readonly children?: ReactNode;
}

function Fact({ title, tone, items, children }: FactProps) {
  if (items.length === 0 && !children) return null;
  return (
    <div>
      <h3 className="mb-1 text-meta font-medium text-ink-soft">{title}</h3>
      <ul className="flex flex-wrap gap-1.5">
        {items.map((item) => (
          <li key={item}>
            <Badge tone={tone}>{item}</Badge>
          </li>
        ))}
      </ul>
      {children ? <p>{children}</p> : null}
    </div>
  );
}
