import { describe, expect, it } from "vitest";
import { layOutMemory } from "@/lib/client/detection/engine/memory-layout";
import { EngineUnsupported } from "@/lib/client/detection/engine/shapes";
import { CASES, GraphBuilder, ints, text } from "@/lib/client/detection/engine/test-graphs";
import { packForGpu } from "./convolution-shader";
import { lowerForGpu } from "./lower-gpu";
import { shaderOf } from "./shader";

const kindsOf = (graph: Parameters<typeof lowerForGpu>[0]) =>
  lowerForGpu(graph).levels.map((level) => level.map(({ kind }) => kind).toSorted());

const pool = (b: GraphBuilder, input: string) =>
  b.add("MaxPool", [input], {
    ksize: ints(1, 5, 5, 1),
    strides: ints(1, 1, 1, 1),
    padding: text("SAME"),
  });

describe("lowerForGpu", () => {
  it("does pools of pools at once", () => {
    const b = new GraphBuilder([1, 8, 8, 4]);
    const first = pool(b, b.convolution("x", [1, 1, 4, 4]));
    const second = pool(b, first);
    const joined = b.add("ConcatV2", [first, second, pool(b, second), b.integer(3)]);
    expect(kindsOf(b.graph(joined))).toEqual([["convolution"], ["maxPool", "maxPool", "maxPool"]]);
  });

  it("does branches at once, which write side by side into one tensor", () => {
    const b = new GraphBuilder([1, 8, 8, 4]);
    const [left, right] = [b.convolution("x", [1, 1, 4, 8]), b.convolution("x", [3, 3, 4, 8])];
    expect(kindsOf(b.graph(b.add("ConcatV2", [left, right, b.integer(3)])))).toEqual([
      ["convolution", "convolution"],
    ]);
  });

  it("copies no transposed factor of a product", () => {
    const kinds = kindsOf(CASES.attention!()).flat();
    expect(kinds.filter((kind) => kind === "product")).toHaveLength(3);
    // a reshape of what lies in another order, and the zeros around that image
    expect(kinds.filter((kind) => kind === "copy")).toHaveLength(2);
  });

  it("gives steps of one level places of their own", () => {
    for (const build of Object.values(CASES)) {
      const { levels, blocks } = lowerForGpu(build());
      layOutMemory(blocks);
      levels.forEach((steps) => {
        const written = new Set(steps.flatMap(({ writes }) => writes.map(({ block }) => block)));
        const touched = new Set(
          steps.flatMap(({ reads, writes }) => [...reads, ...writes].map((v) => v.block)),
        );
        for (const one of written) {
          for (const other of touched) {
            if (one === other) continue;
            const isApart = one.start + one.length <= other.start || other.start + other.length <= one.start;
            expect(isApart, `${one.name} and ${other.name}`).toBe(true);
          }
        }
      });
    }
  });

  it("says what there is no shader for", () => {
    const b = new GraphBuilder([1, 4, 4, 2]);
    const large = b.add("ResizeBilinear", ["x", b.integers(8, 8)]);
    expect(() => lowerForGpu(b.graph(large))).toThrow(EngineUnsupported);
  });
});

describe("packForGpu", () => {
  it("puts the bias first, then four channels for each tap, and zeros for missing ones", () => {
    // two taps, five output channels
    const packed = packForGpu([1, 2, 3, 4, 5, 10, 20, 30, 40, 50], [6, 7, 8, 9, 11], 5);
    expect([...packed.slice(0, 12)]).toEqual([6, 7, 8, 9, 1, 2, 3, 4, 10, 20, 30, 40]);
    expect([...packed.slice(12)]).toEqual([11, 0, 0, 0, 5, 0, 0, 0, 50, 0, 0, 0]);
  });
});

describe("shaderOf", () => {
  const step = { node: "a", kind: "copy", reads: [], writes: [], single: false, shared: 0 };

  it("gives each step workgroups of its own, in one dispatch of a size that every device allows", () => {
    const { code, workgroups } = shaderOf([
      { ...step, groups: 70_000, body: () => "" },
      { ...step, groups: 2, single: true, body: () => "" },
    ]);
    // 70 002 groups in rows of 65 535
    expect(workgroups).toEqual([65_535, 2]);
    expect(code).toContain("if (group >= 70000u && group < 70002u) { step1(group - 70000u, lane); }");
  });

  it("takes floats one by one where a step writes so", () => {
    const fours = shaderOf([{ ...step, groups: 1, body: () => "" }]).code;
    const ones = shaderOf([
      { ...step, groups: 1, body: () => "" },
      { ...step, groups: 1, single: true, body: () => "" },
    ]).code;
    expect(fours).toContain("memory: array<vec4f>");
    expect(ones).toContain("memory: array<f32>");
  });
});
