"use client";

import { useTranslations } from "next-intl";
import { ToggleGroup } from "radix-ui";
import { RANK_MODES, type RankMode } from "@/lib/core/recipes/rank-mode";

export interface ModeSwitchProps {
  readonly value: RankMode;
  readonly onChange: (mode: RankMode) => void;
}

/** What comes first in the suggestions. */
export function ModeSwitch({ value, onChange }: ModeSwitchProps) {
  const t = useTranslations("recipes");
  return (
    <ToggleGroup.Root
      type="single"
      value={value}
      onValueChange={(next) => next && onChange(next as RankMode)}
      aria-label={t("order")}
      className="flex rounded-card border bg-sunken p-0.5"
    >
      {RANK_MODES.map((mode) => (
        <ToggleGroup.Item
          key={mode}
          value={mode}
          className="h-8 flex-1 whitespace-nowrap rounded-[8px] px-2 text-meta font-medium text-ink-soft transition-colors hover:text-ink data-[state=on]:bg-raised data-[state=on]:text-ink data-[state=on]:shadow-[0_0_0_1px_var(--line-strong)] pointer-coarse:h-10"
        >
          {t(`modes.${mode}`)}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
