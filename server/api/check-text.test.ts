import { describe, expect, it } from "vitest";
import { checkInput, checkQuery, isStorable, readJsonBody } from "./check-text";

const REFUSED = expect.objectContaining({ code: "request/invalid" });

describe("checkInput", () => {
  it.each([
    ["a NUL in a text", "a\u0000b"],
    ["the first half of a character", "a\ud83d"],
    ["the second half, and more after it", "\ude00 apple"],
    ["halves in the wrong order", "\ude00\ud83d"],
    ["a NUL in a list in an object", { labels: [{ id: "x\u0000" }] }],
    ["a key that cannot be stored", { filter: { "\ud83d": 1 } }],
    ["a number beyond what a double holds", JSON.parse('{"score": 1e400}')],
  ])("refuses %s", (_name, value) => {
    expect(() => checkInput(value)).toThrow(REFUSED);
  });

  it("refuses what is nested a hundred thousand deep, without running out of stack", () => {
    expect(() => checkInput(JSON.parse(`${"[".repeat(100_000)}${"]".repeat(100_000)}`))).toThrow(REFUSED);
  });

  it.each([
    ["whole characters outside the basic plane", "🍅 tomato"],
    ["line breaks and tabs", "one\n\ttwo"],
    ["nothing", undefined],
    ["a deep but real input", { a: [{ b: [{ c: null }] }], n: -1e308 }],
  ])("lets %s pass", (_name, value) => {
    expect(() => checkInput(value)).not.toThrow();
  });
});

it("isStorable tells a pair from a half", () => {
  expect(["🍅", "🍅".slice(0, 1), "🍅".slice(1)].map(isStorable)).toEqual([true, false, false]);
});

it("checkQuery looks at every name and value of an address", () => {
  expect(() => checkQuery("http://127.0.0.1/x?name=a%00.jpg")).toThrow(REFUSED);
  expect(() => checkQuery("http://127.0.0.1/x?na%00me=a")).toThrow(REFUSED);
  // bytes that are not UTF-8 become the replacement character, which can be stored
  expect(() => checkQuery("http://127.0.0.1/x?name=%ff.jpg")).not.toThrow();
});

it.each(["", "{", "[1,", '{"url":"a\\u0000"}', '{"url":"\\ud800"}'])(
  "readJson refuses the body %s",
  async (body) => {
    await expect(
      readJsonBody(new Request("http://127.0.0.1/", { method: "POST", body }), 1_000),
    ).rejects.toThrow(REFUSED);
  },
);
