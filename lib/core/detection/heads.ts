/** Writes an anchor's box as left, top, right, bottom in model px. @param output [rows, anchorCount] row-major */
type ReadBox = (output: Float32Array, anchor: number, anchorCount: number, into: Float64Array) => void;

/** Rows are centre and size, as YOLO networks answer. */
const readCentreAndSize: ReadBox = (output, anchor, anchorCount, into) => {
  const centreX = output[anchor]!;
  const centreY = output[anchorCount + anchor]!;
  const halfWidth = output[2 * anchorCount + anchor]! / 2;
  const halfHeight = output[3 * anchorCount + anchor]! / 2;
  into[0] = centreX - halfWidth;
  into[1] = centreY - halfHeight;
  into[2] = centreX + halfWidth;
  into[3] = centreY + halfHeight;
};

/** Rows are left, top, right, bottom, as torchvision's detectors answer. */
const readCorners: ReadBox = (output, anchor, anchorCount, into) => {
  for (let row = 0; row < 4; row++) into[row] = output[row * anchorCount + anchor]!;
};

/**
 * What the first four rows of a network's output mean, by the name in its manifest. The rows behind them are scores of
 * the classes in 0..1. `training/src/forage_training/evaluation/heads.py` has the same names.
 */
export const HEADS = { "yolo-v8": readCentreAndSize, corners: readCorners } as const;
export type ModelHead = keyof typeof HEADS;
export const MODEL_HEADS = Object.keys(HEADS) as [ModelHead, ...ModelHead[]];
export const USUAL_HEAD: ModelHead = "yolo-v8";
