import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createCopyRows } from "./wasm-copy-rows";

const memory = new WebAssembly.Memory({ initial: 2 });
const copyRows = createCopyRows(memory);

describe("createCopyRows", () => {
  it("moves exactly the rows it is told to, wherever they start", () => {
    const layout = fc.record({
      rows: fc.nat(9),
      vectors: fc.integer({ min: 1, max: 5 }),
      sourceGap: fc.nat(6),
      targetGap: fc.nat(6),
      shift: fc.nat(3),
    });
    fc.assert(
      fc.property(layout, ({ rows, vectors, sourceGap, targetGap, shift }) => {
        const all = new Uint32Array(memory.buffer);
        all.forEach((_, index) => {
          all[index] = index < 8192 ? index + 1 : 0;
        });
        const floats = vectors * 4;
        const [sourceStep, targetStep] = [floats + sourceGap, floats + targetGap];
        const [source, target] = [shift, 8192 + shift];
        const expected = all.slice();
        for (let row = 0; row < rows; row++) {
          for (let at = 0; at < floats; at++) {
            expected[target + row * targetStep + at] = source + row * sourceStep + at + 1;
          }
        }
        copyRows({
          source: source * 4,
          target: target * 4,
          rows,
          rowBytes: floats * 4,
          sourceStep: sourceStep * 4,
          targetStep: targetStep * 4,
        });
        expect(Buffer.compare(Buffer.from(all.buffer), Buffer.from(expected.buffer))).toBe(0);
      }),
      { numRuns: 100 },
    );
  });

  it("refuses rows that are no whole vectors", () => {
    const copy = { source: 0, target: 64, rows: 1, sourceStep: 16, targetStep: 16 };
    expect(() => copyRows({ ...copy, rowBytes: 8 })).toThrow(RangeError);
    expect(() => copyRows({ ...copy, rowBytes: 0 })).toThrow(RangeError);
  });
});
