import { useEffect, useState } from "react";
import type { Viewport } from "@/lib/core/editor/viewport";

/** A view that has not changed for this long is at rest. */
const REST_MS = 120;

/** True while the view is panned or zoomed, and shortly after. */
export function useIsMoving(viewport: Viewport): boolean {
  const [resting, setResting] = useState(viewport);
  useEffect(() => {
    const timer = setTimeout(() => setResting(viewport), REST_MS);
    return () => clearTimeout(timer);
  }, [viewport]);
  return resting !== viewport;
}
