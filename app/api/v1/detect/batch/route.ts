import { countRequest } from "@/server/api/acting";
import { whoOf } from "@/server/api/context";
import { route } from "@/server/api/route";
import { answerBatch } from "@/server/detection/detect-request";
import { hasAgreed } from "@/server/monitoring/recording/recording";
import { recordServerRun } from "@/server/monitoring/recording/server-events";

export const dynamic = "force-dynamic";

/**
 * Detects what is in several photos (multipart fields `photo`); query as for one. Each counts as one request. No photo is stored; figures of
 * it are, for somebody who agreed to that.
 */
export const POST = route(
  { kind: "mutation", permission: "detection:run", limit: "detect" },
  async (request, context) => {
    const source = context.via === "key" ? "api" : "server";
    const answer = await answerBatch(request, {
      async count(photos) {
        for (let photo = 0; photo < photos; photo++) await countRequest(context, "detect", request.headers);
      },
      describe: await hasAgreed(context.user.id),
      onAnswer({ figures, ...rest }) {
        if (figures) recordServerRun({ ...rest, figures }, whoOf(context), source);
      },
    });
    return Response.json(answer, { headers: { "cache-control": "no-store" } });
  },
);
