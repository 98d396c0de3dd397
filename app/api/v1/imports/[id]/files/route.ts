import { AppError } from "@/lib/core/errors";
import { route } from "@/server/api/route";
import { uploadFile } from "@/server/datasets/import/service";

export const dynamic = "force-dynamic";

/** Takes one file of a folder: raw body, its place in the folder as `?path=`. */
export const POST = route(
  { kind: "mutation", permission: "datasets:write" },
  async (request, { user }, { id }) => {
    const filePath = new URL(request.url).searchParams.get("path");
    if (!filePath || typeof id !== "string")
      throw new AppError("request/invalid", { facts: { field: "path" } });
    await uploadFile(user.id, { uploadId: id, filePath }, request.body);
    return new Response(null, { status: 204 });
  },
);
