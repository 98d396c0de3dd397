import { RECORDING_DOOR } from "@/lib/client/recording/door";
import { SHARE_TARGET } from "./shared-photos";

/** Pages that open without the server once they were kept: their data comes from this browser, or is reported missing. */
export const SHELLS = ["/", "/library", "/recipes", "/recipes/shopping", "/plants", "/plants/check"] as const;

/**
 * How a request is answered:
 * `page` by the server, and by the kept copy only when the server cannot be reached;
 * `for-ever` by the kept copy, since its name changes with its content;
 * `fresh` as `page`, for files whose names stay;
 * `shared` by this browser alone: photos from another app;
 * `handed-on` by the server, asked by the worker itself: what a page sends as it ends is lost about every second time
 * where the worker leaves it to the browser, because that is asked for by the page, which is gone by then;
 * `pass` by the server alone, as if there were no copies.
 */
export type Strategy = "page" | "for-ever" | "fresh" | "shared" | "handed-on" | "pass";

export interface AskedFor {
  readonly method: string;
  readonly url: string;
  /** `navigate` for a page that is opened or loaded again. */
  readonly mode: string;
}

/** @param origin of the app: what is elsewhere is passed */
export function strategyFor({ method, url, mode }: AskedFor, origin: string): Strategy {
  const { origin: asked, pathname, search } = new URL(url);
  if (method === "POST" && asked === origin && pathname === SHARE_TARGET) return "shared";
  if (method === "POST" && asked === origin && pathname === RECORDING_DOOR) return "handed-on";
  if (method !== "GET" || asked !== origin || pathname.startsWith("/api/")) return "pass";
  if (mode === "navigate") return shellOf(pathname) === undefined ? "pass" : "page";
  if (pathname.startsWith("/_next/static/")) return "for-ever";
  if (/^\/worker\/([\w-]+-[A-Z0-9]{8}\.js|wasm\/.+)$/.test(pathname)) return "for-ever";
  if (search !== "") return "pass";
  const isFresh = /^\/worker\/(detection|photos)\.js$/.test(pathname) || pathname.startsWith("/examples/");
  return isFresh ? "fresh" : "pass";
}

/** The kept page for a path; undefined when there is none. */
export function shellOf(pathname: string): string | undefined {
  const plain = pathname.length > 1 ? pathname.replace(/\/$/, "") : pathname;
  return SHELLS.find((shell) => shell === plain);
}

/** Files named for ever that a page's text or style sheet names, absolute paths. */
export function assetsNamedIn(text: string): string[] {
  const named = text.matchAll(/(?:\/_next\/)?static\/[\w./~@%-]+\.(?:js|css|woff2)/g);
  return [...new Set([...named].map(([path]) => (path.startsWith("/") ? path : `/_next/${path}`)))];
}
