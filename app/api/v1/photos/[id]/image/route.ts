import { z } from "zod";
import { AppError } from "@/lib/core/errors";
import { imageResponse } from "@/server/api/image-response";
import { route } from "@/server/api/route";
import { openPhotoImage } from "@/server/photos/service";

export const dynamic = "force-dynamic";

const paramsSchema = z.object({ id: z.uuid() });
const querySchema = z.object({ size: z.enum(["thumb", "full"]).default("full") });

/** A stored photo's picture. Asked again each time, so that a deleted photo is gone at once; unchanged it is a 304. */
export const GET = route({ kind: "read", permission: "photos:read" }, async (request, { team }, params) => {
  const parsed = paramsSchema.safeParse(params);
  if (!parsed.success) throw new AppError("request/not-found");
  const { size } = querySchema.parse(Object.fromEntries(new URL(request.url).searchParams));
  const image = await openPhotoImage(team.id, parsed.data.id, size);
  return imageResponse(request, image);
});
