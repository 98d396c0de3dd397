"use client";

import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { classNames } from "./class-names";

export type SheetStop = "peek" | "half" | "full";

export interface BottomSheetProps {
  readonly label: string;
  readonly handleLabel: string;
  /** How a stop is read out. */
  readonly stopNames: Readonly<Record<SheetStop, string>>;
  readonly stop: SheetStop;
  readonly onStopChange: (stop: SheetStop) => void;
  /** px of the sheet that show at `peek`. */
  readonly peekHeight: number;
  readonly children: ReactNode;
}

const STOPS: readonly SheetStop[] = ["peek", "half", "full"];
const FLICK_PX_PER_MS = 0.4;

/** px of the sheet that show at a stop, in a window of this height. */
export function sheetHeight(stop: SheetStop, windowHeight: number, peekHeight: number): number {
  if (stop === "peek") return peekHeight;
  return Math.round(windowHeight * (stop === "half" ? 0.48 : 0.88));
}

/** The stop a released sheet goes to: with a flick the next one that way, otherwise the nearest. */
export function settle(height: number, velocity: number, heights: readonly number[]): number {
  const nearest = heights.reduce(
    (best, candidate, index) =>
      Math.abs(candidate - height) < Math.abs(heights[best]! - height) ? index : best,
    0,
  );
  if (Math.abs(velocity) < FLICK_PX_PER_MS) return nearest;
  if (velocity > 0) {
    const higher = heights.findIndex((candidate) => candidate > height);
    return higher === -1 ? heights.length - 1 : higher;
  }
  const lower = heights.filter((candidate) => candidate < height).length - 1;
  return Math.max(0, lower);
}

/** A sheet from the bottom edge with three stops: drag or flick the handle, or use the arrow keys on it. */
export function BottomSheet(props: BottomSheetProps) {
  const { label, handleLabel, stopNames, stop, onStopChange, peekHeight, children } = props;
  const windowHeight = useWindowHeight();
  const heights = STOPS.map((name) => sheetHeight(name, windowHeight, peekHeight));
  const resting = heights[STOPS.indexOf(stop)]!;
  const [dragged, setDragged] = useState<number | null>(null);
  const drag = useRef({ startY: 0, lastY: 0, lastTime: 0, velocity: 0, hasMoved: false });
  const shown = dragged ?? resting;

  function onPointerDown(event: PointerEvent<HTMLElement>) {
    event.currentTarget.setPointerCapture(event.pointerId);
    const y = event.clientY;
    drag.current = { startY: y, lastY: y, lastTime: event.timeStamp, velocity: 0, hasMoved: false };
  }

  function onPointerMove(event: PointerEvent<HTMLElement>) {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const state = drag.current;
    const elapsed = Math.max(1, event.timeStamp - state.lastTime);
    state.velocity = (state.lastY - event.clientY) / elapsed;
    state.lastY = event.clientY;
    state.lastTime = event.timeStamp;
    if (Math.abs(event.clientY - state.startY) > 4) state.hasMoved = true;
    const height = resting + state.startY - event.clientY;
    setDragged(Math.min(Math.max(height, heights[0]!), heights[2]!));
  }

  function onPointerUp() {
    const { hasMoved, velocity } = drag.current;
    const index = hasMoved ? settle(shown, velocity, heights) : (STOPS.indexOf(stop) + 1) % STOPS.length;
    setDragged(null);
    onStopChange(STOPS[index]!);
  }

  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowUp: 1, ArrowDown: -1, Enter: 1, " ": 1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const index = STOPS.indexOf(stop) + step;
    const wraps = event.key === "Enter" || event.key === " ";
    onStopChange(STOPS[wraps ? index % STOPS.length : Math.min(Math.max(index, 0), 2)]!);
  }

  return (
    <section
      aria-label={label}
      className={classNames(
        "fixed inset-x-0 bottom-0 z-20 flex flex-col rounded-t-[14px] border-t bg-paper shadow-float",
        dragged === null && "transition-[height] duration-150 ease-out-soft",
      )}
      style={{ height: shown }}
    >
      <div
        role="slider"
        tabIndex={0}
        aria-label={handleLabel}
        aria-orientation="vertical"
        aria-valuemin={0}
        aria-valuemax={2}
        aria-valuenow={STOPS.indexOf(stop)}
        aria-valuetext={stopNames[stop]}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={() => setDragged(null)}
        onKeyDown={onKeyDown}
        className="flex h-11 shrink-0 cursor-grab touch-none items-center justify-center rounded-t-[14px] outline-offset-[-4px]"
      >
        <span className="h-1 w-9 rounded-full bg-line-strong" />
      </div>
      <div className="flex min-h-0 flex-1 flex-col">{children}</div>
    </section>
  );
}

function useWindowHeight(): number {
  const [height, setHeight] = useState(800);
  useEffect(() => {
    const measure = () => setHeight(window.innerHeight);
    measure();
    addEventListener("resize", measure);
    return () => removeEventListener("resize", measure);
  }, []);
  return height;
}
