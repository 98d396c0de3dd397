"use client";

import { CalendarPlus } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { reminderFile } from "@/lib/core/care/reminder";

export interface ReminderButtonProps {
  readonly species: string;
  /** Days until the plant is worth another look. */
  readonly days: number;
}

/** Gives a calendar file that reminds to look at the plant again. */
export function ReminderButton({ species, days }: ReminderButtonProps) {
  const t = useTranslations("care.reminder");
  const download = () => {
    const date = new Date();
    const madeAt = date.getTime();
    date.setDate(date.getDate() + days);
    const file = reminderFile({
      uid: `${crypto.randomUUID()}@forage`,
      title: t("title", { plant: species }),
      text: t("text"),
      year: date.getFullYear(),
      month: date.getMonth() + 1,
      day: date.getDate(),
      madeAt,
    });
    const url = URL.createObjectURL(new Blob([file], { type: "text/calendar" }));
    const link = document.createElement("a");
    link.href = url;
    link.download = `${species.replaceAll(" ", "-")}.ics`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  };
  return (
    <Button size="small" className="self-start" onClick={download}>
      <CalendarPlus aria-hidden />
      {t("button", { days })}
    </Button>
  );
}
