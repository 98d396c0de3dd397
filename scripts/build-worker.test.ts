import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { buildWorker } from "./build-worker";

// builds the detection worker
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let folder: string;
let sizes: Record<string, number>;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "forage-worker-"));
  sizes = await buildWorker(folder);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const find = (pattern: RegExp) => Object.keys(sizes).find((name) => pattern.test(name)) ?? "";
const source = (name: string) => readFile(path.join(folder, name), "utf8");

describe("buildWorker", () => {
  it("names every script by its content, and the worker knows the names", async () => {
    const main = await source(find(/^detection-/));
    for (const chunk of ["webgpu", "webgpuStock", "webgl", "wasm", "wasmStock", "heic"]) {
      const name = find(new RegExp(`^${chunk}-[A-Z0-9]{8}[.]js$`));
      expect(name, chunk).not.toBe("");
      expect(main).toContain(name);
    }
    const binaries = path.dirname(find(/wasm[/].*simd[.]wasm$/));
    expect(main).toContain(`${binaries}/`);
  });

  it("says what the workers are called, and has them under plain names too", async () => {
    const names = JSON.parse(await source("names.json")) as Record<string, string>;
    expect(Object.keys(names)).toEqual(["detection", "photos"]);
    for (const [plain, name] of Object.entries(names)) {
      expect(name).toMatch(new RegExp(`^${plain}-[A-Z0-9]{8}[.]js$`));
      expect(await source(name)).toBe(await source(`${plain}.js`));
    }
  });

  it("keeps each backend's script to its own kernels", async () => {
    const wasm = await source(find(/^wasm-/));
    expect(wasm).not.toContain("getUserCode");
    expect(wasm).not.toContain("gl_Position");
    expect(await source(find(/^webgl-/))).not.toContain("@workgroup_size");
    // TensorFlow.js's programs come with the fallback only
    expect(await source(find(/^webgpu-/))).not.toContain("getUserCode");
    expect(await source(find(/^webgpuStock-/))).toContain("getUserCode");
  });

  it("stays small for a first visit on WASM and WebGPU", () => {
    const kib = (name: string) => (sizes[name] ?? Number.POSITIVE_INFINITY) / 1024;
    expect(kib(find(/^detection-/))).toBeLessThan(260);
    expect(kib(find(/^wasm-/))).toBeLessThan(200);
    expect(kib(find(/^webgpu-/))).toBeLessThan(120);
    expect(kib(find(/simd[.]wasm$/))).toBeLessThan(450);
  });
});
