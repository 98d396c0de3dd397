"use client";

import { useEffect, useMemo, useRef } from "react";

export const FADE_MS = 120;

function isMotionReduced(): boolean {
  return globalThis.matchMedia?.("(prefers-reduced-motion: reduce)").matches ?? false;
}

export interface FadeIn {
  alphaOf(id: string): number;
}

/**
 * Fades boxes in that were not there before, by painting again until they are; at once under reduced motion.
 * @param repaint asks for one more frame
 */
export function useFadeIn(ids: readonly string[], repaint: () => void): FadeIn {
  const since = useRef(new Map<string, number>());

  const fade = useMemo((): FadeIn => {
    return {
      alphaOf(id) {
        const start = since.current.get(id);
        if (start === undefined) return 1;
        return Math.min(Math.max((performance.now() - start) / FADE_MS, 0), 1);
      },
    };
  }, []);

  useMemo(() => {
    const known = since.current;
    const now = isMotionReduced() ? Number.NEGATIVE_INFINITY : performance.now();
    const present = new Set(ids);
    for (const id of known.keys()) if (!present.has(id)) known.delete(id);
    for (const id of ids) if (!known.has(id)) known.set(id, now);
  }, [ids]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new set of boxes is what starts the fade
  useEffect(() => {
    let frame = 0;
    const end = performance.now() + FADE_MS + 20;
    const tick = () => {
      repaint();
      if (performance.now() < end) frame = requestAnimationFrame(tick);
    };
    if (!isMotionReduced()) frame = requestAnimationFrame(tick);
    return () => cancelAnimationFrame(frame);
  }, [ids, repaint]);

  return fade;
}
