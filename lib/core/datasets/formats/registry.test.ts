import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { LABELLED_SETS } from "@/scripts/fuzz/seeds";
import { recogniseSet } from "@/server/datasets/import/recognise-format";
import { memorySource } from "@/server/datasets/import/testing/memory-source";
import { EXPORT_FORMATS, SET_FORMATS } from "./known-formats";
import type { RegisteredFormat } from "./label-format";
import { LABEL_FORMATS } from "./registry";

const all: readonly RegisteredFormat[] = LABEL_FORMATS;

describe("the registry of label formats", () => {
  it("has every id once, for reading and for writing", () => {
    expect(new Set(SET_FORMATS).size).toBe(SET_FORMATS.length);
    expect(new Set(EXPORT_FORMATS).size).toBe(EXPORT_FORMATS.length);
  });

  it.each(all)(
    "$id has a layout for each way it is written, and a folder of its name",
    async ({ id, writes, load }) => {
      const { format } = await load();
      expect(Object.keys(format.layouts).sort()).toEqual(writes.map((one) => one.id).sort());
      expect(existsSync(path.join(import.meta.dirname, id, "sample.ts"))).toBe(true);
    },
  );

  it("is what docs/datasets.md lists", async () => {
    const docs = await readFile(path.join(import.meta.dirname, "../../../../docs/datasets.md"), "utf8");
    for (const { name, reads, writes } of all) {
      const written = writes.map(({ id }) => `\`${id}\``).join(", ") || "only read";
      expect(docs).toContain(`| ${name} | ${reads} | ${written} |`);
    }
  });

  // COCO and Datumaro, CreateML and Label Studio, VIA: all are JSON, and three are CSV
  it.each(SET_FORMATS)("%s is recognised by what is in it, and as nothing else", async (id) => {
    const { format, candidates } = await recogniseSet(memorySource(LABELLED_SETS[id]));
    expect(format).toBe(id);
    expect(candidates).toHaveLength(1);
  });
});
