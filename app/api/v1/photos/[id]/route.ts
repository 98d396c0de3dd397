import { z } from "zod";
import { AppError } from "@/lib/core/errors";
import { route } from "@/server/api/route";
import { getEntry } from "@/server/library/service";

export const dynamic = "force-dynamic";

/** A saved photo with its newest correction. */
export const GET = route({ kind: "read", permission: "photos:read" }, async (_request, { team }, params) => {
  const id = z.uuid().safeParse(params.id);
  if (!id.success) throw new AppError("request/not-found");
  return Response.json(await getEntry(team.id, id.data), { headers: { "cache-control": "no-store" } });
});
