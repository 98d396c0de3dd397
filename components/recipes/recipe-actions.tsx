"use client";

import { ChefHat, Link2, Printer } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";

export interface RecipeActionsProps {
  readonly title: string;
  readonly onCook: () => void;
}

/** Cook, print and share. */
export function RecipeActions({ title, onCook }: RecipeActionsProps) {
  const t = useTranslations("recipes");
  const [said, setSaid] = useState("");
  const share = async () => {
    const url = window.location.href;
    try {
      if (navigator.share) await navigator.share({ title, url });
      else {
        await navigator.clipboard.writeText(url);
        setSaid(t("linkCopied"));
      }
    } catch (error) {
      // closing the share sheet is a choice, not a failure
      if (!(error instanceof DOMException && error.name === "AbortError")) setSaid(t("shareFailed"));
    }
  };
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
      <Button size="large" tone="quiet" className="max-sm:px-3" onClick={() => void share()}>
        <Link2 aria-hidden />
        {t("share")}
      </Button>
      <span role="status" className="text-meta text-ink-soft">
        {said}
      </span>
    </div>
  );
}
