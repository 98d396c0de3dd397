import { z } from "zod";
import { AppError } from "@/lib/core/errors";
import { route } from "@/server/api/route";
import { openModelFile } from "@/server/models/open-file";

export const dynamic = "force-dynamic";

const paramsSchema = z.object({ name: z.string(), version: z.string(), file: z.array(z.string()).min(1) });

/** A file of a model version. A version never changes, so the browser keeps it forever (and checks its hash). */
export const GET = route({ kind: "read", permission: "models:read" }, async (request, _context, params) => {
  const parsed = paramsSchema.safeParse(params);
  if (!parsed.success) throw new AppError("request/not-found");
  const { name, version, file } = parsed.data;
  const opened = await openModelFile(`${name}/${version}`, file.join("/"));
  const about = { "content-type": opened.contentType, "content-length": String(opened.bytes) };
  if (opened.sha256 === null) {
    return new Response(opened.stream, { headers: { ...about, "cache-control": "no-cache" } });
  }
  const etag = `"${opened.sha256}"`;
  // a team's own model is not for a cache that others share
  const headers = { etag, "cache-control": "private, max-age=31536000, immutable" };
  if (request.headers.get("if-none-match") === etag) {
    await opened.stream.cancel();
    return new Response(null, { status: 304, headers });
  }
  return new Response(opened.stream, { headers: { ...headers, ...about } });
});
