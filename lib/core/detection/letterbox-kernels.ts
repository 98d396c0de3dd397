import { assembleModule, Code, type Local } from "../wasm/assembler";

/** Columns are summed as many bytes at once: a cache line. */
export const BYTES_AT_ONCE = 64;
/** Bytes of the sum of a column of bytes. */
export const SUM_BYTES = 2;
/** Bytes of a pixel's four sums. */
const PIXEL_SUM_BYTES = 4 * SUM_BYTES;
/** Bytes of a mean: red, green, blue and alpha as floats. */
export const MEAN_BYTES = 16;
/** Bytes of an output column's entry in the table: where its two means lie in a row of them, and the second's weight. */
export const COLUMN_BYTES = 12;
/** Most rows whose sums fit 16 bits. */
export const MOST_ROWS = 257;

/** All addresses and lengths in bytes. */
export interface LetterboxKernels {
  /**
   * Adds some rows of bytes to the sums of their columns, 16 bits each.
   * @param end of the first row
   * @param opaque 16 bytes; what is not set in every 16 bytes of the rows is cleared there, such as an alpha
   */
  columnSums(source: number, end: number, sums: number, rows: number, rowBytes: number, opaque: number): void;
  /**
   * Means of blocks of RGBA pixels from their columns' sums.
   * @param blockBytes of the sums of a block
   * @param share of the float that a sum is multiplied by
   */
  blockMeans(sums: number, end: number, means: number, blockBytes: number, share: number): void;
  /** The same for BGRA pixels; the means are RGBA. */
  blockMeansBgra: LetterboxKernels["blockMeans"];
  /**
   * A row of output pixels, [width × 3] floats, between two rows of means.
   * @param columns the table of columns
   * @param down of the lower row's weight
   */
  blendRow(upper: number, lower: number, columns: number, end: number, output: number, down: number): void;
}

/** The module of `LetterboxKernels`; it imports its memory as `e.m`. */
export function letterboxModule(): Uint8Array<ArrayBuffer> {
  const functions = [
    { name: "columnSums", code: columnSums() },
    { name: "blockMeans", code: blockMeans([0, 1, 2, 3]) },
    { name: "blockMeansBgra", code: blockMeans([2, 1, 0, 3]) },
    { name: "blendRow", code: blendRow() },
  ];
  return assembleModule(functions, { pages: 1, shared: false });
}

const integers = (code: Code, count: number): Local[] =>
  Array.from({ length: count }, () => code.local("i32"));
const vectors = (code: Code, count: number): Local[] =>
  Array.from({ length: count }, () => code.local("v128"));
const parametersOf = (code: Code): Local[] =>
  Array.from({ length: code.parameters }, (_, index) => code.parameter(index));

function columnSums(): Code {
  const code = new Code(6, false);
  const [source, end, sums, rows, rowBytes, opaque] = parametersOf(code) as Six;
  const [at, left] = integers(code, 2) as [Local, Local];
  const [pixels, alphas] = vectors(code, 2) as [Local, Local];
  const totals = vectors(code, (BYTES_AT_ONCE * SUM_BYTES) / 16);
  code.get(opaque).load().set(alphas);
  code.countTo(source, end, BYTES_AT_ONCE, () => {
    totals.forEach((total, index) => {
      code
        .get(sums)
        .load(index * 16)
        .set(total);
    });
    code.get(source).set(at).get(rows).set(left);
    code.repeat(
      () => {
        for (let vector = 0; vector < totals.length / 2; vector++) {
          const [low, high] = [totals[vector * 2]!, totals[vector * 2 + 1]!];
          code
            .get(at)
            .load(vector * 16)
            .tee(pixels)
            .do("shortsOfLowBytes")
            .get(low)
            .do("shortAdd")
            .set(low);
          code.get(pixels).do("shortsOfHighBytes").get(high).do("shortAdd").set(high);
          code.get(alphas).get(pixels).do("and").set(alphas);
        }
        code.get(at).get(rowBytes).add().set(at);
      },
      () => code.get(left).integer(1).subtract().tee(left),
    );
    totals.forEach((total, index) => {
      code.store(sums, total, index * 16);
    });
    code.advance(sums, BYTES_AT_ONCE * SUM_BYTES);
  });
  return code.store(opaque, alphas);
}

/** @param order which of a pixel's sums is red, green, blue and alpha */
function blockMeans(order: readonly [number, number, number, number]): Code {
  const code = new Code(5, false);
  const [sums, end, means, blockBytes, shareAt] = parametersOf(code) as Six;
  const blockEnd = code.local("i32");
  const [total, share] = vectors(code, 2) as [Local, Local];
  code.get(shareAt).loadSplat().set(share);
  return code.repeat(
    () => {
      code.integers(0).set(total);
      code.get(sums).get(blockBytes).add().set(blockEnd);
      code.repeat(
        () => {
          code.get(sums).loadShorts().get(total).do("integerAdd").set(total);
          code.advance(sums, PIXEL_SUM_BYTES);
        },
        () => code.isLess(sums, blockEnd),
      );
      code.get(total).do("floatsOfIntegers").get(share).do("mul").set(total);
      if (order.some((from, lane) => from !== lane)) code.reorder(total, order).set(total);
      code.store(means, total);
      code.advance(means, MEAN_BYTES);
    },
    () => code.isLess(sums, end),
  );
}

function blendRow(): Code {
  const code = new Code(6, false);
  const [upper, lower, columns, end, output, downAt] = parametersOf(code) as Six;
  const [left, right] = integers(code, 2) as [Local, Local];
  const [down, across, top, bottom] = vectors(code, 4) as [Local, Local, Local, Local];
  /** target = from + (to − from) · weight */
  const blend = (target: Local, from: () => void, to: () => void, weight: Local) => {
    from();
    code.set(target);
    to();
    code.get(target).do("sub").get(weight).do("mul").get(target).do("add").set(target);
  };
  const meanAt = (row: Local, column: Local) => () => code.get(row).get(column).add().load();
  code.get(downAt).loadSplat().set(down);
  return code.countTo(columns, end, COLUMN_BYTES, () => {
    code.get(columns).loadInteger(0).set(left).get(columns).loadInteger(4).set(right);
    code.get(columns).loadSplat(8).set(across);
    blend(top, meanAt(upper, left), meanAt(upper, right), across);
    blend(bottom, meanAt(lower, left), meanAt(lower, right), across);
    blend(
      top,
      () => code.get(top),
      () => code.get(bottom),
      down,
    );
    code.store(output, top, 0, 3);
    code.advance(output, 12);
  });
}

type Six = [Local, Local, Local, Local, Local, Local];
