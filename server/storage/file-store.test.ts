import { execFileSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createDiskStore } from "./disk-store";
import type { FileStore } from "./file-store";
import { createS3Store } from "./s3-store";
import { getFileStore } from "./service";
import { type S3Double, startS3Double } from "./testing/moto";

// starts an object store
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const sha256 = (content: Uint8Array) => createHash("sha256").update(content).digest("hex");
const ABSENT = "0".repeat(64);

async function collect(stream: ReadableStream<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}

async function storesAndReads(store: FileStore): Promise<void> {
  const content = randomBytes(200_000);
  const name = await store.put(content);
  expect(name).toBe(sha256(content));
  expect(await store.has(name)).toBe(true);
  expect(Buffer.from(await store.read(name)).equals(content)).toBe(true);
  const opened = await store.open(name);
  expect(opened.bytes).toBe(content.length);
  expect((await collect(opened.stream)).equals(content)).toBe(true);
}

async function writesOnce(store: FileStore): Promise<void> {
  const content = randomBytes(1_000);
  const names = await Promise.all(Array.from({ length: 8 }, () => store.put(content)));
  expect(new Set(names)).toEqual(new Set([sha256(content)]));
  expect(Buffer.from(await store.read(sha256(content))).equals(content)).toBe(true);
}

async function removes(store: FileStore): Promise<void> {
  const name = await store.put(randomBytes(10));
  await store.remove(name);
  expect(await store.has(name)).toBe(false);
  await expect(store.read(name)).rejects.toMatchObject({ code: "storage/missing" });
  await expect(store.open(name)).rejects.toMatchObject({ code: "storage/missing" });
  await store.remove(name);
}

async function refusesPaths(store: FileStore): Promise<void> {
  for (const name of ["../../etc/passwd", "", "A".repeat(64), `${ABSENT}/x`]) {
    await expect(store.read(name)).rejects.toThrow(RangeError);
    await expect(store.remove(name)).rejects.toThrow(RangeError);
  }
}

const CASES = [
  ["stores and reads by content", storesAndReads],
  ["writes the same content once, also from many writers at a time", writesOnce],
  ["removes, and says what is missing", removes],
  ["takes no name that is not a SHA-256", refusesPaths],
] as const;

describe("on disk", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "forage-files-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(CASES)("%s", async (_name, check) => {
    await check(createDiskStore(join(folder, "files")));
  });

  it("leaves no temporary file behind", () => {
    const names = readdirSync(join(folder, "files"), { recursive: true }).map(String);
    expect(names.filter((name) => name.endsWith(".partial"))).toEqual([]);
  });

  it("writes a file again that a broken disk cut short", async () => {
    const store = createDiskStore(join(folder, "cut"));
    const content = randomBytes(500);
    const name = await store.put(content);
    writeFileSync(join(folder, "cut", name.slice(0, 2), name), content.subarray(0, 100));
    await store.put(content);
    expect(Buffer.from(await store.read(name)).equals(content)).toBe(true);
  });

  it("says when the folder may not be written, and leaves nothing", async (context) => {
    const closed = join(folder, "closed");
    mkdirSync(closed);
    if (process.getuid?.() === 0) {
      // root may write anywhere; only a read-only mount stops it
      if (!mounted(["-t", "tmpfs", "-o", "ro,size=1m", "tmpfs", closed]))
        return context.skip("no right to mount");
    } else chmodSync(closed, 0o500);
    try {
      await expect(createDiskStore(closed).put(randomBytes(10))).rejects.toMatchObject({
        code: "storage/read-only",
      });
    } finally {
      unmount(closed);
    }
  });

  it("says when the disk is full, keeps what was there, and works again when there is room", async (context) => {
    const small = join(folder, "small");
    mkdirSync(small);
    if (!mounted(["-t", "tmpfs", "-o", "size=256k", "tmpfs", small]))
      return context.skip("no right to mount a tmpfs");
    try {
      const store = createDiskStore(small);
      const first = await store.put(randomBytes(50_000));
      await expect(store.put(randomBytes(400_000))).rejects.toMatchObject({ code: "storage/disk-full" });
      expect((await store.read(first)).length).toBe(50_000);
      expect(await store.put(randomBytes(50_000))).toMatch(/^[0-9a-f]{64}$/);
      const names = readdirSync(small, { recursive: true }).map(String);
      expect(names.filter((name) => name.endsWith(".partial"))).toEqual([]);
    } finally {
      unmount(small);
    }
  });
});

function mounted(args: readonly string[]): boolean {
  try {
    execFileSync("mount", args, { stdio: "pipe" });
    return true;
  } catch {
    return false;
  }
}

function unmount(folder: string): void {
  try {
    execFileSync("umount", [folder], { stdio: "pipe" });
  } catch {
    // it was not mounted
  }
}

describe("in an S3-compatible store", () => {
  let double: S3Double | { readonly reason: string };
  const bucket = "forage-test";

  beforeAll(async () => {
    process.env.AWS_ACCESS_KEY_ID = "test";
    process.env.AWS_SECRET_ACCESS_KEY = "test";
    double = await startS3Double();
    if ("reason" in double) return;
    const client = new S3Client({ endpoint: double.endpoint, region: "us-east-1", forcePathStyle: true });
    await client.send(new CreateBucketCommand({ Bucket: bucket }));
  }, 900_000);
  afterAll(async () => {
    if (double && "stop" in double) await double.stop();
  });

  it.for(CASES)("%s", async ([, check], context) => {
    if ("reason" in double) return context.skip(double.reason);
    await check(createS3Store({ bucket, endpoint: double.endpoint, region: "us-east-1", prefix: "photos" }));
  });

  it("says when nobody answers", async () => {
    const store = createS3Store({ bucket, endpoint: "http://127.0.0.1:1", region: "us-east-1", prefix: "" });
    await expect(store.put(randomBytes(10))).rejects.toMatchObject({ code: "storage/unreachable" });
  });

  it("says when the bucket does not exist", async (context) => {
    if ("reason" in double) return context.skip(double.reason);
    const store = createS3Store({
      bucket: "absent",
      endpoint: double.endpoint,
      region: "us-east-1",
      prefix: "",
    });
    await expect(store.put(randomBytes(10))).rejects.toMatchObject({ code: "storage/unreachable" });
  });
});

it("keeps files on the disk when the variables of an object store are set to nothing", async () => {
  const folder = mkdtempSync(join(tmpdir(), "forage-unset-"));
  vi.stubEnv("FORAGE_DATA_DIR", folder);
  vi.stubEnv("FORAGE_S3_BUCKET", "");
  vi.stubEnv("FORAGE_S3_ENDPOINT", "");
  try {
    const name = await (await getFileStore()).put(Buffer.from("a"));
    expect(readdirSync(join(folder, "files", name.slice(0, 2)))).toEqual([name]);
  } finally {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
  }
});
