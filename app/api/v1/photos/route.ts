import { readPhotoBody } from "@/server/api/photo-body";
import { route } from "@/server/api/route";
import { savePhoto } from "@/server/photos/service";

export const dynamic = "force-dynamic";

/** Stores a photo (multipart field `photo`, or raw body with `?name=`). 201 for a new one, 200 for a known one. */
export const POST = route(
  { kind: "mutation", permission: "photos:write", limit: "upload" },
  async (request, { team }) => {
    const { bytes, name } = await readPhotoBody(request);
    const uploaded = await savePhoto({ ownerId: team.id, name, bytes });
    return Response.json(uploaded, { status: uploaded.alreadyStored ? 200 : 201 });
  },
);
