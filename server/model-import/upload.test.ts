import { describe, expect, it, vi } from "vitest";
import type { ModelProto } from "@/server/converter/onnx/proto";
import { decodeModel, encodeModel } from "@/server/converter/onnx/read-onnx";
import { buildModel, type ModelInput } from "@/server/converter/parity/build-onnx";
import { runOnnx } from "@/server/converter/parity/run-onnx";
import { placeCentres } from "./anchor-counts";
import { decodeUpload } from "./bring-file";
import { normaliseHead } from "./normalise-head";
import { areUndecoded, planHead } from "./plan-head";
import { prepareModel } from "./prepare-model";
import { possibleHeads, readHead } from "./read-head";
import { readNames } from "./read-names";

// converts and runs networks
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

describe("readNames", () => {
  it("reads what Ultralytics writes, quotes and all", () => {
    expect(readNames(`{0: 'apple', 1: "ladies' finger", 2: 'it\\'s'}`)).toEqual([
      "apple",
      "ladies' finger",
      "it's",
    ]);
  });

  it("reads JSON and Python lists, and Python's escapes", () => {
    expect(readNames('{"0": "apple", "1": "it\'s"}')).toEqual(["apple", "it's"]);
    expect(readNames('["apple", "banana"]')).toEqual(["apple", "banana"]);
    expect(readNames("['apple', \"b'n\"]")).toEqual(["apple", "b'n"]);
    expect(readNames("{0: 'cr\\xe8me', 1: '\\U0001f34c', 2: 'a\\\\b'}")).toEqual(["crème", "🍌", "a\\b"]);
    expect(readNames("{0: '1: \\'x\\'', 1: 'constructor'}")).toEqual(["1: 'x'", "constructor"]);
  });

  it("is empty for anything else, and where an index is left out", () => {
    expect(readNames('{"0": "a", "2": "b"}')).toEqual([]);
    expect(readNames('{"a": "b"}')).toEqual([]);
    expect(readNames("[1, 2]")).toEqual([]);
    expect(readNames("{0: 'a', 1: b}")).toEqual([]);
    expect(readNames("apple, pear")).toEqual([]);
    expect(readNames("{0: 'a', 2: 'c'}")).toEqual([]);
  });
});

describe("possibleHeads", () => {
  it("tells YOLOv8 to 12 by few rows and many anchors", () => {
    expect(possibleHeads([1, 84, 8400], 80, 640)).toEqual([{ head: "anchors-last", classes: 80 }]);
    // a 64 px input has 64 + 16 + 4 anchors, as many as 80 classes have rows
    expect(possibleHeads([1, 84, 84], 80, 64)).toEqual([{ head: "anchors-last", classes: 80 }]);
    // two levels on 128 px, as the tiny networks have: 64 + 16, fewer than rows
    expect(possibleHeads([1, 84, 80], 80, 128)).toEqual([{ head: "anchors-last", classes: 80 }]);
  });

  it("tells YOLOv5's objectness from a turned v8 by the number of names", () => {
    expect(possibleHeads([1, 25_200, 85], 80, 640)).toEqual([{ head: "objectness", classes: 80 }]);
    expect(possibleHeads([1, 8400, 84], 80, 640)).toEqual([{ head: "anchors-first", classes: 80 }]);
  });

  it("without names by the places there are, and asks where those do not tell", () => {
    // three anchor boxes at each of 80 × 80 + 40 × 40 + 20 × 20 places
    expect(possibleHeads([1, 25_200, 85], 0, 640)).toEqual([{ head: "objectness", classes: 80 }]);
    expect(possibleHeads([1, 8400, 84], 0, 640).map(({ head }) => head)).toEqual([
      "objectness",
      "anchors-first",
    ]);
  });

  it("knows nothing else", () => {
    expect(possibleHeads([1, 1000], 0, 640)).toEqual([]);
    expect(possibleHeads([1, 4, 100], 0, 640)).toEqual([]);
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
  const plan = { output: "output0", anchorsFirst: true, corners: false } as const;

  it("multiplies YOLOv5's class scores by the objectness", async () => {
    // two anchors of cx cy w h objectness class: 1..6 and 7..12
    const model = withOutput(reshaped([1, 2, 6]), [1, 2, 6], "{0: 'apple'}");
    const ours = normaliseHead(model, { ...plan, head: "objectness", classes: 1 });
    const { detections } = await runOnnx(encodeModel(ours), { images: picture });
    expect(detections?.shape).toEqual([1, 5, 2]);
    expect([...(detections?.data ?? [])]).toEqual([1, 7, 2, 8, 3, 9, 4, 10, 5 * 6, 11 * 12]);
  });

  it("turns a head that has its anchors first", async () => {
    const model = withOutput(reshaped([1, 2, 6]), [1, 2, 6], "{0: 'a', 1: 'b'}");
    const ours = normaliseHead(model, { ...plan, head: "anchors-first", classes: 2 });
    const { detections } = await runOnnx(encodeModel(ours), { images: picture });
    expect([...(detections?.data ?? [])]).toEqual([1, 7, 2, 8, 3, 9, 4, 10, 5, 11, 6, 12]);
  });
});

/** A 32 px picture has 16 + 4 + 1 places at strides 8, 16 and 32. */
const PLACES = 21;
const centres = placeCentres(PLACES, 32) ?? [];
type Row = readonly [number, number, number, number];
const asCentre: readonly Row[] = centres.map(([x, y]) => [x, y, 4, 6]);
const asCorners: readonly Row[] = centres.map(([x, y]) => [x - 2, y - 3, x + 2, y + 3]);

/** A network that says the same boxes of every picture, then chooses among them; two classes. */
function choosing(rows: readonly Row[], chooser: "TopK" | "NonMaxSuppression"): ModelProto {
  const values = rows.flatMap((row, i) => [...row, i / 100, 0.5]);
  const choice =
    chooser === "TopK"
      ? [
          { op: "ReduceMax", inputs: ["scores"], outputs: ["best"], attributes: { axes: [-1], keepdims: 0 } },
          { op: "TopK", inputs: ["best", "k"], outputs: ["output0", "indices"] },
        ]
      : [
          { op: "Transpose", inputs: ["scores"], outputs: ["turned"], attributes: { perm: [0, 2, 1] } },
          { op: "NonMaxSuppression", inputs: ["boxes", "turned", "k"], outputs: ["output0"] },
        ];
  return withOutput(
    {
      inputs: { images: [1, 3, 32, 32] },
      constants: {
        known: { shape: [1, PLACES, 6], values },
        nothing: { shape: [1], values: [0] },
        sizes: [4, 2],
        k: [1],
      },
      nodes: [
        {
          op: "ReduceMean",
          inputs: ["images"],
          outputs: ["mean"],
          attributes: { axes: [1, 2, 3], keepdims: 0 },
        },
        { op: "Mul", inputs: ["mean", "nothing"], outputs: ["zero"] },
        { op: "Add", inputs: ["known", "zero"], outputs: ["all"] },
        { op: "Split", inputs: ["all", "sizes"], outputs: ["boxes", "scores"], attributes: { axis: 2 } },
        ...choice,
      ],
    },
    [1, 300, 6],
    "{0: 'a', 1: 'b'}",
  );
}

describe("a network that chooses its boxes itself", () => {
  const read = (model: ModelProto) => readHead(decodeModel(encodeModel(model)));

  it("is told by its choice, end to end or with NMS, and its classes by its names", () => {
    expect(read(choosing(asCorners, "TopK")).heads).toEqual([{ head: "end-to-end", classes: 2 }]);
    expect(read(choosing(asCentre, "NonMaxSuppression")).heads).toEqual([{ head: "nms-inside", classes: 2 }]);
  });

  it("gives all its boxes, corners made centre and size, and no longer chooses", async () => {
    const model = read(choosing(asCorners, "TopK"));
    const ours = normaliseHead(model.model, await planHead(model, "end-to-end"));
    expect(ours.graph?.node?.some(({ opType }) => opType === "TopK")).toBe(false);
    const data = new Float32Array(3 * 32 * 32);
    const { detections } = await runOnnx(encodeModel(ours), { images: { shape: [1, 3, 32, 32], data } });
    expect(detections?.shape).toEqual([1, 6, PLACES]);
    const [cx, cy, w, h] = [0, 1, 2, 3].map((row) => detections?.data[row * PLACES + 5]);
    expect([cx, cy, w, h]).toEqual([...(centres[5] ?? []), 4, 6]);
  });

  it("is looked at for what its boxes are, where NMS may have been given either", async () => {
    const [corner, centre] = [asCorners, asCentre].map((rows) => read(choosing(rows, "NonMaxSuppression")));
    expect(corner && (await planHead(corner, "nms-inside")).corners).toBe(true);
    expect(centre && (await planHead(centre, "nms-inside")).corners).toBe(false);
  });
});

describe("readHead", () => {
  const refusal = (model: ModelProto) => {
    try {
      readHead(decodeModel(encodeModel(model)));
      return undefined;
    } catch (error) {
      return error;
    }
  };
  const reason = (text: string) => ({
    code: "model/not-fitting",
    facts: { reason: expect.stringContaining(text) },
  });
  const relu: ModelInput = {
    inputs: { images: [1, 3, 32, 32] },
    nodes: [{ op: "Relu", inputs: ["images"], outputs: ["output0"] }],
  };

  it("says what is wrong with a picture of the wrong shape", () => {
    const narrow = withOutput({ ...relu, inputs: { images: [1, 3, 2, 4] } }, [1, 84, 8400]);
    expect(refusal(narrow)).toMatchObject(reason("1×3×2×4"));
  });

  it("settles an open size by what the file was exported at", () => {
    const open = withOutput({ ...relu, inputs: { images: [0, 3, 0, 0] } }, [1, 84, 0]);
    open.metadataProps = [{ key: "imgsz", value: "[96, 96]" }];
    const found = prepareModel(decodeModel(encodeModel(open)));
    expect(found.inputSize).toBe(96);
    expect(found.graph.shapes.get("output0")).toEqual([1, 3, 96, 96]);
  });

  it("reads half precision as 32-bit floats, and nodes in any order", () => {
    const half: ModelProto = buildModel({
      inputs: { images: [1, 3, 32, 32] },
      nodes: [
        { op: "Relu", inputs: ["wide"], outputs: ["output0"] },
        { op: "Cast", inputs: ["images"], outputs: ["wide"], attributes: { to: 10 } },
      ],
      outputs: ["output0"],
    });
    const { graph } = prepareModel(half);
    expect(graph.nodes.map(({ opType }) => opType)).toEqual(["Cast", "Relu"]);
    expect(graph.nodes[0]?.attributes.get("to")).toBe(1);
  });

  it("says which other kind of YOLO a file is", () => {
    for (const [task, text] of [
      ["segment", "segmentation"],
      ["pose", "body points"],
      ["obb", "turned boxes"],
      ["classify", "classification"],
    ] as const) {
      const model = withOutput(relu, [1, 84, 8400]);
      model.metadataProps = [{ key: "task", value: task }];
      expect(refusal(model)).toMatchObject(reason(text));
    }
  });

  it("says so when the output does not fit the names, or is a list of classes", () => {
    const names = "{0: 'a', 1: 'b'}";
    // eight rows for two classes, which need six
    expect(refusal(withOutput(reshaped([1, 1, 12]), [1, 8, 21], names))).toMatchObject({
      code: "model/unsupported-head",
    });
    const masks = withOutput(
      {
        inputs: { images: [1, 3, 32, 32] },
        constants: { shape: [1, 8, 384] },
        nodes: [{ op: "Reshape", inputs: ["images", "shape"], outputs: ["output0"] }],
      },
      [1, 8, 384],
      names,
    );
    expect(refusal(masks)).toMatchObject(reason("1×8×384"));
    expect(refusal(masks)).toMatchObject(reason("names 2 classes"));
    expect(refusal(masks)).toMatchObject(reason("answers for 4; the 2 further numbers"));
    const fewer = withOutput(
      {
        inputs: { images: [1, 3, 32, 32] },
        constants: { shape: [1, 6, 512] },
        nodes: [{ op: "Reshape", inputs: ["images", "shape"], outputs: ["output0"] }],
      },
      [1, 6, 512],
      "{0: 'a', 1: 'b', 2: 'c'}",
    );
    expect(refusal(fewer)).toMatchObject(
      reason("names 3 classes and its output (1×6×512, 4 numbers for the box) answers for 2"),
    );
  });

  it("calls a network of one row of scores a classifier, and no other of two axes", () => {
    const pooled: ModelInput = {
      inputs: { images: [1, 3, 32, 32] },
      nodes: [
        { op: "GlobalAveragePool", inputs: ["images"], outputs: ["pooled"] },
        { op: "Flatten", inputs: ["pooled"], outputs: ["output0"] },
      ],
    };
    expect(refusal(withOutput(pooled, [1, 3]))).toMatchObject(reason("classification"));
    expect(refusal(withOutput(reshaped([1, 12]), [1, 12]))).toMatchObject(reason("two axes (1×12)"));
    expect(refusal(withOutput(reshaped([2, 6]), [2, 6], "{0: 'a', 1: 'b'}"))).toMatchObject(
      reason("its output has two axes (2×6), and three are wanted"),
    );
  });

  it("names RT-DETR and its kin, and not YOLO that chooses its boxes itself", () => {
    const named = withOutput(relu, [1, 300, 84]);
    named.metadataProps = [{ key: "description", value: "Ultralytics RT-DETR-l model" }];
    expect(refusal(named)).toMatchObject(reason("RT-DETR"));
    const two = buildModel({
      inputs: { images: [1, 3, 32, 32], orig_target_sizes: [1, 2] },
      nodes: [{ op: "Relu", inputs: ["images"], outputs: ["boxes"] }],
    });
    expect(refusal(two)).toMatchObject(reason("D-FINE"));
    const attending = buildModel({
      inputs: { images: [1, 3, 32, 32] },
      constants: { k: [2] },
      nodes: [
        { op: "TopK", inputs: ["images", "k"], outputs: ["best", "which"] },
        { op: "Softmax", inputs: ["best"], outputs: ["output0"] },
      ],
    });
    expect(refusal(attending)).toMatchObject(reason("DETR family"));
    expect(refusal(choosing(asCorners, "TopK"))).toBeUndefined();
  });

  it("says that the weights were left in another file", () => {
    const model = withOutput(relu, [1, 84, 8400]);
    model.graph = {
      ...model.graph,
      initializer: [
        {
          name: "w",
          dims: [1],
          dataType: 1,
          dataLocation: 1,
          externalData: [{ key: "location", value: "w.bin" }],
        },
      ],
    };
    expect(refusal(model)).toMatchObject(reason("w.bin"));
  });
});

describe("decodeUpload", () => {
  it("says that a file is empty, cut off or something else", () => {
    const whole = encodeModel(withOutput(reshaped([1, 2, 6]), [1, 2, 6]));
    for (const [bytes, reason] of [
      [new Uint8Array(), "it is empty"],
      [new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]), "it is a PNG picture"],
      [new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]), "it is a PyTorch checkpoint (.pt) or another archive"],
      [whole.subarray(0, 60), "it is cut off, or something else"],
    ] as const) {
      expect(() => decodeUpload(bytes)).toThrow(
        expect.objectContaining({ code: "model/not-onnx", facts: { reason } }),
      );
    }
  });
});

describe("areUndecoded", () => {
  const rows = (boxes: readonly Row[]) =>
    Float32Array.from([0, 1, 2, 3].flatMap((row) => boxes.map((box) => box[row] ?? 0)));
  const at = (size: number) => (placeCentres(8_400, 640) ?? []).map(([x, y]): Row => [x, y, size, size]);

  it("tells offsets in a grid, and shares of the picture, from px", () => {
    expect(areUndecoded(rows(at(5)), 8_400, 640)).toBe(false);
    expect(areUndecoded(rows(at(5).map((): Row => [0.4, 0.6, -1.5, 2])), 8_400, 640)).toBe(true);
    expect(areUndecoded(rows(at(5).map(([x, y]): Row => [x / 640, y / 640, 0.1, 0.2])), 8_400, 640)).toBe(
      true,
    );
  });

  it("does not judge a picture on which everything is near", () => {
    expect(areUndecoded(rows(asCentre), PLACES, 32)).toBe(false);
  });
});

it("refuses a network that ONNX Runtime cannot run, and says why", async () => {
  const broken = withOutput(
    {
      inputs: { images: [1, 3, 32, 32] },
      constants: { shape: [1, 6, 512] },
      nodes: [{ op: "Reshape", inputs: ["nowhere", "shape"], outputs: ["output0"] }],
    },
    [1, 6, 512],
    "{0: 'a', 1: 'b'}",
  );
  const read = readHead(broken);
  await expect(planHead(read, "anchors-last")).rejects.toMatchObject({
    code: "model/not-fitting",
    facts: { reason: expect.stringMatching(/cannot run it \(.*nowhere/) },
  });
});
