import { describe, expect, it } from "vitest";
import { decodeUnicode } from "./decode-text";
import { whyNoJson } from "./why-no-json";

describe("whyNoJson", () => {
  it.each([
    ['{"area": NaN}', /NaN is no JSON number \(line 1, column 10\)/],
    ['{\n "area": -Infinity\n}', /-Infinity is no JSON number \(line 2, column/],
    ['{"images": [{"id": 1},]}', /comma has nothing after it.*line 1, column 2[23]/],
    ['{"a": 1,}', /comma has nothing after it/],
    ['{"a": 1', /ends in the middle \(line 1, column 8\)/],
    ['{"a": [1, 2, "thr', /ends in the middle|unexpected end of string/],
    ["", /it is empty/],
    ["{'a': 1}", /single quotes|property name expected/],
    ['{"a": 1} // why', /comment/],
    ['{"a" 1}', /colon expected/],
    ["<html>", /line 1, column 1/],
  ])("says where %j is wrong", (text, words) => {
    expect(() => JSON.parse(text)).toThrow();
    expect(whyNoJson(text)).toMatch(words);
  });
});

describe("decodeText", () => {
  const text = '{"name": "crème brûlée"}';
  const utf16 = (mark: string) => Buffer.from(mark + text, "utf16le");
  it.each([
    ["UTF-8", Buffer.from(text)],
    ["UTF-8 with a mark", Buffer.from(`\ufeff${text}`)],
    ["UTF-16 with a mark", utf16("\ufeff")],
    ["UTF-16 without", utf16("")],
    ["UTF-16, large byte first, with a mark", utf16("\ufeff").swap16()],
    ["UTF-16, large byte first, without", utf16("").swap16()],
  ])("reads %s", (_name, bytes) => expect(decodeUnicode(bytes)).toBe(text));

  it("refuses what is neither", () => {
    expect(() => decodeUnicode(Buffer.from([0x63, 0x72, 0xe8, 0x6d, 0x65]))).toThrow(TypeError);
  });
});
