"use client";

import { useDraggable } from "@dnd-kit/core";
import { GripVertical, Minus, MoreHorizontal, Plus, Soup, X } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { IconButton } from "@/components/ui/icon-button";
import { Popover } from "@/components/ui/popover";
import { MOST_SERVINGS, type PlannedMeal } from "@/lib/core/recipes/week/planned-meal";
import { PlanFor } from "./plan-for";

export interface MealCardProps {
  readonly meal: PlannedMeal;
  readonly title: string;
  /** Servings of the dish that are left and not planned. */
  readonly unplanned: number;
  /** Most that can be eaten of it that day. */
  readonly mostEaten: number;
  readonly days: readonly string[];
  readonly onCooked: (servings: number) => void;
  readonly onEaten: (servings: number) => void;
  readonly onMove: (day: string) => void;
  readonly onPlanRest: (day: string) => void;
  readonly onRemove: () => void;
}

/** A dish or a leftover on its day. Dragged by its handle, or moved from its menu. */
export function MealCard(props: MealCardProps) {
  const { meal, title, unplanned, days, onPlanRest } = props;
  const t = useTranslations("recipes.week");
  const { setNodeRef, attributes, listeners, isDragging } = useDraggable({ id: meal.id, data: { title } });
  const isLeftover = meal.leftoverOf !== null;
  return (
    <article
      ref={setNodeRef}
      aria-label={title}
      className={classNames(
        "flex break-inside-avoid flex-col gap-1 rounded-card border p-2",
        isLeftover ? "border-dashed bg-sunken" : "bg-raised",
        isDragging && "opacity-40",
      )}
    >
      <div className="flex items-start gap-1">
        <button
          type="button"
          {...attributes}
          {...listeners}
          aria-label={t("drag", { title })}
          className="-ml-1 grid size-6 shrink-0 cursor-grab touch-none place-items-center rounded-small text-ink-soft hover:bg-sunken pointer-coarse:size-11 print:hidden [&_svg]:size-4"
        >
          <GripVertical aria-hidden />
        </button>
        <Link
          href={`/recipes/${meal.slug}`}
          className="min-w-0 flex-1 text-pretty pt-0.5 font-medium hover:underline pointer-coarse:inline-flex pointer-coarse:min-h-11 pointer-coarse:items-center pointer-coarse:pt-0"
        >
          {title}
        </Link>
        <Popover
          label={t("menu", { title })}
          className="w-64 p-3"
          trigger={
            <button
              type="button"
              aria-label={t("menu", { title })}
              className="grid size-6 shrink-0 place-items-center rounded-small text-ink-soft hover:bg-sunken pointer-coarse:size-11 print:hidden [&_svg]:size-4"
            >
              <MoreHorizontal aria-hidden />
            </button>
          }
        >
          <MealMenu {...props} />
        </Popover>
      </div>
      <p className="tabular flex items-center gap-1 text-meta text-ink-soft">
        {isLeftover ? <Soup aria-hidden className="size-3.5 shrink-0" /> : null}
        {isLeftover
          ? t("leftover", { eaten: meal.eaten })
          : meal.eaten === meal.cooked
            ? t("cooked", { cooked: meal.cooked })
            : t("cookedEaten", { cooked: meal.cooked, eaten: meal.eaten })}
      </p>
      {unplanned > 0 ? (
        <div className="print:hidden">
          <PlanFor
            title={title}
            days={days.filter((day) => day >= meal.day)}
            onPlan={onPlanRest}
            trigger={
              <Button
                size="small"
                className="h-7 bg-saffron-wash px-2 text-meta text-saffron-ink pointer-coarse:h-11"
              >
                {t("unplanned", { count: unplanned })}
              </Button>
            }
          />
        </div>
      ) : null}
    </article>
  );
}

/** How much of a meal is cooked and eaten, and on which day. */
function MealMenu({ meal, title, mostEaten, days, onCooked, onEaten, onMove, onRemove }: MealCardProps) {
  const t = useTranslations("recipes.week");
  return (
    <div className="flex flex-col gap-3">
      {meal.leftoverOf !== null ? null : (
        <Servings
          label={t("toCook")}
          value={meal.cooked}
          most={MOST_SERVINGS}
          onChange={onCooked}
          title={title}
        />
      )}
      <Servings label={t("toEat")} value={meal.eaten} most={mostEaten} onChange={onEaten} title={title} />
      <div className="flex flex-wrap gap-1.5">
        <PlanFor
          title={title}
          days={days.filter((day) => day !== meal.day)}
          onPlan={onMove}
          trigger={
            <Button size="small" className="pointer-coarse:h-11">
              {t("move")}
            </Button>
          }
        />
        <Button size="small" tone="quiet" className="pointer-coarse:h-11" onClick={onRemove}>
          <X aria-hidden />
          {t("remove")}
        </Button>
      </div>
    </div>
  );
}

function Servings({
  label,
  title,
  value,
  most,
  onChange,
}: {
  readonly label: string;
  readonly title: string;
  readonly value: number;
  readonly most: number;
  readonly onChange: (servings: number) => void;
}) {
  const t = useTranslations("recipes.week");
  const waits = useTranslations("waits");
  return (
    <fieldset aria-label={`${label}: ${title}`} className="flex items-center justify-between gap-2">
      <span className="font-medium">{label}</span>
      <span className="flex items-center gap-1">
        <IconButton
          label={t("fewer", { label })}
          side="left"
          size="small"
          waitsFor={value <= 1 && waits("fewest")}
          onClick={() => onChange(value - 1)}
        >
          <Minus aria-hidden />
        </IconButton>
        <output className="tabular min-w-6 text-center font-medium">{value}</output>
        <IconButton
          label={t("more", { label })}
          side="right"
          size="small"
          waitsFor={value >= most && waits("most", { count: most })}
          onClick={() => onChange(value + 1)}
        >
          <Plus aria-hidden />
        </IconButton>
      </span>
    </fieldset>
  );
}
