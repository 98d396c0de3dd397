import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { ModelManifest } from "@/lib/contracts/model-manifest";
import { closeDatabase, getDatabase } from "@/server/db/client";
import { modelMoves, registeredModels } from "@/server/db/schema/registry";
import { LOCAL_USER_ID } from "@/server/db/schema/users";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { localModelsFolder, modelFolder, modelFolderIn, modelsFolder } from "../files";
import { openModelFile } from "../open-file";
import { championId, championManifest, modelIds, nextVersion } from "../service";
import { fileEntry, writeManifest } from "../write-version";
import { writeWhole } from "../write-whole";
import {
  history,
  listRegistry,
  promote,
  registerModel,
  rollback,
  rollbackTarget,
  setAlias,
} from "./registry";

let database: TestDatabase;
let shipped: string;
let data: string;

const by = (reason: string) => ({ reason, movedBy: LOCAL_USER_ID });
const trained = { origin: "trained", createdBy: LOCAL_USER_ID } as const;

/** A model version under `root` whose one file holds `content`. */
async function make(root: string, id: string, content = `graph of ${id}`): Promise<ModelManifest> {
  const [name = "", version = "0"] = id.split("/");
  const folder = modelFolderIn(root, id);
  await writeWhole(path.join(folder, "model-320.onnx"), content);
  return writeManifest(
    {
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
    },
    folder,
  );
}

const folderOf = (id: string) => modelFolderIn(localModelsFolder(), id);

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(() => database.drop());

beforeEach(async () => {
  shipped = await mkdtemp(path.join(os.tmpdir(), "forage-shipped-"));
  data = await mkdtemp(path.join(os.tmpdir(), "forage-data-"));
  vi.stubEnv("FORAGE_MODELS_DIR", shipped);
  vi.stubEnv("FORAGE_DATA_DIR", data);
  await getDatabase().delete(modelMoves);
  await getDatabase().delete(registeredModels);
  await make(shipped, "forage-n/0");
  await make(shipped, "forage-n/1");
});

afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await rm(shipped, { recursive: true, force: true });
  await rm(data, { recursive: true, force: true });
});

describe("registerModel", () => {
  it("makes a candidate of a folder, once, and lists it beside what ships", async () => {
    await make(localModelsFolder(), "trained-n/0");
    await registerModel(folderOf("trained-n/0"), { ...trained, commit: "abc" });
    await registerModel(folderOf("trained-n/0"), trained);
    expect(await modelIds()).toEqual(["forage-n/1", "forage-n/0", "trained-n/0"]);
    const states = (await listRegistry()).map(({ manifest, alias, origin }) => [manifest.id, alias, origin]);
    expect(states).toEqual([
      ["forage-n/1", "champion", "shipped"],
      ["trained-n/0", "candidate", "trained"],
      ["forage-n/0", "archived", "shipped"],
    ]);
    expect(await history({ limit: 10 })).toHaveLength(1);
  });

  it("refuses another model under a name and version that is taken, shipped or registered", async () => {
    await make(localModelsFolder(), "trained-n/0");
    await registerModel(folderOf("trained-n/0"), trained);
    await make(localModelsFolder(), "trained-n/0", "other weights");
    const taken = { code: "model/id-taken" };
    await expect(registerModel(folderOf("trained-n/0"), trained)).rejects.toMatchObject(taken);
    await make(localModelsFolder(), "forage-n/1", "other weights");
    await expect(registerModel(folderOf("forage-n/1"), trained)).rejects.toMatchObject(taken);
  });

  it("refuses a folder whose file does not match its manifest, and keeps nothing", async () => {
    await make(localModelsFolder(), "trained-n/0");
    await writeFile(path.join(folderOf("trained-n/0"), "model-320.onnx"), "changed");
    const corrupt = { code: "model/corrupt" };
    await expect(registerModel(folderOf("trained-n/0"), trained)).rejects.toMatchObject(corrupt);
    expect(await modelIds()).not.toContain("trained-n/0");
  });

  it("serves from storage what is gone from the data folder, and mends what is damaged there", async () => {
    await make(localModelsFolder(), "trained-n/0");
    await registerModel(folderOf("trained-n/0"), trained);
    await rm(folderOf("trained-n/0"), { recursive: true });
    const opened = await openModelFile("trained-n/0", "model-320.onnx");
    expect(await new Response(opened.stream).text()).toBe("graph of trained-n/0");
    expect(existsSync(path.join(modelFolder("trained-n/0"), "model-320.onnx"))).toBe(true);
    await writeFile(path.join(modelFolder("trained-n/0"), "model-320.onnx"), "changed");
    await promote("trained-n/0", by("better"));
    expect((await championManifest()).id).toBe("trained-n/0");
    expect(await readFile(path.join(modelFolder("trained-n/0"), "model-320.onnx"), "utf8")).toBe(
      "graph of trained-n/0",
    );
  });

  it("counts all there is for the next free version", async () => {
    await make(localModelsFolder(), "forage-n/4");
    expect(await nextVersion("forage-n", modelsFolder())).toBe(2);
    expect(await nextVersion("forage-n", localModelsFolder())).toBe(5);
    expect(await nextVersion("new", localModelsFolder())).toBe(0);
  });
});

describe("the champion", () => {
  it("is the newest that ships until a move says otherwise, also when a newer one ships later", async () => {
    expect(await championId()).toBe("forage-n/1");
    await make(shipped, "forage-n/3");
    expect(await championId()).toBe("forage-n/3");
    await promote("forage-n/0", by("try the old one"));
    await make(shipped, "forage-n/3");
    expect(await championId()).toBe("forage-n/0");
  });

  it("goes back step by step, and forward again by a promotion", async () => {
    await make(shipped, "forage-n/3");
    await promote("forage-n/0", by("a"));
    await promote("forage-n/1", by("b"));
    expect(await rollbackTarget()).toBe("forage-n/0");
    await rollback(by("worse on leaves"));
    expect(await championId()).toBe("forage-n/0");
    await rollback(by("still worse"));
    expect(await championId()).toBe("forage-n/3");
    await expect(rollback(by("once more"))).rejects.toMatchObject({ code: "model/no-rollback" });
    await promote("forage-n/1", by("mended"));
    expect(await rollbackTarget()).toBe("forage-n/3");
    const moves = await history({ limit: 10 });
    expect(moves.map(({ modelId, previousId, isRollback }) => [modelId, previousId, isRollback])).toEqual([
      ["forage-n/1", "forage-n/3", false],
      ["forage-n/3", "forage-n/0", true],
      ["forage-n/0", "forage-n/1", true],
      ["forage-n/1", "forage-n/0", false],
      ["forage-n/0", "forage-n/3", false],
    ]);
  });

  it("cannot be promoted twice, archived, or be a model that nobody knows or that is damaged", async () => {
    await expect(promote("forage-n/1", by("again"))).rejects.toMatchObject({ code: "model/is-champion" });
    await expect(setAlias("forage-n/1", "archived", by("old"))).rejects.toMatchObject({
      code: "model/is-champion",
    });
    await expect(promote("nobody/7", by("why"))).rejects.toMatchObject({ code: "model/missing" });
    await writeFile(path.join(modelFolder("forage-n/0"), "model-320.onnx"), "changed");
    await expect(promote("forage-n/0", by("why"))).rejects.toMatchObject({ code: "model/corrupt" });
    expect(await history({ limit: 10 })).toEqual([]);
  });

  it("is moved once when two people promote at the same time", async () => {
    const both = await Promise.allSettled([
      promote("forage-n/0", by("one")),
      promote("forage-n/0", by("two")),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(await history({ limit: 10 })).toHaveLength(1);
  });

  it("stays the last known one while the database is away, and says so", async () => {
    await promote("forage-n/0", by("chosen"));
    expect(await championId()).toBe("forage-n/0");
    const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    const url = process.env.DATABASE_URL ?? "";
    await closeDatabase();
    const { default: pg } = await import("pg");
    const query = vi.spyOn(pg.Pool.prototype, "query").mockImplementation(() => {
      throw new Error("connection refused");
    });
    expect(await championId()).toBe("forage-n/0");
    expect(warn).toHaveBeenCalledWith(expect.stringContaining("the database is away"));
    query.mockRestore();
    vi.stubEnv("DATABASE_URL", url);
  });

  it("that is gone is passed over for the newest that ships, and said", async () => {
    await promote("forage-n/0", by("chosen"));
    await rm(path.join(shipped, "forage-n", "0"), { recursive: true });
    const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    expect(await championId()).toBe("forage-n/1");
    expect(warn).toHaveBeenCalledWith(expect.stringContaining("forage-n/0 is gone"));
  });

  it("needs no database", async () => {
    vi.stubEnv("DATABASE_URL", "");
    expect(await championId()).toBe("forage-n/1");
  });
});

describe("setAlias", () => {
  it("archives a candidate and brings it back, with the reasons kept", async () => {
    await make(localModelsFolder(), "trained-n/0");
    await registerModel(folderOf("trained-n/0"), trained);
    await setAlias("trained-n/0", "archived", by("too slow"));
    const aliasOf = async () =>
      (await listRegistry()).find(({ manifest }) => manifest.id === "trained-n/0")?.alias;
    expect(await aliasOf()).toBe("archived");
    await setAlias("trained-n/0", "candidate", by("faster now"));
    expect(await aliasOf()).toBe("candidate");
    const reasons = (await history({ modelId: "trained-n/0", limit: 10 })).map(({ reason }) => reason);
    expect(reasons).toEqual(["faster now", "too slow", "Trained here and registered."]);
  });
});
