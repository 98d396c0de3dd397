"use client";

import { ChefHat, Printer } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { ShareButton } from "./share/share-button";

export interface RecipeActionsProps {
  readonly slug: string;
  readonly title: string;
  readonly onCook: () => void;
}

/** Cook, print and share. */
export function RecipeActions({ slug, title, onCook }: RecipeActionsProps) {
  const t = useTranslations("recipes");
  return (
    <div className="flex flex-wrap items-center gap-2 max-sm:gap-1 print:hidden">
      <Button tone="primary" size="large" onClick={onCook}>
        <ChefHat aria-hidden />
        {t("startCooking")}
      </Button>
      <Button size="large" tone="quiet" className="max-sm:px-3" onClick={() => window.print()}>
        <Printer aria-hidden />
        {t("print")}
      </Button>
      <ShareButton what={{ kind: "recipe", slug, title }} size="large" tone="quiet" className="max-sm:px-3" />
    </div>
  );
}
