import { ANY_CLASS, NonMaximumSuppression } from "./non-maximum-suppression";
import type { Candidates, Detection, DetectionFilter } from "./types";

/**
 * What the sliders show: score filter, class visibility, then class-aware greedy NMS. Built for a drag: candidates
 * are already best first, so it stops at the lowest threshold or at `maxDetections`, compares a candidate only with
 * kept boxes of its own class, and allocates nothing per candidate it drops.
 * @param candidates best score first (as `decodeCandidates` gives them); not mutated
 * @param filter a score equal to its threshold is kept; only an IoU strictly above `iou` suppresses
 * @returns survivors, best score first; ties keep candidate order. Those that are some food without a name are among them:
 * `namedOnly` leaves them out
 * @throws RangeError if a threshold is outside [0, 1] or `maxDetections` is negative
 * Source: Girshick et al. 2014, arXiv:1311.2524, section 2.2
 */
export function filterCandidates(candidates: Candidates, filter: DetectionFilter): Detection[] {
  assertFilter(filter);
  const { count, boxes, scores, classIds, naming } = candidates;
  const thresholds = thresholdsByClass(candidates, filter);
  let lowest = Number.POSITIVE_INFINITY;
  for (let id = 0; id < thresholds.length; id++) lowest = Math.min(lowest, thresholds[id]!);

  const capacity = Math.min(count, filter.maxDetections);
  const kept = new NonMaximumSuppression(capacity, thresholds.length);
  const detections: Detection[] = [];
  for (let candidate = 0; candidate < count && detections.length < capacity; candidate++) {
    const score = scores[candidate]!;
    if (score < lowest) break;
    const classId = classIds[candidate]!;
    if (score < thresholds[classId]!) continue;
    const at = candidate * 4;
    const likelihood = naming?.likelihoods[candidate];
    const isUnknown = naming !== undefined && likelihood! < naming.from;
    // without a name a box has no class to differ by
    if (kept.suppresses(boxes, at, isUnknown ? ANY_CLASS : classId, filter.iou)) continue;
    kept.add(boxes, at, classId);
    const box = { x1: boxes[at]!, y1: boxes[at + 1]!, x2: boxes[at + 2]!, y2: boxes[at + 3]! };
    const alternatives = candidates.others?.[candidate];
    detections.push({
      ...{ box, score, classId, candidate },
      ...(alternatives?.length ? { alternatives } : {}),
      ...(likelihood === undefined ? {} : { likelihood }),
      ...(isUnknown ? { isUnknown } : {}),
    });
  }
  return detections;
}

/** Detections that have a name: what counts, is saved, cooked and measured by name. */
export function namedOnly(detections: readonly Detection[]): Detection[] {
  return detections.filter(({ isUnknown }) => !isUnknown);
}

function assertFilter(filter: DetectionFilter): void {
  for (const threshold of [filter.confidence, filter.iou, ...Object.values(filter.confidenceByClass)]) {
    if (!(threshold >= 0 && threshold <= 1)) throw new RangeError(`threshold outside [0, 1]: ${threshold}`);
  }
  if (!(filter.maxDetections >= 0)) throw new RangeError(`maxDetections is ${filter.maxDetections}`);
}

/** [highest class id + 1] score threshold of each class as 32-bit floats, which the scores are; infinite = hidden. */
function thresholdsByClass({ count, classIds }: Candidates, filter: DetectionFilter): Float32Array {
  let highest = -1;
  for (let index = 0; index < count; index++) highest = Math.max(highest, classIds[index]!);
  const thresholds = new Float32Array(highest + 1).fill(filter.confidence);
  for (const [id, confidence] of Object.entries(filter.confidenceByClass)) {
    if (Number(id) <= highest) thresholds[Number(id)] = confidence;
  }
  for (const id of filter.hiddenClasses) if (id <= highest) thresholds[id] = Number.POSITIVE_INFINITY;
  return thresholds;
}
