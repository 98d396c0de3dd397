import { describe, expect, it } from "vitest";
import { readCsv } from "./read-csv";
import { memorySource } from "./testing/memory-source";

const HEAD = "file,name";

async function rowsOf(content: string | Uint8Array) {
  const rows: (readonly string[])[] = [];
  const columns: string[] = [];
  const isIt = await readCsv(memorySource({ "a.csv": content }), "a.csv", {
    limitBytes: 1_000_000,
    header: (names) => {
      columns.push(...names);
      return names.includes("name");
    },
    row: (fields, line) => rows.push([...fields, String(line)]),
  });
  return { isIt, columns, rows };
}

describe("a CSV that comes in parts", () => {
  it("has a letter, a line end and quotes cut in two, and is read as the whole", async () => {
    const { rows } = await rowsOf(`${HEAD}\r\nä.jpg,"leaf, ""green"""\r\n\r\nöö.jpg,"two\nlines"\r\n`);
    expect(rows.map(([file, name]) => [file, name])).toEqual([
      ["ä.jpg", 'leaf, "green"'],
      ["öö.jpg", "two\nlines"],
    ]);
  });

  it("is read in UTF-16 too", async () => {
    const text = `\ufeff${HEAD}\nä.jpg,egg\n`;
    const { rows } = await rowsOf(new Uint8Array(Buffer.from(text, "utf16le")));
    expect(rows).toEqual([["ä.jpg", "egg", "2"]]);
  });

  it("is left after its header when it is of something else", async () => {
    const source = memorySource({});
    let taken = 0;
    const parts = async function* () {
      for (const line of ["price,weight\n", "1,2\n", "3,4\n"]) {
        taken++;
        yield new TextEncoder().encode(line);
      }
    };
    const isIt = await readCsv({ ...source, parts }, "a.csv", {
      limitBytes: 10,
      header: () => false,
      row: () => expect.unreachable(),
    });
    expect({ isIt, taken }).toEqual({ isIt: false, taken: 1 });
  });

  it("says so when a quote does not end, and when it is no text", async () => {
    await expect(rowsOf(`${HEAD}\na,"b\n`)).rejects.toMatchObject({ code: "import/unreadable-labels" });
    const broken = new Uint8Array([...new TextEncoder().encode(`${HEAD}\na,`), 0xff, 0xff, 10]);
    await expect(rowsOf(broken)).rejects.toMatchObject({ code: "import/unreadable-labels" });
  });
});
