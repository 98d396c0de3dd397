import { Readable } from "node:stream";
import { route } from "@/server/api/route";
import { exportRecipes } from "@/server/recipes/export/export-recipes";

export const dynamic = "force-dynamic";

/** The person's own recipes as JSON-LD, to keep or to take elsewhere. */
export const GET = route({ kind: "read", permission: "recipes:read" }, async (_request, { user }) => {
  const body = Readable.toWeb(Readable.from(exportRecipes(user.id))) as ReadableStream;
  return new Response(body.pipeThrough(toBytes()), {
    headers: {
      "content-type": "application/ld+json",
      "content-disposition": 'attachment; filename="forage-recipes.jsonld"',
      "cache-control": "no-store",
    },
  });
});

function toBytes(): TransformStream<string, Uint8Array> {
  const encoder = new TextEncoder();
  return new TransformStream({
    transform: (text, controller) => controller.enqueue(encoder.encode(text)),
  });
}
