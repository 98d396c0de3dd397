import type { SeenOn } from "@/lib/contracts/device-kinds";

/** By the browser's own description of itself. Chrome's is in that of Edge, and Safari's in both. */
export function browserOf(userAgent: string): SeenOn["browser"] {
  if (/\b(Edg|EdgA|EdgiOS)\//.test(userAgent)) return "edge";
  if (/\b(Firefox|FxiOS)\//.test(userAgent)) return "firefox";
  if (/\b(OPR|SamsungBrowser|Vivaldi)\//.test(userAgent)) return "other";
  if (/\b(Chrome|Chromium|CriOS|HeadlessChrome)\//.test(userAgent)) return "chrome";
  if (/\bSafari\//.test(userAgent)) return "safari";
  return "other";
}

/** @param shortEdgePx of the screen, CSS px */
export function deviceOf({
  isTouch,
  shortEdgePx,
}: {
  isTouch: boolean;
  shortEdgePx: number;
}): SeenOn["device"] {
  if (!isTouch) return "computer";
  return shortEdgePx < 600 ? "phone" : "tablet";
}

export function thisDevice(): SeenOn {
  const isTouch = matchMedia("(pointer: coarse)").matches;
  const shortEdgePx = Math.min(screen.width, screen.height);
  return { device: deviceOf({ isTouch, shortEdgePx }), browser: browserOf(navigator.userAgent) };
}
