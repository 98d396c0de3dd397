import { countRequest } from "@/server/api/acting";
import { route } from "@/server/api/route";
import { answerBatch } from "@/server/detection/detect-request";

export const dynamic = "force-dynamic";

/** Detects what is in several photos (multipart fields `photo`); query as for one. Each counts as one request. Nothing is stored. */
export const POST = route(
  { kind: "mutation", permission: "detection:run", limit: "detect" },
  async (request, context) => {
    const answer = await answerBatch(request, async (photos) => {
      for (let photo = 0; photo < photos; photo++) await countRequest(context, "detect", request.headers);
    });
    return Response.json(answer, { headers: { "cache-control": "no-store" } });
  },
);
