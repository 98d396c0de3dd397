/** What a candidate must show before it may take the champion's place. Differences in mAP50 or AP50, 0..1. */
export interface GateRules {
  /** Of every interval, before Holm's correction. */
  readonly level: number;
  /** Each set's interval must lie above this. */
  readonly worstSet: number;
  /** At least one set's interval must lie above this. */
  readonly bestSet: number;
  /** No class's interval may lie wholly below this. */
  readonly worstClass: number;
  /** Sets with fewer photos are spot checks: shown, not judged. */
  readonly minPhotosOfSet: number;
  /** Classes with fewer boxes, or with boxes in fewer photos, are listed as not judged. */
  readonly minBoxesOfClass: number;
  readonly minPhotosOfClass: number;
  /** Largest size of what a browser downloads, as a multiple of the champion's. */
  readonly maxSizeRatio: number;
  /** Longest time of one photo in the browser's WASM runtime, as a multiple of the champion's. */
  readonly maxLatencyRatio: number;
}

export const GATE_RULES: GateRules = {
  level: 0.95,
  worstSet: -0.01,
  bestSet: 0,
  worstClass: -0.05,
  minPhotosOfSet: 30,
  minBoxesOfClass: 20,
  minPhotosOfClass: 10,
  maxSizeRatio: 1.25,
  maxLatencyRatio: 1.25,
};
