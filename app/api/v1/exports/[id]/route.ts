import { z } from "zod";
import { route } from "@/server/api/route";
import { openExport } from "@/server/datasets/export/exports";

export const dynamic = "force-dynamic";

/** The archive that an export job wrote. */
export const GET = route(
  { kind: "read", permission: "datasets:read" },
  async (_request, { team }, { id }) => {
    const { stream, bytes, fileName } = await openExport(team.id, z.uuid().parse(id));
    return new Response(stream, {
      headers: {
        "content-type": "application/zip",
        "content-length": String(bytes),
        "content-disposition": `attachment; filename="${fileName}"`,
        "cache-control": "no-store",
      },
    });
  },
);
