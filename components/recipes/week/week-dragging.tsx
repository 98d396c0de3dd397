"use client";

import {
  type Announcements,
  DndContext,
  type DragEndEvent,
  DragOverlay,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { useDayText } from "./use-day-text";

/** Dragging with pointer and keys, told to screen readers by names instead of ids. */
export function WeekDragging({
  onDrop,
  children,
}: {
  readonly onDrop: (event: DragEndEvent) => void;
  readonly children: ReactNode;
}) {
  const t = useTranslations("recipes.week");
  const dayText = useDayText();
  const [dragged, setDragged] = useState<string | null>(null);
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor),
  );
  type Named = { readonly data: { readonly current?: { readonly title?: string } | undefined } };
  const name = (active: Named) => active.data.current?.title ?? "";
  const where = (over: { readonly id: unknown } | null) => (over ? dayText(String(over.id)) : t("noDay"));
  const announcements: Announcements = {
    onDragStart: ({ active }) => t("told.start", { title: name(active) }),
    onDragOver: ({ active, over }) => t("told.over", { title: name(active), day: where(over) }),
    onDragEnd: ({ active, over }) => t("told.end", { title: name(active), day: where(over) }),
    onDragCancel: ({ active }) => t("told.cancel", { title: name(active) }),
  };
  return (
    <DndContext
      id="week"
      sensors={sensors}
      accessibility={{ announcements, screenReaderInstructions: { draggable: t("told.how") } }}
      onDragStart={({ active }) => setDragged(name(active))}
      onDragCancel={() => setDragged(null)}
      onDragEnd={(event) => {
        setDragged(null);
        onDrop(event);
      }}
    >
      {children}
      <DragOverlay dropAnimation={null}>
        {dragged === null ? null : (
          <div className="rounded-card border border-leaf bg-raised p-2 font-medium shadow-float">
            {dragged}
          </div>
        )}
      </DragOverlay>
    </DndContext>
  );
}
