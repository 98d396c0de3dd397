import { EVENT_SCHEMA, type EventBatch, MOST_EVENTS } from "@/lib/contracts/detection-events";
import type { WaitingItem } from "./waiting-db";

/** As many as one request takes, the oldest first: a detection comes before what was changed of it. */
export function nextBatch(items: readonly WaitingItem[]): {
  readonly batch: EventBatch;
  readonly keys: readonly string[];
} {
  const taken = items.slice(0, MOST_EVENTS);
  return {
    keys: taken.map(({ key }) => key),
    batch: {
      schema: EVENT_SCHEMA,
      detections: taken.flatMap((item) => (item.kind === "detection" ? [item.event] : [])),
      outcomes: taken.flatMap((item) => (item.kind === "outcome" ? [item.outcome] : [])),
    },
  };
}

/** Gzipped where the browser can; the server sees which by the first bytes. */
export async function pack(batch: EventBatch): Promise<Blob> {
  const json = new Blob([JSON.stringify(batch)], { type: "application/octet-stream" });
  if (typeof CompressionStream === "undefined") return json;
  const packed = await new Response(json.stream().pipeThrough(new CompressionStream("gzip"))).arrayBuffer();
  return new Blob([packed], { type: "application/octet-stream" });
}
