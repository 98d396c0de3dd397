import { describe, expect, it } from "vitest";
import type { DatasetClass } from "@/lib/contracts/dataset-classes";
import { readMapping, requireNames } from "./class-choices";

const classes = ["egg", "red cabbage", "a=b"].map(
  (name, id) => ({ id, name, displayName: name, synonyms: [], mergedInto: null }) as unknown as DatasetClass,
);

describe("readMapping", () => {
  it.each([
    ["Ei=egg", "Ei", 0],
    ["chou rouge = Red Cabbage ", "chou rouge", 1],
    ["size=L=egg", "size=L", 0],
    ["=egg=egg", "=egg", 0],
    ["x=a=b", "x", 2],
    ["🍳=egg", "🍳", 0],
  ])("takes %j for %j", (pair, foreignName, classId) => {
    expect(readMapping(pair, classes)).toEqual({ as: "class", foreignName, classId });
  });

  it.each(["egg", "Ei=", "=egg", "Ei=nothing", "a=egg=nothing"])("refuses %j", (pair) => {
    expect(() => readMapping(pair, classes)).toThrow(expect.objectContaining({ code: "request/invalid" }));
  });
});

it("requireNames names what the set has not, and what it has", () => {
  const leave = (foreignName: string) => ({ as: "left-out" as const, foreignName });
  expect(() => requireNames([leave("hand")], ["hand", "egg"])).not.toThrow();
  expect(() => requireNames([leave("hnad"), leave("egg")], ["hand", "egg"])).toThrow(
    expect.objectContaining({ facts: { field: "the set has no class called hnad; it has hand, egg" } }),
  );
});
