import { z } from "zod";
import { whoOf } from "@/server/api/context";
import { route } from "@/server/api/route";
import { openTakeout } from "@/server/takeout/takeout-job";

export const dynamic = "force-dynamic";

/** The archive of somebody's data that a job wrote, for that person alone. */
export const GET = route({ kind: "read", permission: "account:read" }, async (_request, context, { id }) => {
  const { stream, bytes, fileName } = await openTakeout(whoOf(context), z.uuid().parse(id));
  return new Response(stream, {
    headers: {
      "content-type": "application/zip",
      "content-length": String(bytes),
      "content-disposition": `attachment; filename="${fileName}"`,
      "cache-control": "no-store",
    },
  });
});
