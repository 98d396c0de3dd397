"use client";

import { ShoppingBasket, X } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Fragment, type ReactNode, useMemo, useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { EmptyState } from "@/components/ui/empty-state";
import { saveFile } from "@/lib/client/browser/save-file";
import { useKitchen } from "@/lib/client/recipes/use-kitchen";
import { useShopping } from "@/lib/client/recipes/use-shopping";
import type { Food } from "@/lib/core/recipes/food";
import { recipesOf, type SharedLine } from "@/lib/core/recipes/shopping/shared-list";
import { mergeShopping, shoppingTable } from "@/lib/core/recipes/shopping-list";
import { createVocabulary, type Vocabulary } from "@/lib/core/recipes/vocabulary";
import { foodName } from "./food-name";
import { useBought } from "./pantry/use-bought";
import { ShareButton } from "./share/share-button";
import { useItemLine } from "./use-item-line";

export interface ShoppingViewProps {
  readonly foods: readonly Food[];
}

/** The shopping list by aisle; everything it needs is in the page, so ticking needs no connection. */
export function ShoppingView({ foods }: ShoppingViewProps) {
  const t = useTranslations("recipes");
  const shopping = useShopping();
  const { units } = useKitchen();
  const vocabulary = useMemo(() => createVocabulary(foods, []), [foods]);
  const aisles = useMemo(() => mergeShopping(shopping.recipes, vocabulary), [shopping.recipes, vocabulary]);
  const open = useMemo(() => itemsByKey(shopping.lines, "open", vocabulary), [shopping.lines, vocabulary]);
  const ticked = useMemo(
    () => itemsByKey(shopping.lines, "ticked", vocabulary),
    [shopping.lines, vocabulary],
  );
  const left = open.size + shopping.extras.filter(({ isTicked }) => !isTicked).length;
  const isEmpty = shopping.lines.length === 0;
  const tick = useBought(vocabulary);
  const line = useItemLine(vocabulary.byId, units);
  const text = [
    ...aisles.flatMap((aisle) => [
      t(`aisles.${aisle.aisle}`),
      ...aisle.items.map((item) => `- ${line(item)}`),
      "",
    ]),
    ...shopping.extras.map((extra) => `- ${extra.text}`),
  ].join("\n");
  const groups = [
    ...aisles.map((aisle) => ({ title: t(`aisles.${aisle.aisle}`), items: aisle.items.map(line) })),
    { title: t("shopping.own"), items: shopping.extras.map((extra) => extra.text) },
  ].filter(({ items }) => items.length > 0);
  const table = shoppingTable(
    aisles,
    shopping.extras.map((extra) => extra.text),
    (id) => foodName(vocabulary.byId.get(id)),
  );
  return (
    <div className="mx-auto flex w-full max-w-2xl flex-col gap-5 px-4 py-6">
      <header>
        <h1 className="text-display font-semibold tracking-[-0.01em]">{t("shopping.title")}</h1>
        <p role="status" className="tabular text-ink-soft">
          {isEmpty ? "" : t("shopping.left", { count: left })}
        </p>
        {shopping.isWaiting ? (
          <p role="status" className="text-meta text-ink-soft">
            {t("stock.waiting")}
          </p>
        ) : null}
      </header>
      {isEmpty && !shopping.isLoading ? (
        <EmptyState
          icon={<ShoppingBasket />}
          title={t("shopping.empty")}
          body={t("shopping.emptyBody")}
          actions={
            <Button asChild>
              <Link href="/recipes">{t("shopping.browse")}</Link>
            </Button>
          }
        />
      ) : null}
      <ListedRecipes />
      {aisles.map((aisle) => (
        <section key={aisle.aisle} aria-label={t(`aisles.${aisle.aisle}`)}>
          <h2 className="mb-1 font-semibold">{t(`aisles.${aisle.aisle}`)}</h2>
          <ul className="divide-y rounded-card border bg-raised">
            {aisle.items.map(({ key }) => (
              <Fragment key={key}>
                {[open, ticked].map((items) => {
                  const item = items.get(key);
                  const isTicked = items === ticked;
                  return item ? (
                    <Tick
                      key={String(isTicked)}
                      text={line(item)}
                      isTicked={isTicked}
                      onToggle={() => tick(item, isTicked)}
                    />
                  ) : null;
                })}
              </Fragment>
            ))}
          </ul>
        </section>
      ))}
      {shopping.extras.length > 0 ? (
        <section aria-label={t("shopping.own")}>
          <h2 className="mb-1 font-semibold">{t("shopping.own")}</h2>
          <ul className="divide-y rounded-card border bg-raised">
            {shopping.extras.map((extra) => (
              <Tick
                key={extra.id}
                text={extra.text}
                isTicked={extra.isTicked}
                onToggle={() => shopping.toggleExtra(extra.id)}
              />
            ))}
          </ul>
        </section>
      ) : null}
      <AddExtra />
      {isEmpty ? null : (
        <ListActions text={text} table={table}>
          <ShareButton what={{ kind: "list", title: t("shared.listTitle"), text, list: { groups } }} />
        </ListActions>
      )}
      <p className="text-meta text-ink-soft print:hidden">{t("shopping.kept")}</p>
    </div>
  );
}

/** What is still to buy, or what is ticked; a food that one recipe has ticked and another added later is in both. */
function itemsByKey(lines: readonly SharedLine[], which: "open" | "ticked", vocabulary: Vocabulary) {
  const aisles = mergeShopping(recipesOf(lines, which), vocabulary);
  return new Map(aisles.flatMap(({ items }) => items).map((item) => [item.key, item]));
}

function ListedRecipes() {
  const t = useTranslations("recipes.shopping");
  const shopping = useShopping();
  if (shopping.recipes.length === 0) return null;
  return (
    <section aria-label={t("forRecipes")} className="print:hidden">
      <ul className="flex flex-wrap gap-1.5">
        {shopping.recipes.map((recipe) => (
          <li
            key={recipe.slug}
            className="inline-flex items-center gap-1 rounded-full border bg-raised pl-3 text-meta font-medium"
          >
            <Link href={`/recipes/${recipe.slug}`} className="hover:underline">
              {recipe.title}
            </Link>
            <Badge>{recipe.servings}</Badge>
            <button
              type="button"
              aria-label={t("removeRecipe", { title: recipe.title })}
              onClick={() => shopping.removeRecipe(recipe.slug)}
              className="grid size-8 place-items-center rounded-full hover:bg-sunken pointer-coarse:size-10 [&_svg]:size-3.5"
            >
              <X aria-hidden />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface TickProps {
  readonly text: string;
  readonly isTicked: boolean;
  readonly onToggle: () => void;
}

function Tick({ text, isTicked, onToggle }: TickProps) {
  return (
    <li>
      <label className="flex min-h-11 cursor-pointer items-center gap-3 px-3 py-2">
        <input
          type="checkbox"
          checked={isTicked}
          onChange={onToggle}
          className="size-5 shrink-0 accent-[var(--leaf)]"
        />
        <span className={classNames("tabular", isTicked && "text-ink-soft line-through")}>{text}</span>
      </label>
    </li>
  );
}

function AddExtra() {
  const t = useTranslations("recipes.shopping");
  const waits = useTranslations("waits");
  const shopping = useShopping();
  const [text, setText] = useState("");
  return (
    <form
      className="flex gap-2 print:hidden"
      onSubmit={(event) => {
        event.preventDefault();
        shopping.addExtra(text);
        setText("");
      }}
    >
      <input
        aria-label={t("ownLabel")}
        placeholder={t("ownLabel")}
        value={text}
        maxLength={120}
        onChange={(event) => setText(event.target.value)}
        className="h-9 min-w-0 flex-1 rounded-card border border-line-strong bg-raised px-3 pointer-coarse:h-11 pointer-coarse:text-lead"
      />
      <Button type="submit" waitsFor={text.trim() === "" && waits("text")}>
        {t("ownAdd")}
      </Button>
    </form>
  );
}

interface ListActionsProps {
  readonly text: string;
  readonly table: string;
  /** More of them. */
  readonly children: ReactNode;
}

function ListActions({ text, table, children }: ListActionsProps) {
  const t = useTranslations("recipes");
  const shopping = useShopping();
  const [said, setSaid] = useState("");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid(t("shopping.copied"));
    } catch {
      setSaid(t("shopping.copyFailed"));
    }
  };
  return (
    <div className="flex flex-wrap items-center gap-2 print:hidden">
      <Button onClick={() => void copy()}>{t("shopping.copy")}</Button>
      <Button onClick={() => saveFile("shopping-list.txt", "text/plain", text)}>
        {t("shopping.saveText")}
      </Button>
      <Button onClick={() => saveFile("shopping-list.csv", "text/csv", table)}>
        {t("shopping.saveTable")}
      </Button>
      <Button onClick={() => window.print()}>{t("print")}</Button>
      {children}
      <Button tone="quiet" onClick={shopping.clear}>
        {t("shopping.clear")}
      </Button>
      <span role="status" className="text-meta text-ink-soft">
        {said}
      </span>
    </div>
  );
}
