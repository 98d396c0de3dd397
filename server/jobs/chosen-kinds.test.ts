import { expect, it } from "vitest";
import { chosenKinds } from "./chosen-kinds";

const known = ["import", "export", "train"];

it.each([
  ["", known],
  [" , ", known],
  ["train", ["train"]],
  ["import, export", ["import", "export"]],
  ["-train", ["import", "export"]],
  ["-train,-import", ["export"]],
])("%j takes %j", (text, kinds) => {
  expect(chosenKinds(text, known)).toEqual(kinds);
});

it.each(["bake", "-bake", "train,-import"])("%j is refused: no job would be done by mistake", (text) => {
  expect(() => chosenKinds(text, known)).toThrow(expect.objectContaining({ code: "request/invalid" }));
});
