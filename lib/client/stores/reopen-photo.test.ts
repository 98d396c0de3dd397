import { expect, it } from "vitest";
import { filterCandidates } from "@/lib/core/detection/filter";
import { DEFAULT_FILTER } from "@/lib/core/detection/types";
import { toCandidates } from "./reopen-photo";

it("gives saved boxes back as candidates, best first, so that the sliders work before a fresh run", () => {
  const candidates = toCandidates([
    { box: { x1: 50, y1: 0, x2: 60, y2: 10 }, score: 0.3, classId: 7 },
    { box: { x1: 0, y1: 0, x2: 10, y2: 10 }, score: 0.9, classId: 4 },
  ]);
  expect(filterCandidates(candidates, DEFAULT_FILTER).map(({ classId }) => classId)).toEqual([4, 7]);
  expect(filterCandidates(candidates, { ...DEFAULT_FILTER, confidence: 0.5 })).toMatchObject([
    { classId: 4, box: { x1: 0, y1: 0, x2: 10, y2: 10 } },
  ]);
});

it("gives the other names of a saved box back with it", () => {
  const alternatives = [{ classId: 9, score: 0.4 }];
  const [box] = filterCandidates(
    toCandidates([{ box: { x1: 0, y1: 0, x2: 10, y2: 10 }, score: 0.9, classId: 4, alternatives }]),
    DEFAULT_FILTER,
  );
  expect(box?.alternatives).toEqual(alternatives);
});
