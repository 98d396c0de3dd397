import { errorResponse } from "@/server/api/error-mapping";
import { guardMutation } from "@/server/api/guard";
import { answerDetect } from "@/server/detection/detect-request";

export const dynamic = "force-dynamic";

/** Detects what is in a photo (raw body, or multipart field `photo`); query `conf` and `iou`. Nothing is stored. */
export async function POST(request: Request): Promise<Response> {
  try {
    guardMutation(request);
    return Response.json(await answerDetect(request), { headers: { "cache-control": "no-store" } });
  } catch (error) {
    return errorResponse(error);
  }
}
