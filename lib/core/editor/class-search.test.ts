import { describe, expect, it } from "vitest";
import { prefixDistance, searchClasses } from "./class-search";

const CLASSES = [
  { id: 0, name: "apple", displayName: "Apple", synonyms: [] },
  { id: 1, name: "pineapple", displayName: "Pineapple", synonyms: ["ananas"] },
  { id: 2, name: "aubergine", displayName: "Aubergine", synonyms: ["eggplant", "brinjal"] },
  { id: 3, name: "sweet_potato", displayName: "Sweet potato", synonyms: [] },
  { id: 4, name: "potato", displayName: "Potato", synonyms: [] },
  { id: 5, name: "creme", displayName: "Crème brûlée", synonyms: [] },
  { id: 6, name: "Tomato leaf late blight", displayName: "Tomato · late blight", synonyms: [] },
];
const found = (query: string) => searchClasses(CLASSES, query).map((each) => each.id);

describe("searching classes", () => {
  it("gives all, in their order, for nothing typed", () => {
    expect(found(" ")).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it("puts a beginning before a middle", () => {
    expect(found("apple")).toEqual([0, 1]);
    expect(found("pot")).toEqual([4, 3]);
  });

  it("forgives case and accents", () => {
    expect(found("CREME bru")).toEqual([5]);
  });

  it("finds by synonym", () => {
    expect(found("eggpl")).toEqual([2]);
    expect(found("brinjal")).toEqual([2]);
  });

  it("forgives a slip in four letters and two in eight", () => {
    expect(found("aplpe")).toContain(0);
    expect(found("tmato")).toContain(6);
    expect(found("abergien")).toContain(2);
    expect(found("potatoe")).toContain(4);
  });

  it("does not guess at three letters", () => {
    expect(found("xpp")).toEqual([]);
  });

  it("wants every word", () => {
    expect(found("tomato late")).toEqual([6]);
    expect(found("sweet blight")).toEqual([]);
  });

  it("keeps the order given among equals, so that likely classes stay first", () => {
    const twice = [CLASSES[4]!, { ...CLASSES[4]!, id: 9 }];
    expect(searchClasses([...twice].reverse(), "potato").map((each) => each.id)).toEqual([9, 4]);
  });
});

describe("the distance to a beginning", () => {
  it("is nothing for a beginning", () => {
    expect(prefixDistance("app", "apple")).toBe(0);
  });

  it("counts swapped neighbours once", () => {
    expect(prefixDistance("aplpe", "apple")).toBe(1);
  });

  it("is the length of what was typed against nothing", () => {
    expect(prefixDistance("abc", "")).toBe(3);
  });
});
