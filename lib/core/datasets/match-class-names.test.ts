import { expect, it } from "vitest";
import { matchClassNames, type NamedClass } from "./match-class-names";

const make = (id: number, name: string, synonyms: string[] = []): NamedClass => ({ id, name, synonyms });
const classes = [make(0, "kiwi", ["qiwi"]), make(1, "soybean leaf", ["Soyabean leaf"]), make(2, "olive oil")];

it("matches canonical names and synonyms whatever their case and underscores", () => {
  expect(matchClassNames(["Qiwi", "olive_oil", "KIWI"], classes).idByIndex).toEqual([0, 2, 0]);
});

it("maps two spellings to one class", () => {
  expect(matchClassNames(["Soyabean leaf", "Soybean  leaf"], classes).idByIndex).toEqual([1, 1]);
});

it("lists what no class is called", () => {
  expect(matchClassNames(["coin", "kiwi"], classes)).toEqual({
    idByIndex: [undefined, 0],
    unmapped: ["coin"],
  });
});

it("prefers a canonical name to another class's synonym", () => {
  const rival = [make(0, "corn leaf", ["maize"]), make(1, "maize")];
  expect(matchClassNames(["maize"], rival).idByIndex).toEqual([1]);
});

it("finds a renamed class by the name it had, its own names first", () => {
  expect(matchClassNames(["chinese gooseberry"], classes, [["qiwi"]]).idByIndex).toEqual([0]);
  expect(matchClassNames(["olive oil"], classes, [["kiwi"]]).idByIndex).toEqual([2]);
  expect(matchClassNames(["a", "kiwi"], classes, []).unmapped).toEqual(["a"]);
});
