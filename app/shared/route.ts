export const dynamic = "force-dynamic";

const to = (location: string) =>
  new Response(null, { status: 303, headers: { location, "cache-control": "no-store" } });

/**
 * What another app shares is taken by the page's worker, in the browser (`lib/client/offline/shared-photos.ts`). Where
 * there is none yet, it comes here: nothing of it is read or kept, and the page, which starts the worker, says to share
 * it again.
 */
export function POST(): Response {
  return to("/?shared=0&missed=1");
}

/** Somebody loads the address again. */
export function GET(): Response {
  return to("/");
}
