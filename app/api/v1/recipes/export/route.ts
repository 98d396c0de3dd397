import { Readable } from "node:stream";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { route } from "@/server/api/route";
import { recordNow } from "@/server/audit/service";
import { exportCookbook } from "@/server/recipes/export/cookbook";
import { ARCHIVE_FORMATS, exportArchive } from "@/server/recipes/export/export-archive";
import { exportRecipes } from "@/server/recipes/export/export-recipes";

export const dynamic = "force-dynamic";

const querySchema = z.object({
  /** `document` is one JSON-LD document of texts alone; the others have the pictures. */
  format: z.enum(["document", "cookbook", ...ARCHIVE_FORMATS]).default("document"),
});

/** The person's own recipes, to keep, to print or to take elsewhere. */
export const GET = route(
  { kind: "read", permission: "recipes:read", limit: "export" },
  async (request, { team }) => {
    const { format } = querySchema.parse(Object.fromEntries(new URL(request.url).searchParams));
    await recordNow({ action: "data/exported", facts: { recipes: true, format } });
    if (format === "document")
      return download(Readable.from(exportRecipes(team.id)), "application/ld+json", "forage-recipes.jsonld");
    if (format === "cookbook")
      return download(
        await exportCookbook(team.id, await cookbookWords()),
        "application/pdf",
        "cookbook.pdf",
      );
    return download(await exportArchive(team.id, format), "application/zip", `forage-recipes-${format}.zip`);
  },
);

async function cookbookWords() {
  const t = await getTranslations("recipes.cookbook");
  return {
    title: t("title"),
    contents: t("contents"),
    ingredients: t("ingredients"),
    method: t("method"),
    notes: t("notes"),
    servings: (count: number) => t("servings", { count }),
    missing: (count: number) => t("missing", { count }),
  };
}

function download(content: Readable, type: string, name: string): Response {
  const body = Readable.toWeb(content) as ReadableStream<string | Uint8Array>;
  return new Response(body.pipeThrough(toBytes()), {
    headers: {
      "content-type": type,
      "content-disposition": `attachment; filename="${name}"`,
      "cache-control": "no-store",
    },
  });
}

function toBytes(): TransformStream<string | Uint8Array, Uint8Array> {
  const encoder = new TextEncoder();
  return new TransformStream({
    transform: (part, controller) =>
      controller.enqueue(typeof part === "string" ? encoder.encode(part) : part),
  });
}
