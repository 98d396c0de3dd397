"use client";

import { Check, FileText } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { Kbd } from "@/components/ui/kbd";
import { useKitchen } from "@/lib/client/recipes/use-kitchen";
import type { DoubtAnswer } from "@/lib/contracts/recipe-doubts";
import { OTHER_FOOD } from "@/lib/core/recipes/food";
import type { Vocabulary } from "@/lib/core/recipes/vocabulary";
import { IngredientText } from "../ingredient-text";
import { FoodChoice } from "./food-choice";
import type { Group } from "./use-doubts";

export interface DoubtRowProps {
  readonly group: Group;
  readonly isCurrent: boolean;
  readonly vocabulary: Vocabulary | undefined;
  readonly isPicking: boolean;
  readonly onPicking: (isOpen: boolean) => void;
  readonly onAnswer: (answer: DoubtAnswer) => void;
  readonly onLater: () => void;
}

/** A doubtful line as it was written, how it was read, and the answers. Keys are shown on the row they act on. */
export function DoubtRow(props: DoubtRowProps) {
  const { group, isCurrent, vocabulary, isPicking, onPicking, onAnswer, onLater } = props;
  const t = useTranslations("recipes.doubts");
  const { units } = useKitchen();
  const [{ ingredient, slug, title, candidates }] = group.lines;
  const food = vocabulary?.byId.get(ingredient.foodId);
  const isKnown = ingredient.foodId !== OTHER_FOOD;
  const recipes = new Set(group.lines.map((line) => line.slug)).size;
  const hint = (key: string) => (isCurrent ? <Kbd>{key}</Kbd> : null);
  return (
    <article
      aria-label={ingredient.original}
      className={classNames(
        "flex flex-col gap-2 rounded-card border bg-raised p-3",
        isCurrent && "border-leaf shadow-[0_0_0_1px_var(--leaf)]",
      )}
    >
      <div>
        <p className="break-words font-medium text-lead">{ingredient.original}</p>
        <p className="text-meta text-ink-soft">
          <Link
            href={`/recipes/${slug}`}
            className="underline pointer-coarse:inline-flex pointer-coarse:min-h-11 pointer-coarse:items-center"
          >
            {title}
          </Link>
          {recipes > 1 ? ` · ${t("inRecipes", { count: recipes })}` : null}
        </p>
      </div>
      <p className={classNames("flex flex-wrap gap-x-1.5", !isKnown && "text-saffron-ink")}>
        <span className="text-ink-soft">{t("read")}</span>
        <span>
          {food ? <IngredientText ingredient={ingredient} food={food} scale={1} units={units} /> : null}
        </span>
        {isKnown ? null : <span>({t("readAsText")})</span>}
      </p>
      <div className="flex flex-wrap gap-1.5">
        {isKnown ? (
          <Button
            size="small"
            tone={isCurrent ? "primary" : "plain"}
            onClick={() => onAnswer({ kind: "right" })}
          >
            <Check aria-hidden />
            {t("isRight")}
            {hint("Y")}
          </Button>
        ) : null}
        {vocabulary ? (
          <FoodChoice
            line={ingredient.original ?? ""}
            vocabulary={vocabulary}
            likely={candidates.filter((id) => id !== ingredient.foodId)}
            isOpen={isPicking}
            onOpen={onPicking}
            onChoose={(foodId) => onAnswer({ kind: "food", foodId })}
            hint={hint("F")}
          />
        ) : null}
        <Button
          size="small"
          tone={isCurrent && group.effort === "unknown" ? "primary" : "plain"}
          onClick={() => onAnswer({ kind: "text" })}
        >
          <FileText aria-hidden />
          {t("keepAsText")}
          {hint("T")}
        </Button>
        <Button size="small" tone="quiet" onClick={onLater}>
          {t("later")}
          {hint("L")}
        </Button>
      </div>
    </article>
  );
}
