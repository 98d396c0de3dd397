import { route } from "@/server/api/route";
import { answerDetect } from "@/server/detection/detect-request";

export const dynamic = "force-dynamic";

/** Detects what is in a photo (raw body, or multipart field `photo`); query `conf` and `iou`. Nothing is stored. */
export const POST = route(
  { kind: "mutation", permission: "detection:run", limit: "detect" },
  async (request) => Response.json(await answerDetect(request), { headers: { "cache-control": "no-store" } }),
);
