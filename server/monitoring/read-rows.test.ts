import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readRows } from "./read-rows";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "forage-rows-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function read(name: string, text: string) {
  const file = path.join(folder, name);
  await writeFile(file, text);
  return readRows(file);
}

const refused = async (name: string, text: string) =>
  read(name, text).then(
    () => "was read",
    (error: { code: string; facts: { field: string } }) =>
      `${error.code}: ${error.facts.field.replaceAll(`${folder}/`, "")}`,
  );

describe("rows of JSON lines", () => {
  it("become columns, nested ones with a dot, absent values as missing", async () => {
    const { rows, columns } = await read(
      "a.jsonl",
      '\uFEFF{"score":1,"latency":{"decodeMs":2}}\r\n\n{"score":null,"sketch":[1,2],"ok":true,"name":"a"}\n',
    );
    expect(rows).toBe(2);
    expect(Object.fromEntries(columns)).toEqual({
      score: [1, null],
      "latency.decodeMs": [2, null],
      sketch: [null, [1, 2]],
      ok: [null, true],
      name: [null, "a"],
    });
  });

  it.each([
    ['{"a":1}\n[1]\n', "b.jsonl, line 2 is not a JSON object"],
    ['{"a":1}\n{"a":', "b.jsonl, line 2 is not a JSON object"],
    ['{"a.b":1,"a":{"b":2}}', "b.jsonl, line 1 has a.b twice"],
    ['{"a":["x"]}', "b.jsonl, line 1: a is a list that holds more than numbers"],
    ["\n \n", "b.jsonl holds no rows"],
  ])("%j is refused with its place", async (text, said) => {
    expect(await refused("b.jsonl", text)).toBe(`request/invalid: ${said}`);
  });
});

describe("rows of CSV", () => {
  it("are numbers where all are, true and false where all are, else words; gaps are missing", async () => {
    const { rows, columns } = await read(
      "a.csv",
      '\uFEFFn,flag,name,big\n1.5,True,"a, b",1e3\nNA,false,7,inf\n-2,,x,4\n',
    );
    expect(rows).toBe(3);
    expect(Object.fromEntries(columns)).toEqual({
      n: [1.5, null, -2],
      flag: [true, false, null],
      name: ["a, b", "7", "x"],
      big: [1000, null, 4],
    });
  });

  it.each([
    ["semicolons", "a;b\n1;2\n"],
    ["tabs", "a\tb\n1\t2\n"],
    ["commas, with a semicolon in a name", '"a;;;"\n1\n'],
  ])("may be separated by %s", async (_name, text) => {
    const { columns } = await read("b.csv", text);
    expect([...columns.values()].flat()).toEqual(text.startsWith('"') ? [1] : [1, 2]);
  });

  it.each([
    ["a,a\n1,2\n", 'c.csv has two columns that are called "a"'],
    [
      "a;b\n0,5;1\n1;2\n",
      'c.csv: the numbers of column "a" are written with a comma; write them with a point',
    ],
    ["a,b\n", "c.csv holds no rows"],
    ["", "c.csv holds no rows"],
  ])("%j is refused", async (text, said) => {
    expect(await refused("c.csv", text)).toBe(`request/invalid: ${said}`);
  });

  it("of a length of their own are refused with their line", async () => {
    expect(await refused("d.csv", "a,b\n1,2\n3\n")).toMatch(/not a well-formed table: .*line 3/);
  });
});

it("a file of another kind, a folder and no file are refused", async () => {
  expect(await refused("a.parquet", "PAR1")).toContain("must end in .jsonl");
  await expect(readRows(path.join(folder, "none.csv"))).rejects.toMatchObject({ code: "request/invalid" });
});
