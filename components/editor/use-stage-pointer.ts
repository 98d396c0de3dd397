"use client";

import { type PointerEvent, type RefObject, useCallback, useEffect, useMemo, useRef } from "react";
import type { StagePointer } from "@/lib/client/editor/editor-state";
import type { EditorStore } from "@/lib/client/editor/editor-store";
import type { PointerKind } from "@/lib/core/editor/hit-test";
import { wheelIntent } from "@/lib/core/editor/wheel-intent";
import type { Modifiers } from "./use-editor-keys";

function kindOf(type: string): PointerKind {
  return type === "touch" || type === "pen" ? type : "mouse";
}

export interface StagePointerOptions {
  readonly store: EditorStore;
  readonly surface: RefObject<HTMLElement | null>;
  /** The pointer's place on the stage, CSS px; null when it left. Called often: change no React state. */
  readonly onHover: (at: { readonly x: number; readonly y: number } | null) => void;
}

/** Forwards the stage's pointer and wheel events to the store, and the modifiers in the middle of a gesture. */
export function useStagePointer({ store, surface, onHover }: StagePointerOptions) {
  const last = useRef<StagePointer>(undefined);
  const space = useRef(false);
  const buttons = useRef(new Map<number, number>());

  const send = useCallback(
    (type: StagePointer["type"], event: PointerEvent<HTMLElement>) => {
      const rect = event.currentTarget.getBoundingClientRect();
      const button = type === "down" ? event.button : (buttons.current.get(event.pointerId) ?? 0);
      if (type === "down") buttons.current.set(event.pointerId, event.button);
      if (type === "up" || type === "cancel") buttons.current.delete(event.pointerId);
      const pointer: StagePointer = {
        type,
        pointer: event.pointerId,
        kind: kindOf(event.pointerType),
        button,
        stage: { x: event.clientX - rect.left, y: event.clientY - rect.top },
        shift: event.shiftKey,
        alt: event.altKey,
        ctrl: event.ctrlKey || event.metaKey,
        space: space.current,
        timeMs: event.timeStamp,
      };
      last.current = pointer;
      store.getState().point(pointer);
      onHover(pointer.kind === "touch" ? null : pointer.stage);
    },
    [store, onHover],
  );

  const onModifiers = useCallback(
    (modifiers: Modifiers) => {
      space.current = modifiers.space;
      const pointer = last.current;
      if (!pointer) return;
      const isSame =
        pointer.shift === modifiers.shift &&
        pointer.alt === modifiers.alt &&
        pointer.ctrl === modifiers.ctrl &&
        pointer.space === modifiers.space;
      if (isSame) return;
      last.current = { ...pointer, ...modifiers, type: "move" };
      store.getState().point(last.current);
    },
    [store],
  );

  // React listens to the wheel passively; only a listener of one's own may keep the page from scrolling.
  useEffect(() => {
    const element = surface.current;
    if (!element) return;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const rect = element.getBoundingClientRect();
      const old = "wheelDeltaY" in event && typeof event.wheelDeltaY === "number" ? event.wheelDeltaY : 0;
      const intent = wheelIntent({
        deltaX: event.deltaX,
        deltaY: event.deltaY,
        deltaMode: event.deltaMode,
        wheelDeltaY: old,
        ctrl: event.ctrlKey || event.metaKey,
        shift: event.shiftKey,
      });
      const at = { x: event.clientX - rect.left, y: event.clientY - rect.top };
      if (intent.do === "zoom") store.getState().zoomBy(intent.factor, at);
      else store.getState().panBy(intent);
    };
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => element.removeEventListener("wheel", onWheel);
  }, [store, surface]);

  const handlers = useMemo(
    () => ({
      onPointerDown: (event: PointerEvent<HTMLElement>) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        send("down", event);
      },
      onPointerMove: (event: PointerEvent<HTMLElement>) => send("move", event),
      onPointerUp: (event: PointerEvent<HTMLElement>) => send("up", event),
      onPointerCancel: (event: PointerEvent<HTMLElement>) => send("cancel", event),
      onPointerLeave: () => {
        onHover(null);
        store.getState().hover(null);
      },
    }),
    [send, onHover, store],
  );

  return { handlers, onModifiers };
}
