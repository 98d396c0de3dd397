import { describe, expect, it } from "vitest";
import { createYoloCensus } from "./yolo-census";
import { boxOfRow, parseYoloRow } from "./yolo-row";
import { decideRows, type RowChoice, type RowsTold } from "./yolo-rules";

interface Options {
  readonly told?: Partial<RowsTold>;
  readonly choice?: RowChoice;
}

/** What each row is with its box in thousandths, "" for no label; or the question that the rows leave. */
function read(rows: readonly string[], { told = {}, choice }: Options = {}) {
  const census = createYoloCensus();
  for (const [index, row] of rows.entries()) census.add(`${index}.txt`, row);
  const decision = decideRows(census, { keypoints: undefined, task: undefined, ...told }, choice);
  if ("question" in decision) return `? ${decision.question.length}`;
  return rows.map((text) => {
    const row = parseYoloRow(text);
    const reading = row && decision.rules.readingOf(row.values.length);
    if (!row || !reading) return "";
    const { x1, y1, x2, y2 } = boxOfRow(row, reading);
    return `${reading.means} ${[x1, y1, x2, y2].map((edge) => Math.round(edge * 1000)).join(" ")}`;
  });
}

const BOX = "0 0.5 0.5 0.2 0.4";
const IN_BOX = "400 300 600 700";
/** An outline that is no box with points behind it: its first four numbers reach out of the photo. */
const OUTLINE = "0 0.8 0.2 0.9 0.2 0.9 0.4 0.8 0.4 0.7 0.3";
const IN_OUTLINE = "700 200 900 400";

describe("rows of keypoints", () => {
  it.each([
    ["[4, 3]", `${BOX} 0.45 0.4 2 0.55 0.4 2 0.45 0.6 1 0.55 0.6 0`, 4, 3],
    ["[5, 2]", `${BOX} 0.45 0.4 0.55 0.4 0.45 0.6 0.55 0.6 0.5 0.5`, 5, 2],
    ["[3, 3]", `${BOX} 0.45 0.4 2 0.55 0.4 2 0.45 0.6 1`, 3, 3],
    ["[1, 2]", `${BOX} 0.45 0.4`, 1, 2],
    ["[2, 2]", `${BOX} 0.45 0.4 0.55 0.6`, 2, 2],
    ["[1, 2] with a score", `${BOX} 0.45 0.4 0.9`, 1, 2],
    ["[1, 2] with a score and an id", `${BOX} 0.45 0.4 0.9 3`, 1, 2],
  ])("are read as kpt_shape %s says", (_, row, count, dimensions) => {
    const keypoints = { count, dimensions: dimensions as 2 | 3 };
    expect(read([row, BOX], { told: { keypoints } })).toEqual([`keypoints ${IN_BOX}`, `box ${IN_BOX}`]);
  });

  it("of another length than kpt_shape says are no labels", () => {
    const keypoints = { count: 4, dimensions: 2 as const };
    expect(read([OUTLINE, `${BOX} 0.4 0.4`], { told: { keypoints } })).toEqual(["", ""]);
  });

  it("are known by marks of what is seen, in every row", () => {
    const row = `${BOX} 0.45 0.4 2 0.55 0.4 0 0 0 0`;
    expect(read([row, row, row])).toEqual([1, 2, 3].map(() => `keypoints ${IN_BOX}`));
    expect(read([`${BOX} 0.45 0.4 2`])).toEqual([`keypoints ${IN_BOX}`]);
  });

  it("are asked about where they could be outlines of as many points each", () => {
    const row = `${BOX} 0.45 0.4 0.55 0.4 0.45 0.6 0.55 0.6 0.5 0.5`;
    expect(read([row])).toBe("? 14");
    expect(read(Array(50).fill(row))).toBe("? 14");
    expect(read([row, BOX])).toBe("? 14");
    expect(read([row], { choice: "boxes" })).toEqual([`keypoints ${IN_BOX}`]);
    expect(read([row], { choice: "outlines" })).toEqual(["outline 200 400 550 600"]);
  });
});

describe("outlines", () => {
  it("are known by their different lengths", () => {
    const small = [
      "0 0.5 0.5 0.55 0.5 0.55 0.6",
      "0 0.5 0.5 0.55 0.5 0.55 0.6 0.5 0.6",
      "1 0.5 0.5 0.5 0.5 0.6 0.6 0.55 0.6 0.5 0.6",
    ];
    expect(read(small)).toEqual([
      "outline 500 500 550 600",
      "turned 500 500 550 600",
      "outline 500 500 600 600",
    ]);
  });

  it("are known where their first four numbers are no box in the photo", () => {
    expect(read([OUTLINE])).toEqual([`outline ${IN_OUTLINE}`]);
    expect(read([BOX, OUTLINE])).toEqual([`box ${IN_BOX}`, `outline ${IN_OUTLINE}`]);
  });

  it("may have a score behind them", () => {
    expect(read([`${OUTLINE} 0.93`])).toEqual([`outline ${IN_OUTLINE}`]);
  });

  it("are taken as such when data.yaml says so", () => {
    const row = "0 0.5 0.5 0.2 0.4 0.45 0.4";
    expect(read([row])).toBe("? 6");
    expect(read([row], { told: { task: "segment" } })).toEqual(["outline 200 400 500 500"]);
  });
});

describe("turned boxes", () => {
  // a square of 0.2 turned by 45 degrees around 0.5, 0.5
  const turned = "0 0.5 0.359 0.641 0.5 0.5 0.641 0.359 0.5";
  it("are known by corners of a parallelogram", () => {
    expect(read([turned])).toEqual(["turned 359 359 641 641"]);
    expect(read([turned, turned])).toEqual(Array(2).fill("turned 359 359 641 641"));
  });

  it("may have a score and a track id behind them", () => {
    expect(read([`${turned} 0.9`])).toEqual(["turned 359 359 641 641"]);
    expect(read([`${turned} 0.9 7`, `${turned} 0.8 12`])).toEqual(Array(2).fill("outline 359 359 641 641"));
    expect(read([`${turned} 0.9`, `${turned} 0.8 12`])).toEqual(Array(2).fill("outline 359 359 641 641"));
  });
});

describe("scores behind a box", () => {
  it("are left out", () => {
    expect(read([`${BOX} 0.93`, `${BOX} 0.4`])).toEqual([`box ${IN_BOX}`, `box ${IN_BOX}`]);
  });

  it("with a track id are left out, and asked about where it could be a triangle", () => {
    expect(read([`${BOX} 0.93 7`, `${BOX} 0.4 12`])).toEqual([`box ${IN_BOX}`, `box ${IN_BOX}`]);
    expect(read([`${BOX} 0.93 1`, `${BOX} 0.4`])).toEqual([`box ${IN_BOX}`, `box ${IN_BOX}`]);
    expect(read([`${BOX} 0.93 1`])).toBe("? 6");
    expect(read([`${BOX} 0.93 1`], { choice: "boxes" })).toEqual([`box ${IN_BOX}`]);
  });
});

describe("one row", () => {
  it("never decides for the set: a slip is no label", () => {
    const keypoints = `${BOX} 0.45 0.4 2 0.55 0.4 2`;
    const many = Array(40).fill(keypoints);
    expect(read([...many, `${BOX} 0.45 0.4 2 0.55`]).slice(-2)).toEqual([`keypoints ${IN_BOX}`, ""]);
    expect(read([...Array(40).fill(BOX), `${BOX} 0.3`]).slice(-2)).toEqual([`box ${IN_BOX}`, ""]);
  });

  it("of an outline that looks like a box with points does not make the others such", () => {
    const like = `${BOX} 0.45 0.4 0.55 0.4 0.45 0.6`;
    expect(read([...Array(20).fill(OUTLINE), like]).slice(-1)).toEqual(["outline 200 400 550 600"]);
  });
});

describe("a line", () => {
  it.each([
    "",
    "0",
    "0 0.5 0.5 0.2",
    "x 0.5 0.5 0.2 0.4",
    "-1 0.5 0.5 0.2 0.4",
    "0 0.5 0.5 0.2 nan",
    "0,0.5,0.5,0.2,0.4",
    "0 0x1 0.5 0.2 0.4",
    "1.5 0.5 0.5 0.2 0.4",
    "0 0.5 0.5 0.2 Infinity",
  ])("%j is no row", (line) => expect(parseYoloRow(line)).toBeUndefined());
  it("may have its class with a point, and signs for powers of ten", () => {
    expect(parseYoloRow("3.0 5e-1 .5 2E-1 +0.4")).toEqual({ classIndex: 3, values: [0.5, 0.5, 0.2, 0.4] });
  });
});
