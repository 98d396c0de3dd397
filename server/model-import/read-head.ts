import type { Head } from "@/lib/contracts/model-upload";
import { AppError } from "@/lib/core/errors";
import type { ModelProto } from "@/server/converter/onnx/proto";
import { ANCHOR_BOXES, isPlaceCount } from "./anchor-counts";
import { type BeforeChoice, findChoice } from "./find-choice";
import { isClassifier, nameFamily } from "./name-family";
import { metadataOf, type PreparedModel, prepareModel, refuseModel, tensorShapeOf } from "./prepare-model";
import { readNames } from "./read-names";

interface PossibleHead {
  readonly head: Head;
  readonly classes: number;
}

export interface ReadModel extends PreparedModel {
  readonly output: string;
  readonly shape: readonly number[];
  readonly names: readonly string[];
  /** How the output may be read, the likelier first. */
  readonly heads: readonly PossibleHead[];
  /** Of a network that chooses its best boxes itself. */
  readonly choice: BeforeChoice | undefined;
}

/** Rows more than this are anchors: no detector has as many classes. */
const MOST_CLASSES = 2_000;

/** What else YOLO networks are made for, by the `task` in their metadata. */
const OTHER_TASKS: Readonly<Record<string, string>> = {
  classify: "it is a classification network, which gives a photo one name and no boxes",
  segment: "it is a segmentation network, which gives masks beside its boxes",
  pose: "it is a pose network, which gives body points beside its boxes",
  obb: "it is a network for turned boxes (OBB), and boxes here are upright",
  semantic: "it is a segmentation network, which gives masks and no boxes",
  depth: "it is a depth network, which gives distances and no boxes",
};

/**
 * How an output of this shape may be read. `names` and the number of places a network of this size has decide where the
 * shape alone does not.
 * @param names how many classes the file names, 0 when it names none
 */
export function possibleHeads(
  shape: readonly number[],
  names: number,
  inputSize: number,
): readonly PossibleHead[] {
  const [batch, a = 0, b = 0] = shape;
  if (shape.length !== 3 || batch !== 1) return [];
  // as many anchors as rows, or fewer, as a small picture has: only the names can tell
  if (names > 0 && a === names + 4 && isPlaceCount(b, inputSize))
    return [{ head: "anchors-last", classes: names }];
  if (a < b && a >= 5 && a <= MOST_CLASSES) return [{ head: "anchors-last", classes: a - 4 }];
  if (a <= b || b < 5 || b > MOST_CLASSES) return [];
  const both = [
    { head: "objectness" as const, classes: b - 5 },
    { head: "anchors-first" as const, classes: b - 4 },
  ].filter(({ classes }) => classes > 0);
  const fitting = both.filter(({ classes }) => classes === names);
  if (fitting.length > 0) return fitting;
  const hasAnchorBoxes = a % ANCHOR_BOXES === 0 && isPlaceCount(a / ANCHOR_BOXES, inputSize);
  return hasAnchorBoxes ? both.filter(({ head }) => head === "objectness") : both;
}

function checkTask(model: ModelProto): void {
  const other = OTHER_TASKS[metadataOf(model, "task")];
  if (other !== undefined) refuseModel(other);
}

/** An output that may be boxes has as many rows as the named classes need. */
function checkRows({ head, classes }: PossibleHead, shape: readonly number[], names: number): void {
  if (names === 0 || classes === names) return;
  const rows = head === "objectness" ? 5 : 4;
  const more =
    classes > names
      ? `; the ${classes - names} further numbers of a box may be masks, body points or an angle`
      : "";
  refuseModel(
    `the file names ${names} ${names === 1 ? "class" : "classes"} and its output (${shape.join("×")}, ${rows} numbers for the box) answers for ${classes}${more}`,
  );
}

/** An unknown head is named as precisely as the file allows. */
function refuseOther(decoded: ModelProto, outputs: ReturnType<typeof outputsOf>, names: number): void {
  const known = { names: outputs.map(({ name }) => name), shapes: outputs.map(({ shape }) => shape) };
  if (isClassifier(decoded, known, names)) refuseModel(OTHER_TASKS.classify ?? "");
  if (outputs.length > 0 && outputs.every(({ shape }) => shape.length === 2)) {
    const shapes = outputs.map(({ shape }) => shape.join("×")).join(", ");
    refuseModel(`its output has two axes (${shapes}), and three are wanted: 1, rows, places`);
  }
}

function outputsOf({ model, graph }: PreparedModel) {
  return (model.graph?.output ?? []).map((value) => {
    const name = value.name ?? "";
    return { name, shape: graph.shapes.get(name) ?? tensorShapeOf(value) };
  });
}

/**
 * Tells what kind of YOLO a model is by its input, its output and the names it carries.
 * @throws AppError model/not-fitting or model/unsupported-head with what is wrong, model/corrupt
 */
export function readHead(decoded: ModelProto): ReadModel {
  checkTask(decoded);
  // before the inputs are judged: a second input identifies some families
  const early = nameFamily(decoded, { names: [], shapes: [] });
  if (early) refuseModel(early);
  const prepared = prepareModel(decoded);
  const { graph, inputSize } = prepared;
  const names = readNames(metadataOf(decoded, "names"));
  const outputs = outputsOf(prepared);
  const families = { names: outputs.map(({ name }) => name), shapes: outputs.map(({ shape }) => shape) };
  const family = nameFamily(decoded, families);
  if (family) refuseModel(family);
  const choice = findChoice(graph, names.length, inputSize);
  if (choice) {
    const head = choice.isNms ? "nms-inside" : "end-to-end";
    const [output] = outputs;
    const shape = output?.shape ?? [];
    return {
      ...prepared,
      output: output?.name ?? "",
      shape,
      names,
      heads: [{ head, classes: choice.classes }],
      choice,
    };
  }
  if (outputs.some(({ shape }) => shape.length === 4 && shape[1] === 32) && outputs.length > 1)
    refuseModel(OTHER_TASKS.segment ?? "");
  for (const { name, shape } of outputs) {
    const heads = possibleHeads(shape, names.length, inputSize);
    const [first] = heads;
    if (!first) continue;
    checkRows(first, shape, names.length);
    return { ...prepared, output: name, shape, names, heads, choice };
  }
  refuseOther(decoded, outputs, names.length);
  const shape = outputs.map((one) => one.shape.join("×") || "unknown").join(", ");
  throw new AppError("model/unsupported-head", { facts: { shape: `output ${shape}` } });
}
