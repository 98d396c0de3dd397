import { z } from "zod";
import { route } from "@/server/api/route";
import { openPreview } from "@/server/datasets/import/start-import";

export const dynamic = "force-dynamic";

const paramsSchema = z.object({ id: z.uuid(), index: z.coerce.number().int().min(0).max(99) });

/** A picture of a set that is not imported yet, WebP. */
export const GET = route(
  { kind: "read", permission: "datasets:read" },
  async (_request, { team }, params) => {
    const { id, index } = paramsSchema.parse(params);
    const bytes = await openPreview(team.id, id, index);
    return new Response(new Uint8Array(bytes), {
      headers: { "content-type": "image/webp", "cache-control": "no-store" },
    });
  },
);
