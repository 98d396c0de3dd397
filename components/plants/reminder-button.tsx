"use client";

import { CalendarPlus } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { reminderFile } from "@/lib/core/plants/reminder";

export interface ReminderButtonProps {
  /** Its name, or what plant it is. */
  readonly plant: string;
  /** Days until the plant is worth another look. */
  readonly days: number;
  /** Told the day, YYYY-MM-DD on this device's calendar. */
  readonly onRemind?: (day: string) => void;
  readonly size?: "small" | "medium";
}

/** Gives a calendar file that reminds to look at the plant again. */
export function ReminderButton({ plant, days, onRemind, size = "small" }: ReminderButtonProps) {
  const t = useTranslations("care.reminder");
  const download = () => {
    const date = new Date();
    const madeAt = date.getTime();
    date.setDate(date.getDate() + days);
    const file = reminderFile({
      uid: `${crypto.randomUUID()}@forage`,
      title: t("title", { plant }),
      text: t("text"),
      year: date.getFullYear(),
      month: date.getMonth() + 1,
      day: date.getDate(),
      madeAt,
    });
    const url = URL.createObjectURL(new Blob([file], { type: "text/calendar" }));
    const link = document.createElement("a");
    link.href = url;
    link.download = `${plant.replaceAll(/[^\p{L}\p{N}]+/gu, "-")}.ics`;
    link.click();
    onRemind?.(
      [date.getFullYear(), date.getMonth() + 1, date.getDate()]
        .map((part) => String(part).padStart(2, "0"))
        .join("-"),
    );
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  };
  return (
    <Button size={size} className="self-start" onClick={download}>
      <CalendarPlus aria-hidden />
      {t("button", { days })}
    </Button>
  );
}
