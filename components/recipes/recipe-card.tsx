"use client";

import { Clock } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import type { RecipeCard as Card } from "@/lib/contracts/recipes";
import { CardPicture } from "./picture/card-picture";
import { useMinutes } from "./use-minutes";

/** Diets worth a badge: the strictest one that applies implies the rest. */
function shownDiets(diets: Card["diets"]): Card["diets"] {
  const strictest = (["vegan", "vegetarian", "pescatarian"] as const).find((diet) => diets.includes(diet));
  return [...(strictest ? [strictest] : []), ...diets.filter((diet) => diet === "gluten-free")];
}

export function RecipeTile({ card }: { readonly card: Card }) {
  const t = useTranslations("recipes");
  const minutes = useMinutes();
  return (
    <article className="relative flex h-full gap-3 rounded-card border bg-raised p-3.5 transition-colors hover:border-line-strong">
      <CardPicture slug={card.slug} pictureId={card.pictureId} className="size-14" />
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <h2 className="text-balance font-semibold">
          <Link href={`/recipes/${card.slug}`} className="after:absolute after:inset-0 after:rounded-card">
            {card.title}
          </Link>
        </h2>
        <p className="line-clamp-2 text-meta text-ink-soft">{card.summary}</p>
        <p className="mt-auto flex flex-wrap items-center gap-x-2.5 gap-y-1 pt-1 text-meta text-ink-soft">
          <span className="tabular flex items-center gap-1">
            <Clock aria-hidden className="size-3.5" />
            {minutes(card.minutes)}
          </span>
          <span>{t(`cuisines.${card.cuisine}`)}</span>
          {shownDiets(card.diets).map((diet) => (
            <Badge key={diet} tone="good">
              {t(`dietNames.${diet}`)}
            </Badge>
          ))}
        </p>
      </div>
    </article>
  );
}
