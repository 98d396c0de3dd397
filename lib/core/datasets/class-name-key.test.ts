import fc from "fast-check";
import { expect, it } from "vitest";
import { checkClassNames } from "./check-classes";
import { canonicalName, classNameKey } from "./class-name-key";

const same = (a: string, b: string) => classNameKey(a) === classNameKey(b);

it.each([
  ["Bell_pepper", "bell  pepper"],
  ["bell-pepper", "bell pepper"],
  ["Eggs", "egg"],
  ["pur\u00e9e", "pure\u0301e"],
  ["\u1112\u1161\u11ab", "\ud55c"],
  ["ÄPFEL", "a\u0308pfel"],
])("takes %s and %s for one class", (a, b) => expect(same(a, b)).toBe(true));

it.each([
  ["🍎", "🍌"],
  ["grade A+", "grade A-"],
  ["grade A", "grade A+"],
  ["C", "C#"],
  ["purée", "pure e"],
  ["purée", "puree"],
  ["50%", "50"],
  ["cola*", "cola"],
  ["?", "!"],
  ["jalapeño", "jalapeno"],
  ["か", "が"],
  ["кит", "кыт"],
  ["glass", "glas"],
])("keeps %s and %s apart", (a, b) => expect(same(a, b)).toBe(false));

it("is never empty for a name that has a sign in it", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (name) => {
      fc.pre(name.replace(/[_\s]/g, "") !== "");
      expect(classNameKey(name)).not.toBe("");
    }),
  );
});

it("is the same for every form of a name", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (name) => {
      expect(canonicalName(name.normalize("NFD"))).toBe(canonicalName(name.normalize("NFC")));
    }),
  );
});

it("does not warn of two names that differ in signs, and does of two that differ in separators", () => {
  expect(checkClassNames(["🍎", "🍌", "grade A+", "grade A-", "C", "C#"])).toEqual([]);
  expect(checkClassNames(["bell-pepper", "Bell, pepper"]).map(({ code }) => code)).toEqual([
    "class-two-names",
  ]);
});
