import { z } from "zod";
import { AppError } from "@/lib/core/errors";
import { route } from "@/server/api/route";
import { openRunFile } from "@/server/training/run-files";

export const dynamic = "force-dynamic";

const paramsSchema = z.object({ path: z.array(z.string()).min(1).max(6) });

/** A picture of a training run: its contact sheet, a photo it was measured on. */
export const GET = route(
  { kind: "read", permission: "training:read" },
  async (_request, _context, params) => {
    const parsed = paramsSchema.safeParse(params);
    if (!parsed.success) throw new AppError("request/not-found");
    const { bytes, contentType } = await openRunFile(parsed.data.path);
    return new Response(bytes, {
      headers: { "content-type": contentType, "cache-control": "private, max-age=3600" },
    });
  },
);
