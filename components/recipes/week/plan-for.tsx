"use client";

import { CalendarPlus } from "lucide-react";
import { useTranslations } from "next-intl";
import { Popover as Radix } from "radix-ui";
import type { ReactElement } from "react";
import { Button } from "@/components/ui/button";
import { Popover } from "@/components/ui/popover";
import { useDayText } from "./use-day-text";

export interface PlanForProps {
  /** What is planned, for the name of the list. */
  readonly title: string;
  readonly days: readonly string[];
  readonly onPlan: (day: string) => void;
  readonly trigger?: ReactElement;
}

/** "Plan for…" and a list of days: what dragging does, for keys and fingers. */
export function PlanFor({ title, days, onPlan, trigger }: PlanForProps) {
  const t = useTranslations("recipes.week");
  const dayText = useDayText();
  return (
    <Popover
      label={t("planFor", { title })}
      align="start"
      className="w-60 p-1.5"
      trigger={
        trigger ?? (
          <Button size="large" tone="quiet">
            <CalendarPlus aria-hidden />
            {t("plan")}
          </Button>
        )
      }
    >
      <ul>
        {days.map((day) => (
          <li key={day}>
            <Radix.Close asChild>
              <button
                type="button"
                onClick={() => onPlan(day)}
                className="flex min-h-9 w-full items-center rounded-small px-2.5 text-left hover:bg-sunken"
              >
                {dayText(day)}
              </button>
            </Radix.Close>
          </li>
        ))}
      </ul>
    </Popover>
  );
}
