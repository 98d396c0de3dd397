"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import type { Recipe } from "@/lib/core/recipes/recipe";

/** Where an own recipe comes from, what it makes and how it is rated there. */
export function RecipeSource({ recipe }: { readonly recipe: Recipe }) {
  const t = useTranslations("recipes.own");
  const { sourceUrl, extras } = recipe;
  const rating = extras?.rating;
  if (!sourceUrl && !extras) return null;
  return (
    <div className="flex flex-wrap gap-x-4 gap-y-1 text-meta text-ink-soft">
      {extras?.yieldText ? <p className="text-ink">{t("makes", { what: extras.yieldText })}</p> : null}
      {extras?.author ? <p>{t("by", { name: extras.author })}</p> : null}
      {sourceUrl ? (
        <a href={sourceUrl} rel="noreferrer" className="underline">
          {t("source", { host: new URL(sourceUrl).hostname })}
        </a>
      ) : null}
      {rating ? <p>{t("rating", { stars: rating.stars, count: rating.count ?? 0 })}</p> : null}
    </div>
  );
}

/** Notes, categories and tags of an own recipe; nothing where its source had none. */
export function RecipeNotes({ extras }: Pick<Recipe, "extras">) {
  const t = useTranslations("recipes.own");
  if (!extras) return null;
  const labels = [...new Set([...extras.categories, ...extras.tags])];
  return (
    <>
      {extras.notes.length > 0 ? (
        <section aria-label={t("notes")}>
          <h2 className="mb-2 text-title font-semibold">{t("notes")}</h2>
          {extras.notes.map((note) => (
            <p key={note} className="mb-2 max-w-[64ch] text-pretty">
              {note}
            </p>
          ))}
        </section>
      ) : null}
      {labels.length > 0 ? (
        <ul aria-label={t("tags")} className="flex flex-wrap gap-1.5 print:hidden">
          {labels.map((label) => (
            <li key={label}>
              <Link
                href={`/recipes?q=${encodeURIComponent(label)}`}
                className="hover:underline pointer-coarse:inline-flex pointer-coarse:min-h-11 pointer-coarse:items-center pointer-coarse:min-w-11"
              >
                <Badge tone="plain">{label}</Badge>
              </Link>
            </li>
          ))}
        </ul>
      ) : null}
    </>
  );
}
