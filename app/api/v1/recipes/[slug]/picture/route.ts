import { z } from "zod";
import { AppError } from "@/lib/core/errors";
import { imageResponse } from "@/server/api/image-response";
import { readPhotoBody } from "@/server/api/photo-body";
import { route } from "@/server/api/route";
import { addOwnPicture, openPicture } from "@/server/recipes/pictures/pictures";

export const dynamic = "force-dynamic";

const paramsSchema = z.object({ slug: z.string().min(1).max(80) });
const querySchema = z.object({ size: z.enum(["thumb", "full"]).default("full") });

function slugOf(params: Readonly<Record<string, unknown>>): string {
  const parsed = paramsSchema.safeParse(params);
  if (!parsed.success) throw new AppError("request/not-found");
  return parsed.data.slug;
}

/** A recipe's picture. Asked again each time, so that a removed one is gone at once; unchanged it is a 304. */
export const GET = route({ kind: "read", permission: "recipes:read" }, async (request, { team }, params) => {
  const { size } = querySchema.parse(Object.fromEntries(new URL(request.url).searchParams));
  return imageResponse(request, await openPicture(slugOf(params), size, team.id));
});

/** Puts a photo on one's own recipe; the body as for a photo. Answers with its id and the one it replaces. */
export const POST = route(
  { kind: "mutation", permission: "recipes:write", limit: "upload" },
  async (request, { team }, params) => {
    const { bytes } = await readPhotoBody(request);
    return Response.json(await addOwnPicture(slugOf(params), bytes, team.id), { status: 201 });
  },
);
