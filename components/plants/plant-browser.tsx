"use client";

import { ChevronRight, Search } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/empty-state";
import { CARE_CARDS } from "@/lib/core/plants/cards";
import { type CareCard, isHealthyCard } from "@/lib/core/plants/care-card";
import { byPlant, findCards } from "@/lib/core/plants/find-cards";
import { CareCardView } from "./care-card-view";
import { MyPlants } from "./diary/my-plants";

/** Every care card, by plant. */
export function PlantBrowser() {
  const t = useTranslations("care");
  const [query, setQuery] = useState("");
  const plants = byPlant(findCards(CARE_CARDS, query));
  return (
    <div className="mx-auto flex w-full max-w-4xl flex-col gap-6 px-4 py-6 lg:px-6">
      <header className="flex flex-col gap-1">
        <h1 className="text-display font-semibold tracking-[-0.01em]">{t("title")}</h1>
        <p className="max-w-[64ch] text-pretty text-ink-soft">{t("intro")}</p>
      </header>
      <MyPlants />
      <h2 className="-mb-2 text-title font-semibold">{t("cards")}</h2>
      <search className="relative">
        <Search aria-hidden className="absolute top-1/2 left-3 size-4 -translate-y-1/2 text-ink-soft" />
        <input
          type="search"
          aria-label={t("search")}
          placeholder={t("search")}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          className="h-9 w-full rounded-card border border-line-strong bg-raised pr-2.5 pl-9 pointer-coarse:h-11 pointer-coarse:text-lead"
        />
      </search>
      {plants.map(({ plant, cards }) => (
        <section key={plant} aria-label={plant}>
          <h3 className="mb-2 flex items-baseline gap-2 text-lead font-semibold">
            {plant}
            <span className="tabular text-meta font-normal text-ink-soft">
              {t("conditions", { count: cards.length })}
            </span>
          </h3>
          <div className="divide-y overflow-hidden rounded-card border bg-raised">
            {cards.map((card) => (
              <CardRow key={`${card.species}/${card.condition}`} card={card} />
            ))}
          </div>
        </section>
      ))}
      {plants.length === 0 ? (
        <EmptyState icon={<Search />} title={t("nothingFound")} body={t("nothingFoundBody")} />
      ) : null}
      <p className="text-meta text-ink-soft">{t("note")}</p>
    </div>
  );
}

function CardRow({ card }: { readonly card: CareCard }) {
  const t = useTranslations("care");
  return (
    <details id={`${card.species}-${card.condition}`.replaceAll(" ", "-")} className="group">
      <summary className="flex min-h-12 cursor-pointer items-center gap-3 px-4 py-2.5 outline-offset-[-3px] hover:bg-sunken [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden
          className="size-4 shrink-0 text-ink-soft transition-transform group-open:rotate-90 motion-reduce:transition-none"
        />
        <span className="font-medium">{card.title}</span>
        <span className="ml-auto">
          <Badge tone={isHealthyCard(card) ? "good" : "plain"}>{t(`causes.${card.cause}`)}</Badge>
        </span>
      </summary>
      <div className="pt-1 pr-4 pb-5 pl-11">
        <CareCardView card={card} level={3} />
      </div>
    </details>
  );
}
