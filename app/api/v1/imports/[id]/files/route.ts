import { AppError } from "@/lib/core/errors";
import { checkLength } from "@/server/api/read-body";
import { route } from "@/server/api/route";
import { MAX_SET_FILE_UPLOAD_BYTES, setFileTooLarge, uploadFile } from "@/server/datasets/import/uploads";

export const dynamic = "force-dynamic";

/** Takes one file of a folder: raw body, its path in the folder as `?path=`. */
export const POST = route(
  { kind: "mutation", permission: "datasets:write", limit: "upload" },
  async (request, { team }, { id }) => {
    const filePath = new URL(request.url).searchParams.get("path");
    if (!filePath || typeof id !== "string")
      throw new AppError("request/invalid", { facts: { field: "path" } });
    checkLength(request, MAX_SET_FILE_UPLOAD_BYTES, () => setFileTooLarge(filePath));
    await uploadFile(team.id, { uploadId: id, filePath }, request.body);
    return new Response(null, { status: 204 });
  },
);
