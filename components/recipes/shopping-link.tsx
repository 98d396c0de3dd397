"use client";

import { ShoppingBasket } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { useShopping } from "@/lib/client/recipes/use-shopping";

/** To the shopping list, with the number of recipes on it. */
export function ShoppingLink() {
  const t = useTranslations("recipes.shopping");
  const { recipes } = useShopping();
  return (
    <Button asChild>
      <Link href="/recipes/shopping">
        <ShoppingBasket aria-hidden />
        {t("link", { count: recipes.length })}
      </Link>
    </Button>
  );
}
