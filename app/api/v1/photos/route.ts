import { libraryQuerySchema } from "@/lib/contracts/library";
import { readPhotoBody } from "@/server/api/photo-body";
import { route } from "@/server/api/route";
import { listLibrary } from "@/server/library/service";
import { savePhoto } from "@/server/photos/service";

export const dynamic = "force-dynamic";

/** The saved photos, the newest first: one page after the other by `?cursor=`. */
export const GET = route({ kind: "read", permission: "photos:read" }, async (request, { team }) => {
  const { classId, ...query } = libraryQuerySchema.parse(
    Object.fromEntries(new URL(request.url).searchParams),
  );
  const classIds = classId === undefined ? [] : [classId];
  return Response.json(await listLibrary(team.id, { ...query, classIds }), {
    headers: { "cache-control": "no-store" },
  });
});

/** Stores a photo (multipart field `photo`, or raw body with `?name=`). 201 for a new one, 200 for a known one. */
export const POST = route(
  { kind: "mutation", permission: "photos:write", limit: "upload" },
  async (request, { team }) => {
    const { bytes, name } = await readPhotoBody(request);
    const uploaded = await savePhoto({ ownerId: team.id, name, bytes });
    return Response.json(uploaded, { status: uploaded.alreadyStored ? 200 : 201 });
  },
);
