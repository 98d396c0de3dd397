"use client";

import { Minus, Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { IconButton } from "@/components/ui/icon-button";

const MAX_SERVINGS = 99;

export interface ServingsStepperProps {
  readonly value: number;
  readonly onChange: (servings: number) => void;
}

export function ServingsStepper({ value, onChange }: ServingsStepperProps) {
  const t = useTranslations("recipes");
  const waits = useTranslations("waits");
  return (
    <fieldset aria-label={t("servings")} className="flex items-center gap-1 rounded-card border bg-raised">
      <IconButton
        label={t("fewer")}
        waitsFor={value <= 1 && waits("fewest")}
        onClick={() => onChange(value - 1)}
      >
        <Minus aria-hidden />
      </IconButton>
      <output className="tabular min-w-24 text-center font-medium">
        {t("servingsCount", { count: value })}
      </output>
      <IconButton
        label={t("moreServings")}
        waitsFor={value >= MAX_SERVINGS && waits("most", { count: MAX_SERVINGS })}
        onClick={() => onChange(value + 1)}
      >
        <Plus aria-hidden />
      </IconButton>
    </fieldset>
  );
}
