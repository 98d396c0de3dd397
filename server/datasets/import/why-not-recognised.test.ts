import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { pack } from "tar-stream";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ZipFile } from "yazl";
import { openSet } from "./open-set";
import { recogniseFormat } from "./recognise-format";
import { openSource } from "./source/open-source";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "forage-why-"));
  vi.stubEnv("FORAGE_DATA_DIR", path.join(folder, "data"));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

function put(file: string, content: string | Uint8Array): string {
  const full = path.join(folder, file);
  mkdirSync(path.dirname(full), { recursive: true });
  writeFileSync(full, content);
  return full;
}

async function zipOf(files: Readonly<Record<string, string | Buffer>>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content as string), name);
  zip.end();
  const parts: Buffer[] = [];
  for await (const part of zip.outputStream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** Writes two bytes into every header of an archive: writers make neither encrypted files nor other methods. */
function patch(zip: Buffer, local: number, central: number, value: number): Buffer {
  for (const [mark, offset] of [
    ["PK\x03\x04", local],
    ["PK\x01\x02", central],
  ] as const)
    for (let at = zip.indexOf(mark); at >= 0; at = zip.indexOf(mark, at + 4))
      zip.writeUInt16LE(value, at + offset);
  return zip;
}

/** What a person is told about this folder or archive. */
async function factsOf(place: string) {
  const work = async () => {
    const source = await openSource(place);
    try {
      return await openSet(source, await recogniseFormat(source));
    } finally {
      await source.close();
    }
  };
  return work().then(
    ({ photos }) => `opened ${photos.length}`,
    (error: { code: string; facts: Record<string, string> }) =>
      `${error.code} ${error.facts.reason} | ${error.facts.advice ?? ""}`,
  );
}

const YOLO = { "data.yaml": "names: [egg]\n", "images/a.jpg": "photo", "labels/a.txt": "0 .5 .5 .1 .1\n" };
const coco = (more: object) => ({ images: [{ id: 1, file_name: "a.jpg" }], annotations: [], ...more });

describe("an archive", () => {
  it("that is encrypted is said to be", async () => {
    const file = put("set.zip", patch(await zipOf(YOLO), 6, 8, 1));
    expect(await factsOf(file)).toMatch(/and 2 more: it is encrypted \| unpack it with its password/);
  });

  it.each([
    [9, "Deflate64"],
    [12, "bzip2"],
    [14, "LZMA"],
    [42, "method 42"],
  ])("compressed by method %i is said to be by %s", async (method, name) => {
    const file = put("set.zip", patch(await zipOf(YOLO), 8, 10, method));
    expect(await factsOf(file)).toMatch(
      new RegExp(`compressed with ${name}, which is not read here \\| unpack it`),
    );
  });

  it("in an archive is named", async () => {
    const file = put("set.zip", await zipOf({ "set/inner.zip": await zipOf(YOLO) }));
    expect(await factsOf(file)).toMatch(/it holds another archive, set\/inner.zip \|/);
  });

  it("of tar and gzip is read as a folder is", async () => {
    const archive = pack();
    for (const [name, content] of Object.entries(YOLO)) archive.entry({ name: `./${name}` }, content);
    archive.finalize();
    const parts: Buffer[] = [];
    for await (const part of archive) parts.push(part as Buffer);
    expect(await factsOf(put("set.tar.gz", gzipSync(Buffer.concat(parts))))).toBe("opened 1");
  });
});

describe("a folder", () => {
  it.each([
    [
      "NaN",
      '{"images": [], "annotations": [{"area": NaN}], "categories": []}',
      /NaN is no JSON number \(line 1, column 41\)/,
    ],
    [
      "a comma too many",
      '{"images": [1,], "annotations": [], "categories": []}',
      /comma has nothing after it/,
    ],
    ["no categories", JSON.stringify(coco({})), /it has no categories/],
    ["captions", JSON.stringify(coco({ annotations: [{ caption: "an egg" }], categories: [] })), /captions/],
  ])("with COCO of %s names the file and the reason", async (_name, text, reason) => {
    put("set/a.jpg", "photo");
    put("set/_annotations.coco.json", text);
    const facts = await factsOf(path.join(folder, "set"));
    expect(facts).toMatch(/^import\/not-recognised _annotations\.coco\.json: /);
    expect(facts).toMatch(reason);
  });

  it("with COCO in UTF-16 is read", async () => {
    const box = { id: 1, image_id: 1, category_id: 1, bbox: [1, 2, 3, 4] };
    const text = JSON.stringify(coco({ annotations: [box], categories: [{ id: 1, name: "crème" }] }));
    put("set/a.jpg", "photo");
    put("set/all.json", Buffer.from(`\ufeff${text}`, "utf16le"));
    expect(await factsOf(path.join(folder, "set"))).toBe("opened 1");
  });
});
