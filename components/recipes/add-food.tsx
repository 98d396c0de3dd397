"use client";

import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useId, useMemo, useState } from "react";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { Popover } from "@/components/ui/popover";
import { type Food, OTHER_FOOD } from "@/lib/core/recipes/food";
import { foodWords } from "@/lib/core/recipes/food-words";
import type { ForeignName as Name } from "@/lib/core/recipes/languages/food-names";
import type { Vocabulary } from "@/lib/core/recipes/vocabulary";
import { capitalised } from "./food-name";

const SHOWN = 8;

export interface AddFoodProps {
  readonly vocabulary: Vocabulary;
  /** Foods that are there already. */
  readonly present: ReadonlySet<string>;
  readonly onAdd: (foodId: string) => void;
  /** Offers staples too. */
  readonly withStaples?: boolean;
}

/** A button that opens a searchable list of foods; arrows choose, Enter adds, the field stays for the next one. */
export function AddFood(props: AddFoodProps) {
  const t = useTranslations("recipes");
  return (
    <Popover
      label={t("addFood")}
      align="start"
      className="w-64 p-2"
      trigger={
        <Button size="small" tone="quiet" className="h-7 px-2 text-meta pointer-coarse:h-9">
          <Plus aria-hidden />
          {t("addFood")}
        </Button>
      }
    >
      <FoodPicker {...props} />
    </Popover>
  );
}

/** A searchable list of foods; arrows choose, Enter takes. */
export function FoodPicker({ vocabulary, present, onAdd, withStaples = false }: AddFoodProps) {
  const t = useTranslations("recipes");
  const id = useId();
  const [query, setQuery] = useState("");
  const [active, setActive] = useState(0);
  const foreign = useForeignNames();
  const matches = useMemo(
    () =>
      findFoods(
        vocabulary.foods.filter((food) => withStaples || !food.staple),
        query,
        present,
        foreign,
      ),
    [vocabulary, query, present, withStaples, foreign],
  );
  const current = Math.min(active, matches.length - 1);
  const add = (food: Food | undefined) => {
    if (!food) return;
    onAdd(food.id);
    setQuery("");
    setActive(0);
  };
  return (
    <>
      <input
        role="combobox"
        aria-label={t("addFoodLabel")}
        aria-expanded
        aria-controls={`${id}-list`}
        aria-activedescendant={matches[current] ? `${id}-${current}` : undefined}
        placeholder={t("addFoodLabel")}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setActive(0);
        }}
        onKeyDown={(event) => {
          const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
          if (step !== undefined) {
            event.preventDefault();
            setActive((matches.length + current + step) % Math.max(1, matches.length));
          } else if (event.key === "Enter") add(matches[current]);
        }}
        className="h-9 w-full rounded-small border border-line-strong bg-paper px-2.5 pointer-coarse:h-11 pointer-coarse:text-lead"
      />
      <div id={`${id}-list`} role="listbox" aria-label={t("addFood")} className="mt-1">
        {matches.map((food, position) => (
          <div
            key={food.id}
            id={`${id}-${position}`}
            role="option"
            tabIndex={-1}
            aria-selected={position === current}
            onPointerMove={() => setActive(position)}
            onClick={() => add(food)}
            onKeyDown={(event) => event.key === "Enter" && add(food)}
            className={classNames(
              "flex h-8 cursor-pointer items-center gap-2 rounded-small px-2.5 pointer-coarse:h-11",
              position === current && "bg-sunken",
            )}
          >
            <span>{capitalised(food.name)}</span>
            <ForeignName query={query} names={foreign.get(food.id)} />
          </div>
        ))}
      </div>
      {matches.length === 0 ? (
        <p className="px-2.5 py-2 text-meta text-ink-soft">{t("addFoodNone")}</p>
      ) : null}
    </>
  );
}

const NO_NAMES: ReadonlyMap<string, readonly Name[]> = new Map();

/** Names of foods in other languages; none until they are loaded, which begins when the list is first opened. */
function useForeignNames(): ReadonlyMap<string, readonly Name[]> {
  const [names, setNames] = useState(NO_NAMES);
  useEffect(() => {
    let isOpen = true;
    void import("@/lib/core/recipes/languages/food-names").then(
      ({ FOREIGN_NAMES }) => isOpen && setNames(FOREIGN_NAMES),
      // without a connection foods are found by their English names
      () => undefined,
    );
    return () => {
      isOpen = false;
    };
  }, []);
  return names;
}

/** The name by which a food was found in another language. */
function ForeignName({
  query,
  names,
}: {
  readonly query: string;
  readonly names: readonly Name[] | undefined;
}) {
  const wanted = foodWords(query.replace(/['’]/g, " ")).join(" ");
  const found = wanted.length < 2 ? undefined : names?.find(({ plain }) => plain.startsWith(wanted));
  return found ? <span className="truncate text-meta text-ink-soft">{found.text}</span> : null;
}

/**
 * The food with exactly that name first, then names that begin with the words, then foods with that other name, then
 * names that contain the words: Enter after "milk" adds milk and not almond milk. Names in other languages come after the
 * English ones of the same place. Foods already added are left out.
 */
export function findFoods(
  foods: readonly Food[],
  query: string,
  present: ReadonlySet<string>,
  foreign: ReadonlyMap<string, readonly Name[]> = NO_NAMES,
): Food[] {
  const wanted = foodWords(query).join(" ");
  const asked = foodWords(query.replace(/['’]/g, " ")).join(" ");
  const plain = (names: readonly string[]) => names.map((name) => foodWords(name).join(" "));
  const place = (food: Food) => {
    const exact = plain([food.name, food.plural, ...(food.names ?? [])]);
    const words = plain(food.words);
    if (exact.includes(wanted)) return plain([food.name, food.plural]).includes(wanted) ? 0 : 1;
    const elsewhere = asked.length < 2 ? [] : (foreign.get(food.id) ?? []);
    if (elsewhere.some(({ plain: name }) => name === asked)) return 1.5;
    if (exact.some((name) => name.startsWith(wanted))) return 2;
    if (elsewhere.some(({ plain: name }) => name.startsWith(asked))) return 2.5;
    if (words.some((name) => name.startsWith(wanted))) return 3;
    return [...exact, ...words].some((name) => name.includes(wanted)) ? 4 : 5;
  };
  return foods
    .filter((food) => food.id !== OTHER_FOOD && !present.has(food.id))
    .map((food) => ({ food, place: place(food) }))
    .filter((entry) => entry.place < 5)
    .sort((a, b) => a.place - b.place || a.food.name.localeCompare(b.food.name))
    .slice(0, SHOWN)
    .map((entry) => entry.food);
}
