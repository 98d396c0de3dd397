import { z } from "zod";
import { saveCorrectionInputSchema } from "@/lib/contracts/corrections";
import { AppError } from "@/lib/core/errors";
import { readJsonBody } from "@/server/api/check-text";
import { whoOf } from "@/server/api/context";
import { route } from "@/server/api/route";
import { correctionHistory } from "@/server/corrections/service";
import { saveWhole } from "@/server/saves/service";

export const dynamic = "force-dynamic";

/** Room for the boxes of a photo. */
const MAX_BODY_BYTES = 4 * 1024 * 1024;

function photoOf({ id }: Readonly<Record<string, unknown>>): string {
  const parsed = z.uuid().safeParse(id);
  if (!parsed.success) throw new AppError("request/not-found");
  return parsed.data;
}

/** All corrections of a photo, the newest first. */
export const GET = route(
  { kind: "read", permission: "corrections:read" },
  async (_request, { team }, params) =>
    Response.json(await correctionHistory(team.id, photoOf(params)), {
      headers: { "cache-control": "no-store" },
    }),
);

/** Saves the boxes of a photo that is stored; `POST /api/v1/saves` stores both together. */
export const POST = route(
  { kind: "mutation", permission: "corrections:write" },
  async (request, context, params) => {
    const photoId = photoOf(params);
    const body = await readJsonBody(request, MAX_BODY_BYTES);
    const save = saveCorrectionInputSchema.parse({ ...z.looseObject({}).parse(body), photoId });
    return Response.json(await saveWhole(whoOf(context), save), { status: 201 });
  },
);
