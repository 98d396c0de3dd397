import { AppError } from "@/lib/core/errors";
import { checkLength } from "@/server/api/read-body";
import { route } from "@/server/api/route";
import { MAX_ZIP_BYTES, receiveArchive, startUpload, zipTooLarge } from "@/server/datasets/import/uploads";
import { askTeamRoom } from "@/server/quotas/service";

export const dynamic = "force-dynamic";

/**
 * Takes a set to import: `?kind=zip&name=` with the archive as raw body (application/zip), streamed to disk; or
 * `?kind=folder&name=`, whose files are then sent one by one. 201 with the upload.
 */
export const POST = route(
  { kind: "mutation", permission: "datasets:write", limit: "import" },
  async (request, { team }) => {
    const query = new URL(request.url).searchParams;
    const name = query.get("name") ?? "";
    const isFolder = query.get("kind") === "folder";
    if (!isFolder) checkLength(request, MAX_ZIP_BYTES, zipTooLarge);
    // before any of it is sent: a browser tells the length of what it brings
    await askTeamRoom(team.id, Number(request.headers.get("content-length") ?? 0));
    if (isFolder) return Response.json(await startUpload(team.id, name, "folder"), { status: 201 });
    if (!request.body) throw new AppError("request/invalid", { facts: { field: "body" } });
    return Response.json(await receiveArchive(team.id, name, request.body), { status: 201 });
  },
);
