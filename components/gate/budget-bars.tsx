"use client";

import { useTranslations } from "next-intl";
import type { PromotionGateBudget } from "@/lib/contracts/promotion-gate";
import { budgetValue } from "@/lib/contracts/promotion-gate-sentences";

/** What the candidate costs, as bars up to what it may cost. */
export function BudgetBars({ budgets }: { readonly budgets: readonly PromotionGateBudget[] }) {
  const t = useTranslations("models");
  return (
    <ul className="flex flex-col gap-3">
      {budgets.map(({ name, candidate, champion, limit, unit, state }) => (
        <li key={name}>
          <p className="flex flex-wrap justify-between gap-x-3">
            <span className="font-medium">{t(`budget.${name}`)}</span>
            <span className={state === "failed" ? "tabular text-tomato-ink" : "tabular"}>
              {t("ofLimit", { value: budgetValue(candidate, unit), limit: budgetValue(limit, unit) })}
            </span>
          </p>
          <span className="mt-1 block h-2 overflow-hidden rounded-full bg-sunken" aria-hidden>
            <span
              className={`block h-full rounded-full ${state === "failed" ? "bg-tomato" : "bg-leaf"}`}
              style={{ width: `${Math.min(100, (100 * candidate) / limit)}%` }}
            />
          </span>
          <p className="text-ink-soft text-meta">
            {t(`budgetHint.${name}`)}
            {champion === null ? "" : ` ${t("championHas", { value: budgetValue(champion, unit) })}`}
          </p>
        </li>
      ))}
    </ul>
  );
}
