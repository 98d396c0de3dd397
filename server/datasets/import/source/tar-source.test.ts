import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { type Header, pack } from "tar-stream";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openSource } from "./open-source";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "forage-tar-"));
  vi.stubEnv("FORAGE_DATA_DIR", path.join(folder, "data"));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

type File = readonly [name: string, content: string | Buffer, more?: Partial<Header>];

async function tarOf(files: readonly File[]): Promise<Buffer> {
  const archive = pack();
  for (const [name, content, more] of files) archive.entry({ name, ...more }, content);
  archive.finalize();
  const parts: Buffer[] = [];
  for await (const part of archive) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

function put(name: string, bytes: Uint8Array | string): string {
  const file = path.join(folder, name);
  writeFileSync(file, bytes);
  return file;
}

const SET: readonly File[] = [
  ["./set/data.yaml", "names: [egg]\n"],
  ["./set/images/a.jpg", "photo"],
  ["./set/._a.jpg", "clutter"],
];
const unpackedIn = () => {
  const place = path.join(folder, "data", "imports");
  return existsSync(place) ? readdirSync(place) : [];
};

const failureOf = (file: string) =>
  openSource(file).then(
    () => ({ code: "opened", facts: {} }),
    (error: { code: string; facts: object }) => ({ code: error.code, facts: error.facts }),
  );

describe("a tar archive", () => {
  it.each([
    ["set.tar", (bytes: Buffer) => bytes],
    ["set.tar.gz", (bytes: Buffer) => gzipSync(bytes)],
    ["set.tgz", (bytes: Buffer) => gzipSync(bytes)],
    ["called.zip", (bytes: Buffer) => gzipSync(bytes)],
  ])("is listed and read as %s, and leaves nothing behind", async (name, packed) => {
    const source = await openSource(put(name, packed(await tarOf(SET))));
    expect(source.entries).toEqual([
      { path: "set/data.yaml", bytes: 13 },
      { path: "set/images/a.jpg", bytes: 5 },
    ]);
    expect(Buffer.from(await source.read("set/images/a.jpg", 10)).toString()).toBe("photo");
    await expect(source.read("set/images/a.jpg", 2)).rejects.toMatchObject({ code: "import/file-too-large" });
    await expect(source.read("set/b.jpg", 2)).rejects.toMatchObject({ code: "storage/missing" });
    await source.close();
    expect(unpackedIn()).toEqual([]);
  });

  it("keeps long names, and of a file that is in it twice the later", async () => {
    const long = `${"deep/".repeat(40)}a.txt`;
    const source = await openSource(
      put(
        "set.tar",
        await tarOf([
          [long, "one"],
          ["b.txt", "old"],
          ["b.txt", "new"],
        ]),
      ),
    );
    expect(source.entries.map((entry) => entry.path)).toEqual(["b.txt", long]);
    expect(Buffer.from(await source.read("b.txt", 10)).toString()).toBe("new");
    await source.close();
  });

  it.each(["../x.txt", "/etc/passwd", "a/../../x", "C:\\x"])(
    "is refused with the path %s, and leaves nothing behind",
    async (name) => {
      const file = put(
        "set.tar",
        await tarOf([
          ["a.txt", "x"],
          [name, "x"],
        ]),
      );
      expect(await failureOf(file)).toMatchObject({ code: "import/unsafe-archive" });
      expect(unpackedIn()).toEqual([]);
    },
  );

  it("has its links and devices left aside", async () => {
    const file = put(
      "set.tar",
      await tarOf([
        ["link.jpg", "", { type: "symlink", linkname: "/etc/passwd" }],
        ["pipe", "", { type: "fifo" }],
        ["a.jpg", "x"],
      ]),
    );
    const source = await openSource(file);
    expect(source.entries.map((entry) => entry.path)).toEqual(["a.jpg"]);
    expect(source.refused).toEqual([
      { path: "link.jpg", reason: "it is a link" },
      { path: "pipe", reason: "it is no file" },
    ]);
    await source.close();
  });

  it("made to fill the disk is stopped on the way", async () => {
    const zeros = Buffer.alloc(30 * 2 ** 20);
    const file = put(
      "set.tar.gz",
      gzipSync(await tarOf(Array.from({ length: 9 }, (_, i) => [`${i}.txt`, zeros]))),
    );
    expect(await failureOf(file)).toMatchObject({ code: "import/unsafe-archive" });
    expect(unpackedIn()).toEqual([]);
  });

  it.each(["set.tar", "set.tar.gz"])("that was cut off (%s) is said to be", async (name) => {
    const whole = await tarOf([
      ["a.txt", Buffer.from(Array.from({ length: 9_000 }, (_, i) => (i * 7919) % 251))],
    ]);
    const bytes = name.endsWith("gz") ? gzipSync(whole) : whole;
    const file = put(name, bytes.subarray(0, Math.floor(bytes.length / 2)));
    expect(await failureOf(file)).toEqual({
      code: "import/damaged-archive",
      facts: { reason: "it is cut off before its end" },
    });
    expect(unpackedIn()).toEqual([]);
  });
});

describe("what is no archive that can be read", () => {
  it.each([
    ["set.7z", Buffer.from("7z\xbc\xaf\x27\x1c rest", "latin1"), /7-Zip/],
    ["set.rar", Buffer.from("Rar!\x1a\x07"), /RAR/],
    ["set.tar.bz2", Buffer.from("BZh91AY"), /bzip2/],
    ["set.tar.xz", Buffer.from("\xfd7zXZ\0", "latin1"), /xz/],
    ["photo.jpg", Buffer.from([0xff, 0xd8, 0xff, 0xe0]), /photo/],
    ["set.zip", Buffer.from("hello"), /no zip or tar/],
    ["set.zip", Buffer.alloc(0), /empty/],
  ])("%s is named as what it is", async (name, bytes, reason) => {
    expect(await failureOf(put(name, bytes))).toEqual({
      code: "import/unreadable-archive",
      facts: { reason: expect.stringMatching(reason) },
    });
  });

  it("a gzip file of something else is no whole archive", async () => {
    expect(await failureOf(put("labels.json.gz", gzipSync("{}")))).toMatchObject({
      code: "import/damaged-archive",
    });
  });

  it("nothing at all is said to be that", async () => {
    expect(await failureOf(path.join(folder, "none"))).toMatchObject({ code: "request/invalid" });
  });
});

it("a folder is opened as one", async () => {
  put("a.txt", "x");
  const source = await openSource(folder);
  expect(source.entries.map((entry) => entry.path)).toEqual(["a.txt"]);
  expect(readFileSync(path.join(folder, "a.txt"), "utf8")).toBe("x");
  await source.close();
});
