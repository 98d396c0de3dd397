"use client";

import { ArrowLeft, ArrowRight, BellRing, Timer as TimerIcon, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Dialog as Radix } from "radix-ui";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { IconButton } from "@/components/ui/icon-button";
import { useModalKeys } from "@/components/ui/use-modal-keys";
import type { UnitSystem } from "@/lib/client/recipes/unit-systems";
import { findDurations } from "@/lib/core/recipes/durations";
import type { Food } from "@/lib/core/recipes/food";
import { mentionedIngredients } from "@/lib/core/recipes/mentions";
import type { Recipe } from "@/lib/core/recipes/recipe";
import { IngredientText } from "./ingredient-text";
import { clock, type Timers, useTimers } from "./use-timers";
import { useWakeLock } from "./use-wake-lock";

export interface CookModeProps {
  readonly recipe: Recipe;
  readonly foodOf: (foodId: string) => Food | undefined;
  readonly scale: number;
  readonly units: UnitSystem;
  readonly onClose: () => void;
  /** The last step is done: the meal goes into the person's history. */
  readonly onCooked?: () => void;
}

/** One step at a time, large enough to read from the stove; arrow keys turn the steps, Escape leaves. */
export function CookMode(props: CookModeProps) {
  const { recipe, onClose, onCooked } = props;
  const t = useTranslations("recipes");
  const waits = useTranslations("waits");
  const [position, setPosition] = useState(0);
  const timers = useTimers();
  const isScreenOn = useWakeLock();
  const keys = useModalKeys(onClose);
  const last = recipe.steps.length - 1;
  const go = (to: number) => setPosition(Math.min(last, Math.max(0, to)));
  return (
    <Radix.Root open onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Content
          aria-describedby={undefined}
          {...keys}
          onKeyDown={(event) => {
            keys.onKeyDown(event);
            if (event.key === "ArrowRight") go(position + 1);
            if (event.key === "ArrowLeft") go(position - 1);
          }}
          className="fixed inset-0 z-50 flex flex-col bg-paper"
        >
          <header className="flex h-14 items-center gap-3 border-b px-4">
            <Radix.Title className="min-w-0 truncate font-semibold">{recipe.title}</Radix.Title>
            <span className="tabular ml-auto shrink-0 text-meta text-ink-soft">
              {t("stepOf", { number: position + 1, all: last + 1 })}
            </span>
            <Radix.Close asChild>
              <IconButton label={t("closeCooking")} side="left">
                <X aria-hidden />
              </IconButton>
            </Radix.Close>
          </header>
          <div className="h-1 bg-line">
            <div className="h-full bg-leaf" style={{ width: `${((position + 1) / (last + 1)) * 100}%` }} />
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto">
            <CookStep key={position} {...props} position={position} timers={timers} />
          </div>
          <footer className="flex flex-col gap-3 border-t p-4">
            <RunningTimers timers={timers} />
            <div className="flex items-center gap-3">
              <Button
                size="large"
                waitsFor={position === 0 && waits("firstStep")}
                onClick={() => go(position - 1)}
              >
                <ArrowLeft aria-hidden />
                {t("previous")}
              </Button>
              <p className="min-w-0 flex-1 text-center text-meta text-ink-soft max-sm:sr-only">
                {isScreenOn ? t("screenOn") : ""}
              </p>
              {position < last ? (
                <Button
                  size="large"
                  tone="primary"
                  className="max-sm:flex-1"
                  onClick={() => go(position + 1)}
                >
                  {t("next")}
                  <ArrowRight aria-hidden />
                </Button>
              ) : (
                <Button
                  size="large"
                  tone="primary"
                  className="max-sm:flex-1"
                  onClick={() => {
                    onCooked?.();
                    onClose();
                  }}
                >
                  {t("finish")}
                </Button>
              )}
            </div>
          </footer>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function CookStep({
  recipe,
  foodOf,
  scale,
  units,
  position,
  timers,
}: CookModeProps & { readonly position: number; readonly timers: Timers }) {
  const t = useTranslations("recipes");
  const step = recipe.steps[position] ?? "";
  const needed = mentionedIngredients(step, recipe.ingredients, foodOf).flatMap((ingredient) => {
    const food = foodOf(ingredient.foodId);
    return food ? [{ ingredient, food }] : [];
  });
  const group = recipe.extras?.stepGroups.findLast((entry) => entry.from <= position);
  return (
    <div className="mx-auto flex max-w-3xl animate-fade-in flex-col gap-8 px-5 py-8 sm:px-8 sm:py-14">
      {group ? <p className="-mb-6 text-lead font-medium text-ink-soft">{group.title}</p> : null}
      <p className="text-pretty text-[26px] leading-[1.4] sm:text-[36px]">{step}</p>
      <div className="flex flex-wrap gap-2">
        {findDurations(step).map((duration) => (
          <Button
            key={duration.start}
            size="large"
            onClick={() => timers.start(`${position}-${duration.start}`, duration.text, duration.seconds)}
          >
            <TimerIcon aria-hidden />
            {t("timer", { text: duration.text })}
          </Button>
        ))}
      </div>
      {needed.length > 0 ? (
        <section>
          <h3 className="mb-2 font-medium text-ink-soft">{t("cookNeeds")}</h3>
          <ul className="flex flex-col gap-1.5 text-lead">
            {needed.map(({ ingredient, food }, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines stand still, and two may name one food
              <li key={place}>
                <IngredientText ingredient={ingredient} food={food} scale={scale} units={units} />
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </div>
  );
}

function RunningTimers({ timers }: { readonly timers: Timers }) {
  const t = useTranslations("recipes");
  if (timers.running.length === 0) return null;
  return (
    <ul className="flex flex-wrap gap-2">
      {timers.running.map((timer) => {
        const left = (timer.endsAt - timers.now) / 1000;
        const isOver = left <= 0;
        return (
          <li
            key={timer.id}
            className={classNames(
              "flex items-center gap-2 rounded-card border py-1 pr-1 pl-3",
              isOver ? "border-saffron bg-saffron-wash text-saffron-ink" : "bg-raised",
            )}
          >
            {isOver ? (
              <BellRing aria-hidden className="size-4" />
            ) : (
              <TimerIcon aria-hidden className="size-4" />
            )}
            <span className="tabular font-semibold" role={isOver ? "alert" : "timer"}>
              {isOver ? t("timerDone") : clock(left)}
            </span>
            <span className="text-meta text-ink-soft">{timer.text}</span>
            <IconButton
              label={t("timerStop", { text: timer.text })}
              size="small"
              onClick={() => timers.stop(timer.id)}
            >
              <X aria-hidden />
            </IconButton>
          </li>
        );
      })}
    </ul>
  );
}
