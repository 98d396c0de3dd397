"use client";

import { useEffect, useState } from "react";

/** The value once it has stood still for a moment: a slider on its way asks for no recipes. */
export function useSettled<T>(value: T, delayMs = 120): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), delayMs);
    return () => clearTimeout(timer);
  }, [value, delayMs]);
  return settled;
}
