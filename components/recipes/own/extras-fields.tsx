"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { RecipeExtras } from "@/lib/core/recipes/recipe";

const FIELD =
  "w-full rounded-card border border-line-strong bg-raised px-3 font-normal pointer-coarse:text-lead";
const LINE = `${FIELD} h-9 pointer-coarse:h-11`;

export interface ExtrasFieldsProps {
  readonly extras: RecipeExtras;
  readonly onChange: (part: Partial<RecipeExtras>) => void;
}

/** What a recipe says beside ingredients and method: author, tags, categories, rating, notes. */
export function ExtrasFields({ extras, onChange }: ExtrasFieldsProps) {
  const t = useTranslations("recipes.own.extras");
  return (
    <fieldset className="grid gap-3 sm:grid-cols-2">
      <legend className="mb-2 text-title font-semibold">{t("title")}</legend>
      <TextField
        label={t("author")}
        maxLength={200}
        value={extras.author ?? ""}
        onChange={(text) => onChange({ author: text.trim() || null })}
      />
      <TextField
        label={t("tags")}
        hint={t("commas")}
        maxLength={2000}
        value={extras.tags.join(", ")}
        onChange={(text) => onChange({ tags: words(text) })}
      />
      <TextField
        label={t("categories")}
        hint={t("commas")}
        maxLength={1000}
        value={extras.categories.join(", ")}
        onChange={(text) => onChange({ categories: words(text) })}
      />
      <label className="flex flex-col gap-1 font-medium">
        {t("rating")}
        <select
          className={LINE}
          value={extras.rating?.stars ?? ""}
          onChange={(event) => {
            const stars = Number(event.target.value);
            onChange({ rating: stars > 0 ? { stars, count: null } : null });
          }}
        >
          <option value="">{t("noRating")}</option>
          {starsOffered(extras.rating?.stars).map((stars) => (
            <option key={stars} value={stars}>
              {t("stars", { stars })}
            </option>
          ))}
        </select>
      </label>
      <label className="flex flex-col gap-1 font-medium sm:col-span-2">
        {t("notes")}
        <textarea
          rows={3}
          maxLength={20_000}
          className={`${FIELD} py-2`}
          value={extras.notes.join("\n")}
          onChange={(event) => onChange({ notes: event.target.value.split("\n") })}
        />
      </label>
    </fieldset>
  );
}

interface TextFieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly maxLength: number;
  readonly value: string;
  readonly onChange: (text: string) => void;
}

/** Keeps what is typed as it is, so that a comma at the end stays until a word follows. */
function TextField({ label, hint, maxLength, value, onChange }: TextFieldProps) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <label className="flex flex-col gap-1 font-medium">
      {label}
      <input
        maxLength={maxLength}
        placeholder={hint}
        className={LINE}
        value={typed ?? value}
        onChange={(event) => {
          setTyped(event.target.value);
          onChange(event.target.value);
        }}
        onBlur={() => setTyped(null)}
      />
    </label>
  );
}

function words(text: string): string[] {
  const found = text.split(",").map((word) => word.trim().slice(0, 80));
  return [...new Set(found.filter((word) => word !== ""))];
}

/** Whole and half stars, and the rating that is there. */
function starsOffered(now: number | undefined): number[] {
  const usual = Array.from({ length: 10 }, (_, place) => 5 - place / 2);
  return now === undefined || usual.includes(now) ? usual : [now, ...usual];
}
