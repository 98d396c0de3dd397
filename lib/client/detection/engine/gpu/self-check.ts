import { Engine } from "@/lib/client/detection/engine/engine";
import { instructionSet } from "@/lib/client/detection/engine/instruction-set";
import { EngineUnsupported } from "@/lib/client/detection/engine/shapes";
import type { Graph } from "@/lib/client/detection/graph/graph-model";
import { parityInput } from "@/lib/core/detection/parity-input";

/** What two runtimes may differ by, as `models/parity` has it. */
const BOUNDS = { boxPx: 0.02, score: 0.0005, feature: 0.002 } as const;

export interface CheckOutputs {
  /** [4 + classes, anchors] row-major */
  readonly detections: Float32Array;
  readonly features: Float32Array;
}

/** A made-up picture and what the WASM engine makes of it. A graphics card whose driver is wrong is found out by it. */
export interface SelfCheck {
  readonly input: Float32Array;
  readonly expected: CheckOutputs;
  readonly anchors: number;
}

/** @throws EngineUnsupported if this device cannot check: no vector instructions, or an input that is no square photo */
export function makeSelfCheck(graph: Graph): SelfCheck {
  const { shape } = graph.input;
  const [batch, height = 0, width, channels] = shape;
  if (batch !== 1 || height !== width || channels !== 3) throw new EngineUnsupported(`an input of ${shape}`);
  const instructions = instructionSet();
  if (instructions === "scalar") throw new EngineUnsupported("a check without vector instructions");
  const input = parityInput(height, 1, "nhwc");
  const engine = new Engine(graph, { fused: instructions === "fused" });
  const { detections, features = new Float32Array() } = engine.run(input);
  if (!detections) throw new EngineUnsupported("a network without detections");
  return { input, expected: { detections, features }, anchors: engine.outputShape("detections")[2] ?? 0 };
}

/** What is wrong with a backend's answer to the made-up picture; undefined if nothing is. */
export function differenceIn(got: CheckOutputs, { expected, anchors }: SelfCheck): string | undefined {
  const boxes = 4 * anchors;
  const differences = [
    ["box px", BOUNDS.boxPx, greatest(got.detections, expected.detections, 0, boxes)],
    ["score", BOUNDS.score, greatest(got.detections, expected.detections, boxes)],
    ["feature", BOUNDS.feature, greatest(got.features, expected.features, 0)],
  ] as const;
  const wrong = differences.find(([, bound, difference]) => !(difference <= bound));
  if (!wrong) return undefined;
  const [what, , difference] = wrong;
  return `answers differ from WASM: ${what} by ${Number.isFinite(difference) ? difference.toPrecision(3) : "any amount"}`;
}

function greatest(got: Float32Array, expected: Float32Array, from: number, to = expected.length): number {
  if (got.length !== expected.length) return Number.POSITIVE_INFINITY;
  let most = 0;
  for (let at = from; at < to; at++) {
    const difference = Math.abs(got[at]! - expected[at]!);
    if (!(difference <= most)) most = difference;
    if (Number.isNaN(difference)) return Number.POSITIVE_INFINITY;
  }
  return most;
}

/**
 * What is wrong with the anchors that were found: all of the whole output that reach the floor must be among them, as
 * they are.
 */
export function differenceInFound(
  found: Float32Array,
  whole: Float32Array,
  { anchors, floor }: { readonly anchors: number; readonly floor: number },
): string | undefined {
  const rows = whole.length / anchors;
  const kept = scoresOf(whole, anchors).flatMap((score, anchor) => (score >= floor ? [anchor] : []));
  if (found.length !== rows * kept.length) {
    return `${found.length / rows} candidates found of ${kept.length}`;
  }
  const isSame = kept.every((anchor, index) => {
    const own = (values: Float32Array, count: number, at: number) =>
      Array.from({ length: rows }, (_, row) => values[row * count + at]!);
    const [a, b] = [own(found, kept.length, index), own(whole, anchors, anchor)];
    return (
      [0, 1, 2, 3].every((row) => a[row] === b[row]) && Math.max(...a.slice(4)) === Math.max(...b.slice(4))
    );
  });
  return isSame ? undefined : "candidates differ from the whole output";
}

/** The best score of each anchor. */
function scoresOf(whole: Float32Array, anchors: number): number[] {
  const best = new Array<number>(anchors).fill(0);
  for (let at = 4 * anchors; at < whole.length; at++) {
    best[at % anchors] = Math.max(best[at % anchors]!, whole[at]!);
  }
  return best;
}

/** A score that a fair part of the anchors reach, and no more than there is room for. */
export function floorFor(whole: Float32Array, anchors: number): number {
  const scores = scoresOf(whole, anchors).toSorted((a, b) => b - a);
  return scores[Math.min(100, Math.floor(anchors / 2))] ?? 0;
}
