import { RECORDED_HEADER } from "@/lib/contracts/detection-events";
import { whoOf } from "@/server/api/context";
import { route } from "@/server/api/route";
import { answerStraight } from "@/server/api/straight";
import { answerDetect, serverTiming, withEvent } from "@/server/detection/detect-request";
import { hasAgreed } from "@/server/monitoring/recording/recording";
import { eventOf, recordServerRun } from "@/server/monitoring/recording/server-events";

export const dynamic = "force-dynamic";

/**
 * Detects what is in a photo (raw body, or multipart field `photo`); query `conf`, `iou`, `within` and `figures`. The photo is stored
 * nowhere; figures of it are, for somebody who agreed to that.
 */
export const POST = route(
  { kind: "mutation", permission: "detection:run", limit: "detect" },
  async (request, context) => {
    const isShown = new URL(request.url).searchParams.get("figures") === "show";
    const describe = isShown || (await hasAgreed(context.user.id));
    const answer = await answerDetect(request, { describe });
    const source = context.via === "key" ? "api" : "server";
    const run = answer.figures && { ...answer, figures: answer.figures };
    const recorded = run && !isShown ? recordServerRun(run, whoOf(context), source) : undefined;
    return new Response(run && isShown ? withEvent(answer, eventOf(run, source)) : answer.body, {
      headers: {
        "content-type": "application/json",
        "cache-control": "no-store",
        "server-timing": serverTiming(answer),
        ...(recorded ? { [RECORDED_HEADER]: `${recorded.id} ${recorded.at}` } : {}),
      },
    });
  },
);

// asked many times a second
answerStraight("POST /api/v1/detect", POST);
