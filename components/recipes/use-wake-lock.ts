"use client";

import { useEffect, useState } from "react";

/**
 * Keeps the screen on while mounted, and takes the lock again when the page comes back to the front.
 * @returns true while the screen is kept on; false where the browser cannot or will not
 */
export function useWakeLock(): boolean {
  const [isHeld, setIsHeld] = useState(false);
  useEffect(() => {
    let lock: WakeLockSentinel | undefined;
    let isGone = false;
    const acquire = async () => {
      if (document.visibilityState !== "visible" || !("wakeLock" in navigator)) return;
      try {
        const next = await navigator.wakeLock.request("screen");
        if (isGone) return void next.release();
        lock = next;
        setIsHeld(true);
        next.addEventListener("release", () => setIsHeld(false));
      } catch {
        setIsHeld(false); // battery saver or no permission: the page says nothing of a screen that stays on
      }
    };
    void acquire();
    document.addEventListener("visibilitychange", acquire);
    return () => {
      isGone = true;
      document.removeEventListener("visibilitychange", acquire);
      void lock?.release();
    };
  }, []);
  return isHeld;
}
