"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import type { SuggestResponse } from "@/lib/contracts/recipes";
import type { Shelf } from "@/lib/core/recipes/shelves";
import type { Vocabulary } from "@/lib/core/recipes/vocabulary";
import { capitalised, foodName } from "./food-name";
import { SuggestionCard } from "./suggestion-card";

export interface SuggestionShelfProps {
  readonly shelf: Shelf;
  readonly content: SuggestResponse["shelves"][Shelf];
  readonly vocabulary: Vocabulary;
  /** Left out where no more can be shown. */
  readonly onMore?: (() => void) | undefined;
}

/** What can be cooked now, what lacks one food, or what is worth a trip; an empty one says what would fill it. */
export function SuggestionShelf({ shelf, content, vocabulary, onMore }: SuggestionShelfProps) {
  const t = useTranslations("recipes");
  const { suggestions, total, openers } = content;
  const [first, ...rest] = openers;
  const name = (foodId: string) => foodName(vocabulary.byId.get(foodId));
  return (
    <section aria-label={t(`shelves.${shelf}`)} className="flex flex-col gap-2.5">
      <h3 className="flex items-baseline justify-between gap-2 font-semibold">
        {t(`shelves.${shelf}`)}
        <span className="tabular text-meta font-normal text-ink-soft">{t("found", { count: total })}</span>
      </h3>
      {suggestions.map((suggestion) => (
        <SuggestionCard
          key={suggestion.card.slug}
          suggestion={suggestion}
          shelf={shelf}
          vocabulary={vocabulary}
        />
      ))}
      {total === 0 ? (
        <p className="text-pretty rounded-card border border-dashed p-3 text-ink-soft">
          {t(`shelves.empty.${shelf}`)}
          {first ? (
            <>
              {" "}
              <span className="tabular font-medium text-ink">
                {t(shelf === "now" ? "shelves.opens" : "shelves.brings", {
                  food: capitalised(name(first.foodId)),
                  count: first.recipes,
                })}
              </span>
              {rest.length > 0
                ? ` ${t("shelves.opensToo", {
                    list: rest
                      .map((opener) =>
                        t("shelves.opensItem", { food: name(opener.foodId), count: opener.recipes }),
                      )
                      .join(", "),
                  })}`
                : null}
            </>
          ) : null}
        </p>
      ) : null}
      {suggestions.length < total && onMore ? <Button onClick={onMore}>{t("more")}</Button> : null}
    </section>
  );
}
