import { type DetectionEvent, EVENT_SCHEMA, type OutcomeChanges } from "@/lib/contracts/detection-events";
import type { Who } from "@/lib/contracts/who";
import type { EventRow, NewEventRow } from "./repository";

/** A row's place in the random sample, made from the event's id, so that an event sent again has the same. */
export function sampleKeyOf(id: string): number {
  // FNV-1a, then a last mix: ids that people's programs make may differ in few places
  let hash = 0x811c9dc5;
  for (const letter of id) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  // 24 bits, as many as the column's numbers hold
  return ((hash ^ (hash >>> 16)) >>> 8) / 2 ** 24;
}

export function toRow(event: DetectionEvent, { userId, teamId }: Who, at: Date): NewEventRow {
  const { latency, photo, boxes, sliders } = event;
  const { count: boxCount, unnamed, topScore, meanScore, scores, areas, aspects, positions } = boxes;
  const { queueMs = null, ...times } = latency;
  return {
    at,
    id: event.id,
    userId,
    teamId,
    sampleKey: sampleKeyOf(event.id),
    source: event.source,
    modelId: event.modelId,
    backend: event.backend,
    device: event.device,
    browser: event.browser,
    sampleShare: event.sampleShare,
    queueMs,
    ...times,
    ...photo,
    ...{ boxCount, unnamed, topScore, meanScore },
    ...{ scores: [...scores], areas: [...areas], aspects: [...aspects], positions: [...positions] },
    classIds: boxes.byClass.map(([classId]) => classId),
    classBoxes: boxes.byClass.map(([, classBoxes]) => classBoxes),
    classScores: boxes.byClass.map(([, , classScores]) => classScores),
    sketch: event.sketch && [...event.sketch],
    confidence: sliders?.confidence ?? null,
    iou: sliders?.iou ?? null,
    hiddenClasses: sliders?.hiddenClasses ?? null,
    classThresholds: sliders?.classThresholds ?? null,
  };
}

/** The event as it was sent, for the person who sent it. */
export function toEvent(row: EventRow): DetectionEvent {
  const { width, height, brightness, contrast, saturation, sharpness } = row;
  const { decodeMs, preprocessMs, inferenceMs, postprocessMs, totalMs, recordMs } = row;
  const { unnamed, topScore, meanScore, scores, areas, aspects, positions } = row;
  const hasSliders = row.confidence !== null && row.iou !== null;
  return {
    schema: EVENT_SCHEMA,
    id: row.id,
    at: row.at.toISOString(),
    source: row.source as DetectionEvent["source"],
    modelId: row.modelId,
    backend: row.backend as DetectionEvent["backend"],
    device: row.device as DetectionEvent["device"],
    browser: row.browser as DetectionEvent["browser"],
    sampleShare: row.sampleShare,
    latency: {
      ...(row.queueMs === null ? {} : { queueMs: row.queueMs }),
      ...{ decodeMs, preprocessMs, inferenceMs, postprocessMs, totalMs, recordMs },
    },
    photo: { width, height, brightness, contrast, saturation, sharpness },
    boxes: {
      ...{ count: row.boxCount, unnamed, topScore, meanScore, scores, areas, aspects, positions },
      byClass: row.classIds.map(
        (classId, at) => [classId, row.classBoxes[at] ?? 0, row.classScores[at] ?? 0] as const,
      ),
    },
    sketch: row.sketch,
    sliders: hasSliders
      ? {
          confidence: row.confidence ?? 0,
          iou: row.iou ?? 0,
          hiddenClasses: row.hiddenClasses ?? 0,
          classThresholds: row.classThresholds ?? 0,
        }
      : null,
  };
}

/** What the person changed afterwards; null where they have not saved. */
export function changesOf(row: EventRow): OutcomeChanges | null {
  const { kept, added, deleted, renamed, moved } = row;
  if (kept === null) return null;
  return { kept, added: added ?? 0, deleted: deleted ?? 0, renamed: renamed ?? 0, moved: moved ?? 0 };
}
