/**
 * Photos that another app shared to Forage (the manifest's `share_target`). The worker takes them out of the form and keeps
 * them in this browser until the page has put them on its strip: they go to no server.
 */

/** Where the system's share sheet posts to. */
export const SHARE_TARGET = "/shared";
/** The form's field for files, as the manifest names it. */
export const SHARED_FIELD = "photos";
/** Cache that holds what was shared and not yet taken. */
const CACHE = "forage-shared";
const NAME_HEADER = "x-forage-name";
const MOST = 50;

const pathOf = (share: string, at: number) => `${SHARE_TARGET}/${share}/${String(at).padStart(3, "0")}`;

/** Keeps the form's files, and answers with the page that takes them. Whatever goes wrong is said there. */
export async function keepShared(request: Request): Promise<Response> {
  const form = await request.formData().catch(() => null);
  if (!form) return Response.redirect("/?shared=0&missed=1", 303);
  const files = form.getAll(SHARED_FIELD).filter((value): value is File => typeof value !== "string");
  const cache = await caches.open(CACHE);
  const share = `${Date.now()}-${crypto.randomUUID()}`;
  let kept = 0;
  for (const [at, file] of files.slice(0, MOST).entries()) {
    const headers = { "content-type": file.type, [NAME_HEADER]: encodeURIComponent(file.name) };
    const isKept = await cache.put(pathOf(share, at), new Response(file, { headers })).then(
      () => true,
      () => false,
    );
    // the browser has no room
    if (!isKept) return Response.redirect(`/?shared=${kept}&left=${files.length - kept}&full=1`, 303);
    kept++;
  }
  return Response.redirect(`/?shared=${kept}&left=${files.length - kept}`, 303);
}

/** What was shared and not yet taken, oldest first. */
export async function sharedFiles(): Promise<readonly { readonly file: File; forget(): Promise<boolean> }[]> {
  if (!("caches" in globalThis) || !(await caches.has(CACHE))) return [];
  const cache = await caches.open(CACHE);
  const requests = [...(await cache.keys())].toSorted((a, b) => (a.url < b.url ? -1 : 1));
  const found = await Promise.all(
    requests.map(async (request) => {
      const response = await cache.match(request);
      if (!response) return [];
      const name = decodeURIComponent(response.headers.get(NAME_HEADER) ?? "photo");
      const blob = await response.blob();
      return [{ file: new File([blob], name, { type: blob.type }), forget: () => cache.delete(request) }];
    }),
  );
  return found.flat();
}
