/** Gives up the photos of a page that closes: the request outlives the page. Lost, the server finds out by the silence. */
export function leavePage(pageId: string): void {
  void fetch("/api/trpc/review.leave", {
    method: "POST",
    keepalive: true,
    headers: { "content-type": "application/json", "x-forage-client": "page" },
    body: JSON.stringify({ pageId }),
  }).catch(() => undefined);
}
