"use client";

import { useQueries } from "@tanstack/react-query";
import { ChefHat } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useTRPC } from "@/lib/client/api/trpc";
import type { ModelClass } from "@/lib/contracts/model-manifest";

/** For each dish on the photo, the recipe that makes it. Nothing for a dish without one. */
export function DishLinks({ dishes }: { readonly dishes: readonly ModelClass[] }) {
  const t = useTranslations("recipes");
  const trpc = useTRPC();
  const answers = useQueries({
    queries: dishes.map((dish) =>
      trpc.recipes.list.queryOptions({ dishClass: dish.name, limit: 1 }, { staleTime: 3_600_000 }),
    ),
  });
  const links = dishes.flatMap((dish, position) => {
    const slug = answers[position]?.data?.cards[0]?.slug;
    return slug ? [{ dish, slug }] : [];
  });
  if (links.length === 0) return null;
  return (
    <section aria-label={t("makeDish")} className="flex flex-col gap-1.5">
      <h3 className="text-meta font-medium text-ink-soft">{t("makeDish")}</h3>
      {links.map(({ dish, slug }) => (
        <Link
          key={dish.id}
          href={`/recipes/${slug}`}
          className="flex min-h-11 items-center gap-2.5 rounded-card bg-leaf-wash px-3 py-2 font-medium text-leaf-strong hover:underline"
        >
          <ChefHat aria-hidden className="size-4 shrink-0" />
          {t("howToMake", { dish: dish.displayName.toLowerCase() })}
        </Link>
      ))}
    </section>
  );
}
