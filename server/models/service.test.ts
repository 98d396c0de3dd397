import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ModelManifest } from "@/lib/contracts/model-manifest";
import { modelFolder } from "./files";
import { championId, championManifest, listModels, modelIds } from "./service";
import { fileEntry, recordMetrics, setChampion, writeManifest } from "./write-version";
import { writeWhole } from "./write-whole";

let folder: string;

/** A model version whose one file holds `content`. */
async function install(id: string, content = "graph"): Promise<ModelManifest> {
  const [name = "", version = "0"] = id.split("/");
  await writeWhole(path.join(modelFolder(id), "model-320.onnx"), content);
  return writeManifest({
    schema: 1,
    id,
    name,
    version: Number(version),
    createdAt: "2024-01-01T00:00:00.000Z",
    licence: "AGPL-3.0-only",
    architecture: "YOLO11n",
    head: "yolo-v8",
    inputSize: 320,
    featureLength: 0,
    classes: [{ id: 0, name: "kiwi", displayName: "Kiwi", kind: "ingredient", synonyms: [] }],
    files: [fileEntry("model-320.onnx", content, "onnx")],
    defaults: { confidence: 0.25, iou: 0.45 },
    metrics: {},
    dataSets: {},
  });
}

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "forage-models-"));
  vi.stubEnv("FORAGE_MODELS_DIR", folder);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

describe("models on disk", () => {
  it("are listed newest first, by number and not by letter; a folder without a manifest is none", async () => {
    for (const id of ["forage-n/3", "forage-n/10", "other/1"]) await install(id);
    await mkdir(path.join(folder, "forage-n", "11"), { recursive: true });
    await mkdir(path.join(folder, "parity"), { recursive: true });
    expect(await modelIds()).toEqual(["forage-n/10", "forage-n/3", "other/1"]);
    expect((await listModels()).map((model) => model.id)).toEqual(["forage-n/10", "forage-n/3", "other/1"]);
  });

  it("the newest is champion until another is chosen", async () => {
    await install("forage-n/0");
    await install("forage-n/1");
    expect(await championId()).toBe("forage-n/1");
    await setChampion("forage-n/0");
    expect((await championManifest()).id).toBe("forage-n/0");
  });

  it("none at all is a missing model, with the folder", async () => {
    await expect(championManifest()).rejects.toMatchObject({
      code: "model/missing",
      facts: { path: folder },
    });
  });

  it("a file that is gone or changed is named by its path", async () => {
    await install("forage-n/0");
    const file = path.join(folder, "forage-n", "0", "model-320.onnx");
    await writeFile(file, "changed");
    await expect(championManifest()).rejects.toMatchObject({ code: "model/corrupt", facts: { path: file } });
    await rm(file);
    await expect(championManifest()).rejects.toMatchObject({ code: "model/missing", facts: { path: file } });
    await writeFile(file, "graph");
    await expect(championManifest()).resolves.toMatchObject({ id: "forage-n/0" });
  });

  it("a manifest that does not parse is a corrupt model, with its path", async () => {
    await install("forage-n/0");
    const file = path.join(folder, "forage-n", "0", "manifest.json");
    await writeFile(file, "{");
    await expect(championManifest()).rejects.toMatchObject({ code: "model/corrupt", facts: { path: file } });
    await expect(listModels()).rejects.toMatchObject({ code: "model/corrupt" });
  });

  it("cannot be reached by a path", () => {
    for (const id of ["../secrets/1", "forage-n", "forage-n/1/..", "Forage/1", "a/b"]) {
      expect(() => modelFolder(id)).toThrow(expect.objectContaining({ code: "request/invalid" }));
    }
  });

  it("what was measured goes into manifest and card, and the hashes still hold", async () => {
    await install("forage-n/0");
    await recordMetrics("forage-n/0", "plates", {
      map50: 0.925,
      map50_95: 0.7,
      photos: 117,
      ap50ByClass: { kiwi: 0.9 },
    });
    expect((await championManifest()).metrics.plates?.map50).toBe(0.925);
    const card = await readFile(path.join(folder, "forage-n", "0", "card.md"), "utf8");
    expect(card).toContain("| plates | 117 | 92.5 | 70.0 | 1 |");
  });

  it("can be copied to another folder whole", async () => {
    await install("forage-n/0");
    const copy = await mkdtemp(path.join(os.tmpdir(), "forage-copy-"));
    await cp(folder, copy, { recursive: true });
    vi.stubEnv("FORAGE_MODELS_DIR", copy);
    await expect(championManifest()).resolves.toMatchObject({ id: "forage-n/0" });
    await rm(copy, { recursive: true });
  });
});
