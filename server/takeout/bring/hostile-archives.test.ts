import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { deflateRawSync, gzipSync } from "node:zlib";
import { pack as packTar } from "tar-stream";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { openTakeout } from "./open-takeout";

vi.setConfig({ testTimeout: 60_000 });

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "forage-hostile-"));
  process.env.FORAGE_DATA_DIR = folder;
});
afterEach(() => {
  delete process.env.FORAGE_DATA_DIR;
  rmSync(folder, { recursive: true, force: true });
});

interface RawEntry {
  readonly name: string;
  readonly content: Uint8Array;
  /** As the list claims it; the truth otherwise. */
  readonly claimed?: number;
  /** In the list with 64 bits. */
  readonly claimed64?: bigint;
  /** Unix mode. */
  readonly mode?: number;
  /** Shares the content of the entry before. */
  readonly overlaps?: boolean;
}

/** A zip as no writer makes it. Source: PKWARE's APPNOTE.TXT, sections 4.3.7, 4.3.12 and 4.5.3 */
function rawZip(entries: readonly RawEntry[]): Buffer {
  const parts: Buffer[] = [];
  const list: Buffer[] = [];
  let [at, before] = [0, 0];
  for (const { name, content, claimed, claimed64, mode = 0o100644, overlaps = false } of entries) {
    const packed = deflateRawSync(content);
    const named = Buffer.from(name);
    const size = claimed64 === undefined ? (claimed ?? content.length) : 0xffffffff;
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(20, 4);
    local.writeUInt16LE(8, 8);
    local.writeUInt32LE(packed.length, 18);
    local.writeUInt32LE(size, 22);
    local.writeUInt16LE(named.length, 26);
    if (!overlaps) {
      before = at;
      parts.push(local, named, packed);
      at += local.length + named.length + packed.length;
    }
    const extra = Buffer.alloc(claimed64 === undefined ? 0 : 12);
    if (claimed64 !== undefined) {
      extra.writeUInt16LE(1, 0);
      extra.writeUInt16LE(8, 2);
      extra.writeBigUInt64LE(claimed64, 4);
    }
    const head = Buffer.alloc(46);
    head.writeUInt32LE(0x02014b50, 0);
    head.writeUInt16LE((3 << 8) | 20, 4);
    head.writeUInt16LE(45, 6);
    head.writeUInt16LE(8, 10);
    head.writeUInt32LE(packed.length, 20);
    head.writeUInt32LE(size, 24);
    head.writeUInt16LE(named.length, 28);
    head.writeUInt16LE(extra.length, 30);
    head.writeUInt32LE((mode << 16) >>> 0, 38);
    head.writeUInt32LE(before, 42);
    list.push(head, named, extra);
  }
  const directory = Buffer.concat(list);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Math.min(entries.length, 0xffff), 8);
  end.writeUInt16LE(Math.min(entries.length, 0xffff), 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, directory, end]);
}

const MANIFEST = Buffer.from(
  JSON.stringify({
    kind: "forage-takeout",
    version: 1,
    writtenAt: "2026-11-30T12:00:00Z",
    team: "Home",
    photos: 1,
    recipes: 0,
  }),
);
const manifest: RawEntry = { name: "forage.json", content: MANIFEST };

const put = (bytes: Uint8Array, name = "data.zip") => {
  const place = path.join(folder, name);
  writeFileSync(place, bytes);
  return place;
};
const opened = (entries: readonly RawEntry[]) => openTakeout(put(rawZip(entries)));
const refusedWith = (code: string) => ({ code });

it("opens what these archives are made from: each is refused for its own trick", async () => {
  const archive = await opened([manifest]);
  expect(archive.manifest.team).toBe("Home");
  await archive.close();
});

describe("an archive of somebody's data that is made to do harm", () => {
  it.each(["images/../../../etc/cron.d/x", "/etc/passwd", "images/..\\..\\x.jpg", "C:\\x.jpg"])(
    "is refused for the path %s",
    async (name) => {
      await expect(opened([manifest, { name, content: Buffer.from("x") }])).rejects.toMatchObject(
        refusedWith("import/unsafe-archive"),
      );
    },
  );

  it("leads nowhere by a link: its manifest is then none", async () => {
    const link = { ...manifest, content: Buffer.from("/etc/passwd"), mode: 0o120777 };
    await expect(opened([link])).rejects.toMatchObject(refusedWith("takeout/not-ours"));
  });

  it("says one thing to whoever looks and to whoever writes: of two files of one name the first counts", async () => {
    const other = { ...manifest, content: Buffer.from(MANIFEST.toString().replace("Home", "Evil")) };
    for (const [first, second] of [
      [manifest, other],
      [other, manifest],
    ] as const) {
      const archive = await opened([first, second]);
      expect(archive.manifest.team).toBe(JSON.parse(Buffer.from(first.content).toString()).team);
      await archive.close();
    }
  });

  it("is refused where a thousand entries share one content: together they are far more than it", async () => {
    const content = Buffer.alloc(2 ** 20);
    const many = Array.from({ length: 1_000 }, (_, at) => ({
      name: `images/${at}.jpg`,
      content,
      overlaps: at > 0,
    }));
    await expect(opened([manifest, ...many.slice(0, 1_000)])).rejects.toMatchObject(
      refusedWith("import/unsafe-archive"),
    );
  });

  it("is refused for a size that no disk has", async () => {
    for (const claimed64 of [2n ** 40n, 2n ** 62n])
      await expect(
        opened([manifest, { name: "images/a.jpg", content: Buffer.from("x"), claimed64 }]),
      ).rejects.toMatchObject({ code: expect.stringMatching(/^import\/(unsafe|damaged)-archive$/) });
  });

  it("is damaged where a file is more, or less, than its list says", async () => {
    for (const claimed of [10, MANIFEST.length + 10])
      await expect(opened([{ ...manifest, claimed }])).rejects.toMatchObject({
        code: expect.stringMatching(/^takeout\/(damaged|not-ours)$/),
      });
  });

  it("is refused for a manifest that is no small file", async () => {
    const blown = Buffer.concat([MANIFEST, Buffer.alloc(2 ** 21, " ")]);
    await expect(opened([{ ...manifest, content: blown }])).rejects.toMatchObject(
      refusedWith("takeout/not-ours"),
    );
  });

  it("ends at a line that never does, and at text nested without end", async () => {
    const endless = { name: "corrections.jsonl", content: Buffer.alloc(70 * 2 ** 20, "[") };
    const archive = await opened([manifest, endless]);
    const lines = archive.readLines("corrections.jsonl", z.unknown());
    await expect(lines.next()).rejects.toMatchObject(refusedWith("takeout/damaged"));
    await archive.close();
    const deep = `${"[".repeat(200_000)}${"]".repeat(200_000)}\n`;
    const nested = await opened([manifest, { name: "corrections.jsonl", content: Buffer.from(deep) }]);
    const first = await nested.readLines("corrections.jsonl", z.object({ photoId: z.string() })).next();
    expect(first.value).toBeNull();
    await nested.close();
  });

  it("fills no memory with a list of more files than any archive has", async () => {
    const empty = Buffer.alloc(0);
    const zip = rawZip(
      Array.from({ length: 60_000 }, (_, at) => ({ name: `${at}`, content: empty, overlaps: at > 0 })),
    );
    // the list says how many: what is beyond it is not read
    const directory = zip.subarray(0, -22);
    const end = Buffer.from(zip.subarray(-22));
    end.writeUInt16LE(1, 8);
    end.writeUInt16LE(1, 10);
    await expect(openTakeout(put(Buffer.concat([directory, end])))).rejects.toMatchObject({
      code: expect.stringMatching(/^(takeout\/not-ours|import\/damaged-archive)$/),
    });
  });

  it("is refused as a tar that blows up, and leaves nothing on the disk", async () => {
    const tar = packTar();
    const zeros = Buffer.alloc(64 * 2 ** 20);
    for (let at = 0; at < 5; at++) tar.entry({ name: `images/${at}.jpg` }, zeros);
    tar.finalize();
    const parts: Buffer[] = [];
    for await (const part of tar) parts.push(part as Buffer);
    const place = put(gzipSync(Buffer.concat(parts), { level: 1 }), "data.tar.gz");
    await expect(openTakeout(place)).rejects.toMatchObject(refusedWith("import/unsafe-archive"));
    const { readdirSync, existsSync } = await import("node:fs");
    const imports = path.join(folder, "imports");
    expect(existsSync(imports) ? readdirSync(imports) : []).toEqual([]);
  });
});
