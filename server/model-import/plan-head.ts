import type { Head } from "@/lib/contracts/model-upload";
import { AppError } from "@/lib/core/errors";
import { encodeModel } from "@/server/converter/onnx/read-onnx";
import { inputFor } from "@/server/converter/parity/golden";
import { DETECTIONS } from "@/server/converter/parity/names";
import { runOnnx } from "@/server/converter/parity/run-onnx";
import { placeCentres } from "./anchor-counts";
import { type HeadPlan, normaliseHead } from "./normalise-head";
import { refuseModel } from "./prepare-model";
import type { ReadModel } from "./read-head";

const SEED = 7;

/**
 * Tells corners from centre and size by an answer to a test picture: a box is around its own place, so its middle is
 * near that, and its first corner is half a box away.
 * @param detections [rows, anchors], the first four rows the boxes
 */
export function areCorners(detections: Float32Array, anchors: number, inputSize: number): boolean {
  const centres = placeCentres(anchors, inputSize);
  if (!centres) return false;
  let asCorners = 0;
  let asCentre = 0;
  centres.forEach(([x, y], i) => {
    const [a = 0, b = 0, c = 0, d = 0] = [0, 1, 2, 3].map((row) => detections[row * anchors + i]);
    asCorners += Math.abs((a + c) / 2 - x) + Math.abs((b + d) / 2 - y);
    asCentre += Math.abs(a - x) + Math.abs(b - y);
  });
  return asCorners < asCentre;
}

/** @throws AppError model/not-fitting for a network that ONNX Runtime cannot run: its message is the reason */
async function tryOnce(bytes: Uint8Array, input: string, inputSize: number) {
  const outputs = await runOnnx(bytes, { [input]: inputFor(inputSize, SEED, "nchw") }).catch(
    (cause: unknown) => {
      const words = cause instanceof Error ? cause.message.replace(/^\/\S+ (?:void )?/, "") : "";
      throw new AppError("model/not-fitting", {
        facts: {
          reason: `ONNX Runtime cannot run it (${words.split("\n")[0]?.slice(0, 160)})`,
          advice: "export it again (yolo export format=onnx)",
        },
        cause,
      });
    },
  );
  return outputs[DETECTIONS];
}

/** Runs the network up to its choice, as if its boxes were centres, and looks where they lie. */
async function givesCorners({ model, input, inputSize }: ReadModel, plan: HeadPlan): Promise<boolean> {
  const bytes = encodeModel(normaliseHead(model, plan));
  const found = await tryOnce(bytes, input, inputSize);
  return found ? areCorners(found.data, found.shape[2] ?? 0, inputSize) : false;
}

/** Boxes so near the corner, and so small, are no boxes in px. */
const NEAR_PX = 16;
const MOSTLY = 0.9;
/** On a smaller picture everything is near. */
const LEAST_SIZE = 128;

/**
 * True when the first four rows cannot be boxes in px of the picture: nearly all of them lie in its corner, as offsets
 * in a grid do (raw YOLOX), or shares of the picture.
 * @param detections [rows, anchors], the first four rows centre and size
 */
export function areUndecoded(detections: Float32Array, anchors: number, inputSize: number): boolean {
  if (inputSize < LEAST_SIZE || anchors === 0) return false;
  let near = 0;
  for (let i = 0; i < anchors; i++) {
    if ([0, 1, 2, 3].every((row) => Math.abs(detections[row * anchors + i] ?? 0) < NEAR_PX)) near++;
  }
  return near > MOSTLY * anchors;
}

/** @throws AppError model/not-fitting when its boxes are no boxes yet */
async function checkDecoded({ model, input, inputSize }: ReadModel, plan: HeadPlan): Promise<void> {
  const bytes = encodeModel(normaliseHead(model, plan));
  const found = await tryOnce(bytes, input, inputSize);
  if (!found || !areUndecoded(found.data, found.shape[2] ?? 0, inputSize)) return;
  refuseModel(
    "its boxes are not in px: they are offsets in a grid, as YOLOX gives them raw, or shares of the picture",
    "export it with its boxes decoded (for YOLOX: --decode_in_inference) and bring that",
  );
}

/**
 * Settles how a network is rewritten.
 * @throws AppError model/not-fitting when its boxes are not decoded, model/head-unclear when it cannot be read as the head that was chosen
 */
export async function planHead(read: ReadModel, head: Head): Promise<HeadPlan> {
  const classes = read.heads.find((one) => one.head === head)?.classes;
  if (classes === undefined) {
    throw new AppError("model/head-unclear", { facts: { shape: read.shape.join("×") } });
  }
  const { choice } = read;
  if (!choice) {
    const anchorsFirst = head !== "anchors-last";
    const plan = { head, output: read.output, classes, anchorsFirst, corners: false };
    await checkDecoded(read, plan);
    return plan;
  }
  const plan = { head, output: choice.tensor, classes, anchorsFirst: choice.anchorsFirst, corners: false };
  // a head without NMS gives corners; one with it may be given either
  return { ...plan, corners: !choice.isNms || (await givesCorners(read, plan)) };
}
