"use client";

import { useTranslations } from "next-intl";
import { ToggleGroup } from "radix-ui";
import { PHOTO_SCOPES, type PhotoScope } from "@/lib/client/recipes/kitchen-store";

export interface ScopeSwitchProps {
  readonly value: PhotoScope;
  /** Photos that show food. */
  readonly count: number;
  readonly onChange: (scope: PhotoScope) => void;
}

/** Whose foods make the kitchen: those of all photos, or of the one in front. */
export function ScopeSwitch({ value, count, onChange }: ScopeSwitchProps) {
  const t = useTranslations("recipes");
  return (
    <ToggleGroup.Root
      type="single"
      value={value}
      onValueChange={(next) => next && onChange(next as PhotoScope)}
      aria-label={t("scope")}
      className="mb-2 flex rounded-card border bg-sunken p-0.5"
    >
      {PHOTO_SCOPES.map((scope) => (
        <ToggleGroup.Item
          key={scope}
          value={scope}
          className="h-8 flex-1 whitespace-nowrap rounded-[8px] px-2 text-meta font-medium text-ink-soft transition-colors hover:text-ink data-[state=on]:bg-raised data-[state=on]:text-ink data-[state=on]:shadow-[0_0_0_1px_var(--line-strong)] pointer-coarse:h-10"
        >
          {t(`scopes.${scope}`, { count })}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
