import { whoOf } from "@/server/api/context";
import { route } from "@/server/api/route";
import { readBatch } from "@/server/monitoring/recording/read-batch";
import { storeBatch } from "@/server/monitoring/recording/recording";

export const dynamic = "force-dynamic";

/** Takes figures of the caller's own detections, which they agreed to send; never a photo. JSON, gzipped or not. */
export const POST = route(
  { kind: "mutation", permission: "detection:run", limit: "usual" },
  async (request, context) => {
    const batch = await readBatch(request);
    const source = context.via === "key" ? "api" : "page";
    const detections = batch.detections.map((event) => ({ ...event, source }) as const);
    return Response.json(await storeBatch(whoOf(context), { ...batch, detections }));
  },
);
