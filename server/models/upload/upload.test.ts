import { describe, expect, it } from "vitest";
import type { ModelProto } from "../onnx/proto";
import { encodeModel } from "../onnx/read-onnx";
import { buildModel, type ModelInput } from "../parity/build-onnx";
import { runOnnx } from "../parity/run-onnx";
import { normaliseHead } from "./normalise-head";
import { possibleHeads, readHead } from "./read-head";
import { readNames } from "./read-names";

describe("readNames", () => {
  it("reads what Ultralytics writes, quotes and all", () => {
    expect(readNames(`{0: 'apple', 1: "ladies' finger", 2: 'it\\'s'}`)).toEqual([
      "apple",
      "ladies' finger",
      "it's",
    ]);
  });

  it("is empty for anything else, and where an index is left out", () => {
    expect(readNames("apple, pear")).toEqual([]);
    expect(readNames("{0: 'a', 2: 'c'}")).toEqual([]);
  });
});

describe("possibleHeads", () => {
  it("tells YOLOv8 to 12 by few rows and many anchors", () => {
    expect(possibleHeads([1, 84, 8400], 80, false)).toEqual([{ head: "anchors-last", classes: 80 }]);
    // a 64 px input has 64 + 16 + 4 anchors, as many as 80 classes have rows
    expect(possibleHeads([1, 84, 84], 80, false)).toEqual([{ head: "anchors-last", classes: 80 }]);
  });

  it("tells YOLOv5's objectness from a turned v8 by the number of names, and asks when there are none", () => {
    expect(possibleHeads([1, 25_200, 85], 80, false)).toEqual([{ head: "objectness", classes: 80 }]);
    expect(possibleHeads([1, 8400, 84], 80, false)).toEqual([{ head: "anchors-first", classes: 80 }]);
    expect(possibleHeads([1, 8400, 84], 0, false).map(({ head }) => head)).toEqual([
      "objectness",
      "anchors-first",
    ]);
  });

  it("tells an end-to-end head by its choice of the best", () => {
    expect(possibleHeads([1, 300, 6], 2, true)).toEqual([{ head: "end-to-end", classes: 2 }]);
    expect(possibleHeads([1, 300, 6], 1, false)).toEqual([{ head: "objectness", classes: 1 }]);
  });

  it("knows nothing else", () => {
    expect(possibleHeads([1, 1000], 0, false)).toEqual([]);
    expect(possibleHeads([1, 4, 100], 0, false)).toEqual([]);
  });
});

/** A network that only turns its 1×3×2×2 picture into what a head of this shape would hold. */
function withOutput(model: ModelInput, shape: readonly number[], names = ""): ModelProto {
  const built = buildModel(model);
  const [output] = built.graph?.output ?? [];
  const dim = shape.map((dimValue) => ({ dimValue }));
  return {
    ...built,
    graph: {
      ...built.graph,
      output: [{ name: output?.name, type: { tensorType: { elemType: 1, shape: { dim } } } }],
    },
    metadataProps: names ? [{ key: "names", value: names }] : [],
  };
}

const picture = { shape: [1, 3, 2, 2], data: Float32Array.from({ length: 12 }, (_, i) => i + 1) };
const reshaped = (shape: readonly number[]): ModelInput => ({
  inputs: { images: [1, 3, 2, 2] },
  constants: { shape },
  nodes: [{ op: "Reshape", inputs: ["images", "shape"], outputs: ["output0"] }],
});

describe("normaliseHead", () => {
  it("multiplies YOLOv5's class scores by the objectness", async () => {
    // two anchors of cx cy w h objectness class: 1..6 and 7..12
    const model = withOutput(reshaped([1, 2, 6]), [1, 2, 6], "{0: 'apple'}");
    const ours = normaliseHead(model, { head: "objectness", output: "output0", classes: 1 });
    const { detections } = await runOnnx(encodeModel(ours), { images: picture });
    expect(detections?.shape).toEqual([1, 5, 2]);
    expect([...(detections?.data ?? [])]).toEqual([1, 7, 2, 8, 3, 9, 4, 10, 5 * 6, 11 * 12]);
  });

  it("turns a head that has its anchors first", async () => {
    const model = withOutput(reshaped([1, 2, 6]), [1, 2, 6], "{0: 'a', 1: 'b'}");
    const ours = normaliseHead(model, { head: "anchors-first", output: "output0", classes: 2 });
    const { detections } = await runOnnx(encodeModel(ours), { images: picture });
    expect([...(detections?.data ?? [])]).toEqual([1, 7, 2, 8, 3, 9, 4, 10, 5, 11, 6, 12]);
  });

  it("takes an end-to-end head from before its choice, corners made centre and size", async () => {
    const model = withOutput(
      {
        inputs: { images: [1, 3, 2, 2] },
        constants: { shape: [1, 2, 6], sizes: [4, 2], k: [1], last: [-1] },
        nodes: [
          { op: "Reshape", inputs: ["images", "shape"], outputs: ["all"] },
          { op: "Split", inputs: ["all", "sizes"], outputs: ["boxes", "scores"], attributes: { axis: 2 } },
          { op: "ReduceMax", inputs: ["scores"], outputs: ["best"], attributes: { axes: [-1], keepdims: 0 } },
          { op: "TopK", inputs: ["best", "k"], outputs: ["values", "indices"] },
          { op: "Identity", inputs: ["values"], outputs: ["output0"] },
        ],
      },
      [1, 300, 6],
      "{0: 'a', 1: 'b'}",
    );
    const { head, classes } = readHead(model).heads[0] ?? { head: "anchors-last", classes: 0 };
    expect({ head, classes }).toEqual({ head: "end-to-end", classes: 2 });
    const ours = normaliseHead(model, { head, output: "output0", classes });
    expect(ours.graph?.node?.some(({ opType }) => opType === "TopK")).toBe(false);
    const { detections } = await runOnnx(encodeModel(ours), { images: picture });
    // 1 2 3 4 are corners: centre (2, 3), size 2 × 2; 7 8 9 10: centre (8, 9)
    expect([...(detections?.data ?? [])]).toEqual([2, 8, 3, 9, 2, 2, 2, 2, 5, 11, 6, 12]);
  });
});

describe("readHead", () => {
  const refusal = (model: ModelProto) => {
    try {
      readHead(model);
      return undefined;
    } catch (error) {
      return error;
    }
  };

  it("says what is wrong with a picture of the wrong shape or size", () => {
    const narrow = withOutput(
      { inputs: { images: [1, 3, 2, 4] }, nodes: [{ op: "Relu", inputs: ["images"] }] },
      [1, 84, 8400],
    );
    expect(refusal(narrow)).toMatchObject({
      code: "model/not-onnx",
      facts: { reason: expect.stringContaining("1×3×2×4") },
    });
    const dynamic = withOutput(
      { inputs: { images: [1, 3, 0, 0] }, nodes: [{ op: "Relu", inputs: ["images"] }] },
      [1, 84, 8400],
    );
    expect(refusal(dynamic)).toMatchObject({ facts: { reason: expect.stringContaining("dynamic=False") } });
  });

  it("says what an output that is no detector's looks like", () => {
    const classifier = withOutput(
      { inputs: { images: [1, 3, 2, 2] }, nodes: [{ op: "Relu", inputs: ["images"] }] },
      [1, 1000],
    );
    expect(refusal(classifier)).toMatchObject({
      code: "model/unsupported-head",
      facts: { shape: "output 1×1000" },
    });
  });
});
