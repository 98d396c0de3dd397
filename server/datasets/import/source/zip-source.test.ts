import { createWriteStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ZipFile } from "yazl";
import { openZipSource } from "./zip-source";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "forage-zip-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function zipOf(fill: (zip: ZipFile) => void): Promise<string> {
  const zip = new ZipFile();
  fill(zip);
  zip.end();
  const file = path.join(folder, "set.zip");
  await pipeline(zip.outputStream as Readable, createWriteStream(file));
  return file;
}

/** Writes another name of the same length into an archive: writers refuse to make such ones. */
function rename(file: string, from: string, to: string): string {
  const bytes = readFileSync(file);
  for (let at = bytes.indexOf(from); at >= 0; at = bytes.indexOf(from, at + 1)) bytes.write(to, at);
  writeFileSync(file, bytes);
  return file;
}

const codeOf = (file: string) =>
  openZipSource(file).then(
    () => "opened",
    (error: { code: string }) => error.code,
  );

describe("openZipSource", () => {
  it("lists and reads files, and leaves what systems add", async () => {
    const file = await zipOf((zip) => {
      zip.addBuffer(Buffer.from("one"), "set/a.txt");
      zip.addBuffer(Buffer.from("x"), "__MACOSX/set/._a.txt");
      zip.addEmptyDirectory("set/empty");
    });
    const source = await openZipSource(file);
    expect(source.entries).toEqual([{ path: "set/a.txt", bytes: 3 }]);
    expect(Buffer.from(await source.read("set/a.txt", 10)).toString()).toBe("one");
    await expect(source.read("set/a.txt", 2)).rejects.toMatchObject({ code: "import/file-too-large" });
    await expect(source.read("set/b.txt", 2)).rejects.toMatchObject({ code: "storage/missing" });
    await source.close();
  });

  it.each(["../../x", "/etc/pas", "a/../../"])("refuses an archive with the path %s", async (name) => {
    const file = await zipOf((zip) => zip.addBuffer(Buffer.from("x"), "harmless"));
    expect(await codeOf(rename(file, "harmless", name.padEnd(8, "x")))).toBe("import/unsafe-archive");
  });

  it("refuses a link", async () => {
    const file = await zipOf((zip) => {
      zip.addBuffer(Buffer.from("/etc/passwd"), "link.jpg", { mode: 0o120777 });
      zip.addBuffer(Buffer.from("x"), "a.jpg");
    });
    const source = await openZipSource(file);
    expect(source.entries.map((entry) => entry.path)).toEqual(["a.jpg"]);
    expect(source.refused).toEqual([{ path: "link.jpg", reason: "it is a link" }]);
    await source.close();
  });

  it("refuses a bomb before it unpacks anything", async () => {
    // 300 MB of zeros shrink to a thousandth
    const zeros = Buffer.alloc(30 * 2 ** 20);
    const fast = { compressionLevel: 1 };
    const file = await zipOf((zip) => {
      for (let index = 0; index < 10; index++) zip.addBuffer(zeros, `${index}.txt`, fast);
    });
    expect(await codeOf(file)).toBe("import/unsafe-archive");
  });

  it("does not believe a size that is a lie", async () => {
    const file = await zipOf((zip) => zip.addBuffer(Buffer.alloc(5_000), "a.txt"));
    const bytes = readFileSync(file);
    const size = Buffer.alloc(4);
    size.writeUInt32LE(5_000);
    for (let at = bytes.indexOf(size); at >= 0; at = bytes.indexOf(size, at + 1)) bytes.writeUInt32LE(10, at);
    writeFileSync(file, bytes);
    const source = await openZipSource(file);
    await expect(source.read("a.txt", 1_000)).rejects.toMatchObject({ code: "import/damaged-archive" });
    await source.close();
  });

  it("says when a file is no archive, or was cut off", async () => {
    const file = await zipOf((zip) => zip.addBuffer(Buffer.from("x".repeat(5_000)), "a.txt"));
    writeFileSync(file, readFileSync(file).subarray(0, -30));
    expect(await codeOf(file)).toBe("import/damaged-archive");
    writeFileSync(file, "hello");
    expect(await codeOf(file)).toBe("import/damaged-archive");
    expect(await codeOf(path.join(folder, "none.zip"))).toBe("request/invalid");
  });
});
