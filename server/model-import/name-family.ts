import type { ModelProto } from "@/server/converter/onnx/proto";

interface Outputs {
  readonly names: readonly string[];
  readonly shapes: readonly (readonly number[])[];
}

const namesOf = (values: readonly { name?: string }[] | undefined) =>
  (values ?? []).map(({ name }) => name ?? "");

/** Words an exporter left: metadata, the producer, and names in the graph. */
function hasWord(model: ModelProto, word: RegExp): boolean {
  const graph = model.graph ?? {};
  const texts = [
    model.producerName ?? "",
    graph.name ?? "",
    ...(model.metadataProps ?? []).flatMap(({ value }) => value ?? ""),
    ...(graph.node ?? []).map(({ name }) => name ?? ""),
  ];
  return texts.some((text) => word.test(text));
}

const hasOperator = (model: ModelProto, ...types: readonly string[]) =>
  (model.graph?.node ?? []).some(({ opType }) => types.includes(opType ?? ""));

const isBoxesAndLogits = (names: readonly string[]) =>
  names.some((name) => /pred_boxes/i.test(name)) && names.some((name) => /logits/i.test(name));

/** Attention over boxes that were chosen before: YOLO networks that choose (v10, 26) have nothing but sorting behind it. */
function attendsToChosen(model: ModelProto): boolean {
  const nodes = model.graph?.node ?? [];
  const chosen = new Set(
    nodes.filter(({ opType }) => opType === "TopK").flatMap(({ output }) => output ?? []),
  );
  for (let before = -1; before !== chosen.size; ) {
    before = chosen.size;
    for (const { input, output } of nodes)
      if (input?.some((name) => chosen.has(name))) for (const name of output ?? []) chosen.add(name);
  }
  return nodes.some(
    ({ opType, input }) =>
      ["Softmax", "GridSample"].includes(opType ?? "") && input?.some((name) => chosen.has(name)),
  );
}

/**
 * Says in a few words what a detector is that Forage cannot read as a YOLO; undefined when nothing in the file
 * tells.
 * @param outputs of the graph, with their shapes where they are known
 */
export function nameFamily(model: ModelProto, outputs: Outputs): string | undefined {
  const inputs = namesOf(model.graph?.input);
  if (hasWord(model, /rt-?detr/i)) return "it is RT-DETR, which chooses its boxes by a transformer";
  if (inputs.some((name) => /orig_target_sizes/i.test(name)))
    return "it is RT-DETR, D-FINE or one of their kin, which take the photo's size as a second input";
  if (isBoxesAndLogits(outputs.names) || attendsToChosen(model))
    return "it is of the DETR family (RT-DETR and its kin), which chooses its boxes by a transformer";
  return undefined;
}

/** Layers that end a network which gives a photo as a whole one name. */
const WHOLE_PHOTO = ["GlobalAveragePool", "ReduceMean", "Flatten", "Gemm"];

/** True for one row of scores, one for each class, computed from the photo as a whole. */
export function isClassifier(model: ModelProto, { shapes }: Outputs, names: number): boolean {
  const [shape, ...others] = shapes;
  if (!shape || others.length > 0 || shape.length !== 2 || shape[0] !== 1) return false;
  return shape[1] === names || (names === 0 && hasOperator(model, ...WHOLE_PHOTO));
}
