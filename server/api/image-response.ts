import type { OpenedFile } from "@/server/storage/file-store";

/** A stored picture as an answer: asked again each time, and a 304 while it is the same. */
export async function imageResponse(
  request: Request,
  image: OpenedFile & { readonly sha256: string; readonly contentType: string },
): Promise<Response> {
  const etag = `"${image.sha256}"`;
  const headers = {
    etag,
    "cache-control": "private, no-cache",
    "cross-origin-resource-policy": "same-origin",
    "content-security-policy": "default-src 'none'; sandbox",
  };
  if (request.headers.get("if-none-match") === etag) {
    await image.stream.cancel();
    return new Response(null, { status: 304, headers });
  }
  return new Response(image.stream, {
    headers: { ...headers, "content-type": image.contentType, "content-length": String(image.bytes) },
  });
}
