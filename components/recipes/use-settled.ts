"use client";

import { useEffect, useState } from "react";

/** The value once it has not changed for a moment: a moving slider requests no recipes. */
export function useSettled<T>(value: T, delayMs = 120): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), delayMs);
    return () => clearTimeout(timer);
  }, [value, delayMs]);
  return settled;
}
