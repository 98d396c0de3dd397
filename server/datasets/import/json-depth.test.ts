import { describe, expect, it } from "vitest";
import { readMemorySet } from "@/scripts/fuzz/memory-source";
import { LABELLED_SETS } from "@/scripts/fuzz/seeds";
import { isNestedDeeper } from "./json-depth";

const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);

describe("isNestedDeeper", () => {
  it.each([
    ["exactly as deep", nested(3), false],
    ["one deeper", nested(4), true],
    ["lists and objects in turn", '[{"a":[{"b":1}]}]', true],
    ["side by side", "[[],[],[],[]]", false],
    ["brackets in texts", '["[[[[", "{{{{", "\\"[[[["]', false],
    ["never closed", "[[[[", true],
    ["a quote that is no quote", '["\\\\", [[[1]]]]', true],
  ])("of %s", (_name, text, is) => {
    expect(isNestedDeeper(text, 3)).toBe(is);
  });
});

it.each(["coco", "labelme"] as const)(
  "a %s file nested a hundred thousand deep is refused, not a crash",
  async (format) => {
    const files = LABELLED_SETS[format] ?? {};
    const path = Object.keys(files).find((name) => name.endsWith(".json")) ?? "";
    const text = Buffer.from(files[path] ?? []).toString("utf8");
    // as an id, as a label, and cut off: every JSON reader meets it
    for (const spoilt of [
      text.replace(/("id": ?|"label": ?)[^,\n]+/, `$1${nested(100_000)}`),
      `${"[".repeat(100_000)}`,
    ]) {
      await expect(readMemorySet({ ...files, [path]: Buffer.from(spoilt) })).rejects.toMatchObject({
        name: "AppError",
      });
    }
  },
);
