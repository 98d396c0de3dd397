import { route } from "@/server/api/route";
import { answerDetect, serverTiming } from "@/server/detection/detect-request";

export const dynamic = "force-dynamic";

/** Detects what is in a photo (raw body, or multipart field `photo`); query `conf`, `iou` and `within`. Nothing is stored. */
export const POST = route(
  { kind: "mutation", permission: "detection:run", limit: "detect" },
  async (request) => {
    const answer = await answerDetect(request);
    return new Response(answer.body, {
      headers: {
        "content-type": "application/json",
        "cache-control": "no-store",
        "server-timing": serverTiming(answer),
      },
    });
  },
);
