"use client";

import {
  type Announcements,
  type CollisionDetection,
  closestCenter,
  DndContext,
  type DragEndEvent,
  DragOverlay,
  type KeyboardCoordinateGetter,
  KeyboardSensor,
  PointerSensor,
  pointerWithin,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { useDayText } from "./use-day-text";

/** The day under the pointer; with keys the nearest one. */
const dayUnder: CollisionDetection = (args) =>
  args.pointerCoordinates ? pointerWithin(args) : closestCenter(args);

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** An arrow key goes to the next day or the one before. */
const toNextDay: KeyboardCoordinateGetter = (event, { currentCoordinates, context }) => {
  const step = STEPS[event.code];
  if (step === undefined) return undefined;
  event.preventDefault();
  const days = [...context.droppableRects.keys()].map(String).toSorted();
  const at = context.over ? days.indexOf(String(context.over.id)) : -1;
  const next = days[Math.min(days.length - 1, Math.max(0, at + step))];
  const rect = next === undefined ? undefined : context.droppableRects.get(next);
  return rect ? { x: rect.left, y: rect.top } : currentCoordinates;
};

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
    useSensor(KeyboardSensor, { coordinateGetter: toNextDay }),
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
      collisionDetection={dayUnder}
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
