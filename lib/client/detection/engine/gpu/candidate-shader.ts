import type { View } from "@/lib/client/detection/engine/view";
import { BEST_CLASSES } from "@/lib/core/detection/types";
import { BINDINGS } from "./shader";
import { GROUP_SIZE, startOf } from "./step";

/** Candidates that there is room for; where more are found, the whole output is read. */
export const MOST_CANDIDATES = 1024;
/** 32-bit numbers before the first candidate: how many there are, and the score from which on they count. */
export const HEADER = 4;
/** 32-bit numbers of a candidate: anchor, box, scores and rows of its best classes. */
export const RECORD = 1 + 4 + 2 * BEST_CLASSES;
export const FOUND_LENGTH = HEADER + MOST_CANDIDATES * RECORD;

/**
 * WGSL that finds the anchors with a score from a floor up, with their best classes, best first, the first row on a tie.
 * Scores are compared as whole numbers: a positive float's bits grow with its value, and NaN and negative ones count
 * as nothing, on any device.
 * @param detections [1, 4 + classes, anchors], in any order in memory
 */
export function candidateShader({ detections }: { detections: View }): { code: string; groups: number } {
  const [, rows = 0, anchors = 0] = detections.shape;
  const [, rowStep = 0, anchorStep = 0] = detections.strides;
  const code = `
struct Found { count: atomic<u32>, floor: u32, unused: vec2u, records: array<u32> }
@group(0) @binding(${BINDINGS.memory}) var<storage, read_write> memory: array<u32>;
@group(0) @binding(${BINDINGS.found}) var<storage, read_write> found: Found;
@compute @workgroup_size(${GROUP_SIZE})
fn main(@builtin(global_invocation_id) id: vec3u) {
  let anchor = id.x;
  if (anchor >= ${anchors}u) { return; }
  let first = ${startOf(detections)}u + anchor * ${anchorStep}u;
  let least = max(found.floor, 1u);
  var scores = array<u32, ${BEST_CLASSES}>();
  var rows = array<u32, ${BEST_CLASSES}>();
  for (var row = 0u; row < ${rows - 4}u; row++) {
    let score = memory[first + (row + 4u) * ${rowStep}u];
    if (score > 0x7f800000u || score < least || score <= scores[${BEST_CLASSES - 1}]) { continue; }
    var at = ${BEST_CLASSES - 1}u;
    while (at > 0u && scores[max(at, 1u) - 1u] < score) {
      scores[at] = scores[at - 1u];
      rows[at] = rows[at - 1u];
      at--;
    }
    scores[at] = score;
    rows[at] = row;
  }
  if (scores[0] == 0u) { return; }
  let place = atomicAdd(&found.count, 1u);
  if (place >= ${MOST_CANDIDATES}u) { return; }
  let record = place * ${RECORD}u;
  found.records[record] = anchor;
  for (var row = 0u; row < 4u; row++) { found.records[record + 1u + row] = memory[first + row * ${rowStep}u]; }
  for (var at = 0u; at < ${BEST_CLASSES}u; at++) {
    found.records[record + 5u + at] = scores[at];
    found.records[record + ${5 + BEST_CLASSES}u + at] = rows[at];
  }
}
`;
  return { code, groups: Math.ceil(anchors / GROUP_SIZE) };
}

/**
 * The anchors that were found, in their order, as an output of fewer anchors: classes beyond the best are zero in it.
 * Decoding it gives what decoding the whole output gives.
 * @param found as the shader wrote it
 * @returns [4 + classes, found anchors] row-major; undefined where there was no room for all
 */
export function readFound(found: Uint32Array, classCount: number): Float32Array | undefined {
  const count = found[0]!;
  if (count > MOST_CANDIDATES) return undefined;
  const records = Array.from({ length: count }, (_, at) => HEADER + at * RECORD);
  // the order in which threads came is another one each time
  records.sort((a, b) => found[a]! - found[b]!);
  const output = new Uint32Array((4 + classCount) * count);
  records.forEach((record, index) => {
    for (let row = 0; row < 4; row++) output[row * count + index] = found[record + 1 + row]!;
    for (let at = 0; at < BEST_CLASSES; at++) {
      const score = found[record + 5 + at]!;
      const row = found[record + 5 + BEST_CLASSES + at]!;
      if (score > 0) output[(4 + row) * count + index] = score;
    }
  });
  return new Float32Array(output.buffer);
}
