import { savePhotoInputSchema } from "@/lib/contracts/corrections";
import { whoOf } from "@/server/api/context";
import { readSaveBody } from "@/server/api/photo-body";
import { route } from "@/server/api/route";
import { savePhotoWhole } from "@/server/saves/service";

export const dynamic = "force-dynamic";

/** Stores a photo and its first correction together (multipart fields `photo` and `save`). Returns the correction. */
export const POST = route(
  { kind: "mutation", permission: "corrections:write", limit: "upload" },
  async (request, context) => {
    const { save, ...photo } = await readSaveBody(request);
    const saved = await savePhotoWhole(whoOf(context), photo, savePhotoInputSchema.parse(save));
    return Response.json(saved, { status: 201 });
  },
);
