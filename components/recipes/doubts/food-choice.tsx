"use client";

import { useTranslations } from "next-intl";
import { Popover as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import type { Vocabulary } from "@/lib/core/recipes/vocabulary";
import { FoodPicker } from "../add-food";
import { capitalised } from "../food-name";

export interface FoodChoiceProps {
  readonly line: string;
  readonly vocabulary: Vocabulary;
  /** Foods the line may mean, the likeliest first. */
  readonly likely: readonly string[];
  readonly isOpen: boolean;
  readonly onOpen: (isOpen: boolean) => void;
  readonly onChoose: (foodId: string) => void;
  readonly hint: ReactNode;
}

const NONE: ReadonlySet<string> = new Set();

/** Opens a searchable list of foods, the likely ones above it. */
export function FoodChoice({ line, vocabulary, likely, isOpen, onOpen, onChoose, hint }: FoodChoiceProps) {
  const t = useTranslations("recipes.doubts");
  return (
    <Radix.Root open={isOpen} onOpenChange={onOpen}>
      <Radix.Trigger asChild>
        <Button size="small">
          {t("otherFood")}
          {hint}
        </Button>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={t("foodFor", { line })}
          align="start"
          sideOffset={6}
          collisionPadding={8}
          className="z-40 w-64 max-w-[calc(100vw-16px)] animate-fade-in rounded-card border bg-raised p-2 shadow-float"
        >
          {likely.length > 0 ? (
            <div className="mb-2 flex flex-wrap items-center gap-1">
              <span className="text-meta text-ink-soft">{t("likely")}</span>
              {likely.map((id) => (
                <Button key={id} size="small" onClick={() => onChoose(id)}>
                  {capitalised(vocabulary.byId.get(id)?.name ?? id)}
                </Button>
              ))}
            </div>
          ) : null}
          <FoodPicker vocabulary={vocabulary} present={NONE} withStaples onAdd={onChoose} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
