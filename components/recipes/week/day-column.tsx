"use client";

import { useDroppable } from "@dnd-kit/core";
import type { ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";
import { useDayText } from "./use-day-text";

/** A day that meals are dropped on. */
export function DayColumn({
  day,
  isToday,
  children,
}: {
  readonly day: string;
  readonly isToday: boolean;
  readonly children: ReactNode;
}) {
  const dayText = useDayText();
  const { setNodeRef, isOver } = useDroppable({ id: day });
  return (
    <li
      ref={setNodeRef}
      aria-label={dayText(day)}
      className={classNames(
        "flex min-h-28 min-w-0 break-inside-avoid flex-col gap-2 rounded-card border p-2 xl:min-h-64",
        isOver ? "border-leaf bg-leaf-wash" : isToday ? "border-line-strong" : "",
      )}
    >
      <h2 className={classNames("text-meta font-semibold", isToday ? "text-leaf-strong" : "text-ink-soft")}>
        {dayText(day, "short")}
      </h2>
      {children}
    </li>
  );
}
