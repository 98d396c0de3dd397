import { expect, it } from "vitest";
import { groupDoubts } from "./doubt-groups";
import { OTHER_FOOD } from "./food";

const doubt = (slug: string, original: string, foodId: string, candidates: string[] = []) => ({
  slug,
  title: slug,
  place: 0,
  ingredient: { foodId, quantity: 1, unit: "pc" as const, note: null, optional: false, original },
  candidates,
});

it("puts what one key settles first, then choices, then lines without a known food", () => {
  const groups = groupDoubts([
    doubt("a", "1 stardust", OTHER_FOOD),
    doubt("b", "1 pepper", "pepper", ["pepper", "black-pepper"]),
    doubt("c", "1 packet onion", "onion", ["onion"]),
  ]);
  expect(groups.map(({ effort }) => effort)).toEqual(["one-key", "choice", "unknown"]);
});

it("asks once about the same line of several recipes, and about the most frequent first", () => {
  const groups = groupDoubts([
    doubt("a", "1 packet leek", "leek", ["leek"]),
    doubt("b", "1 Packet  onion", "onion", ["onion"]),
    doubt("c", "1 packet onion", "onion", ["onion"]),
  ]);
  expect(groups.map(({ lines }) => lines.map(({ slug }) => slug))).toEqual([["b", "c"], ["a"]]);
});

it("keeps lines of the same words apart that were read differently", () => {
  const other = doubt("b", "1 onion", "onion");
  const groups = groupDoubts([
    doubt("a", "1 onion", "onion"),
    { ...other, ingredient: { ...other.ingredient, quantity: 2 } },
  ]);
  expect(groups).toHaveLength(2);
});
