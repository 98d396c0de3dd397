"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { CalendarDays, ChefHat, Plus, Refrigerator, Search } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { useTRPC } from "@/lib/client/api/trpc";
import { useKitchen } from "@/lib/client/recipes/use-kitchen";
import { CUISINES, type Cuisine } from "@/lib/core/recipes/recipe";
import { KitchenFilters } from "./kitchen-filters";
import { RecipeTile } from "./recipe-card";
import { ShoppingLink } from "./shopping-link";
import { StaplesQuestion } from "./staples-question";
import { type BrowseFilters, useBrowseFilters } from "./use-browse-filters";
import { useSettled } from "./use-settled";
import { useVocabulary } from "./use-vocabulary";

const PAGE = 48;
const TIMES = [15, 30, 45, 60, 120] as const;
const FIELD = "h-9 rounded-card border border-line-strong bg-raised px-2.5 pointer-coarse:h-11";

/** All recipes: search, cuisine, time, diets and allergens. */
export function RecipeBrowser() {
  const t = useTranslations("recipes");
  const waits = useTranslations("waits");
  const trpc = useTRPC();
  const kitchen = useKitchen();
  const { vocabulary } = useVocabulary();
  const [filters, change] = useBrowseFilters();
  const [query, setQuery] = useState(filters.query);
  const { diets, allergens } = kitchen;
  const { cuisine, maxMinutes, own } = filters;
  const result = useInfiniteQuery(
    trpc.recipes.list.infiniteQueryOptions(
      {
        query: useSettled(query),
        cuisine,
        maxMinutes,
        diets,
        allergens,
        limit: PAGE,
        ownOnly: own === "mine",
        toCheckOnly: own === "to-check",
      },
      { getNextPageParam: (last) => last.next, placeholderData: keepPreviousData },
    ),
  );
  const first = result.data?.pages[0];
  const cards = result.data?.pages.flatMap((page) => page.cards);
  return (
    <div className="mx-auto flex w-full max-w-6xl flex-col gap-5 px-4 py-6 lg:px-6">
      <header className="flex flex-wrap items-end justify-between gap-x-4 gap-y-3">
        <div className="flex flex-col gap-1">
          <h1 className="text-display font-semibold tracking-[-0.01em]">{t("title")}</h1>
          <p className="text-ink-soft">{t("intro")}</p>
        </div>
        <div className="flex flex-wrap gap-2">
          <Button asChild>
            <Link href="/recipes/new">
              <Plus aria-hidden />
              {t("own.add")}
            </Link>
          </Button>
          <Button asChild>
            <Link href="/recipes/week">
              <CalendarDays aria-hidden />
              {t("week.link")}
            </Link>
          </Button>
          <Button asChild>
            <Link href="/recipes/pantry">
              <Refrigerator aria-hidden />
              {t("stock.link")}
            </Link>
          </Button>
          <Button asChild>
            <Link href="/recipes/kitchen">
              <ChefHat aria-hidden />
              {t("kitchen.link")}
            </Link>
          </Button>
          <ShoppingLink />
        </div>
      </header>
      {vocabulary && !kitchen.hasAnsweredStaples ? (
        <div className="max-w-md">
          <StaplesQuestion vocabulary={vocabulary} />
        </div>
      ) : null}
      <search className="flex flex-wrap items-center gap-2">
        <div className="relative min-w-0 grow basis-full sm:basis-64">
          <Search aria-hidden className="absolute top-1/2 left-3 size-4 -translate-y-1/2 text-ink-soft" />
          <input
            type="search"
            aria-label={t("search")}
            placeholder={t("searchPlaceholder")}
            value={query}
            onChange={(event) => {
              setQuery(event.target.value);
              change({ query: event.target.value });
            }}
            className={`${FIELD} w-full pl-9 pointer-coarse:text-lead`}
          />
        </div>
        <select
          aria-label={t("cuisine")}
          value={cuisine ?? ""}
          onChange={(event) => change({ cuisine: (event.target.value || null) as Cuisine | null })}
          className={`${FIELD} max-sm:grow`}
        >
          <option value="">{t("anyCuisine")}</option>
          {CUISINES.map((name) => (
            <option key={name} value={name}>
              {t(`cuisines.${name}`)}
            </option>
          ))}
        </select>
        <select
          aria-label={t("time")}
          value={maxMinutes ?? ""}
          onChange={(event) => change({ maxMinutes: Number(event.target.value) || null })}
          className={`${FIELD} max-sm:grow`}
        >
          <option value="">{t("anyTime")}</option>
          {TIMES.map((minutes) => (
            <option key={minutes} value={minutes}>
              {t("upTo", { minutes })}
            </option>
          ))}
        </select>
        <select
          aria-label={t("own.whose")}
          value={own ?? ""}
          onChange={(event) => change({ own: (event.target.value || null) as BrowseFilters["own"] })}
          className={`${FIELD} max-sm:grow`}
        >
          <option value="">{t("own.everybodys")}</option>
          <option value="mine">{t("own.onlyOwn")}</option>
          <option value="to-check">{t("own.toCheck")}</option>
        </select>
        <KitchenFilters kitchen={kitchen} hasPantry={false} />
      </search>
      {own ? (
        <p className="flex flex-wrap gap-x-4 gap-y-1">
          <Link href="/recipes/import" className="underline">
            {t("own.importMany")}
          </Link>
          {own === "to-check" ? (
            <Link href="/recipes/doubts" className="underline">
              {t("doubts.check")}
            </Link>
          ) : null}
          <Link href="/recipes/import#export" className="underline">
            {t("own.export")}
          </Link>
        </p>
      ) : null}
      <p role="status" className="tabular -mb-2 min-h-4 text-meta text-ink-soft">
        {first ? t(first.isAtLeast ? "foundAtLeast" : "found", { count: first.total }) : ""}
      </p>
      {result.isError ? (
        <EmptyState
          title={t("failed")}
          actions={<Button onClick={() => void result.refetch()}>{t("again")}</Button>}
        />
      ) : null}
      <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
        {cards?.map((card) => (
          <li key={card.slug}>
            <RecipeTile card={card} />
          </li>
        ))}
        {!cards && !result.isError
          ? Array.from({ length: 9 }, (_, place) => place).map((place) => (
              <li key={place} aria-hidden className="h-28 rounded-card border bg-sunken" />
            ))
          : null}
      </ul>
      {first?.total === 0 ? (
        <EmptyState icon={<Search />} title={t("nothingFound")} body={t("nothingFoundBody")} />
      ) : null}
      {result.hasNextPage ? (
        <Button
          className="self-center"
          waitsFor={result.isFetchingNextPage && waits("busy")}
          onClick={() => void result.fetchNextPage()}
        >
          {t("more")}
        </Button>
      ) : null}
    </div>
  );
}
