import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { championManifest } from "@/server/models/service";
import { projectRoot } from "@/server/storage/project-root";

// Each command starts a process of its own, which takes long on a busy machine.
vi.setConfig({ testTimeout: 240_000 });

let folder: string;

interface Run {
  readonly status: number | null;
  /** Every line of stdout, parsed: anything that is not JSON fails the test. */
  readonly lines: readonly Record<string, unknown>[];
  readonly stderr: string;
}

/** Runs the command as a person would, from a folder that is not the project's. */
async function forage(...args: readonly string[]): Promise<Run> {
  const script = path.join(projectRoot(), "server", "cli", "forage.mjs");
  const child = spawn(process.execPath, [script, ...args], { cwd: folder });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk) => {
    stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  const status = await new Promise<number | null>((resolve) => child.on("close", resolve));
  const lines = stdout.split("\n").filter((line) => line !== "");
  return { status, stderr, lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: { r: 200, g: 30, b: 30 } } });

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "forage-cli-"));
  await picture(40, 20).jpeg().withMetadata({ orientation: 6 }).toFile(path.join(folder, "turned.jpg"));
  await writeFile(path.join(folder, "broken.jpg"), "no picture");
  const set = path.join(folder, "set");
  await mkdir(path.join(set, "images", "test"), { recursive: true });
  await mkdir(path.join(set, "labels", "test"), { recursive: true });
  await writeFile(path.join(set, "data.yaml"), "names:\n  0: Qiwi\n  1: coin\n");
  await picture(64, 64)
    .png()
    .toFile(path.join(set, "images", "test", "a.png"));
  await picture(64, 48)
    .png()
    .toFile(path.join(set, "images", "test", "b.png"));
  await writeFile(path.join(set, "labels", "test", "a.txt"), "0 0.5 0.5 0.5 0.5\n1 0.1 0.1 0.1 0.1\n");
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe("forage detect", () => {
  it("takes a command of 100 KB, a folder and a list", async () => {
    const many = path.join(folder, "many");
    await mkdir(path.join(many, "inner"), { recursive: true });
    await picture(24, 24)
      .png()
      .toFile(path.join(many, "inner", "b.png"));
    await picture(24, 24).png().toFile(path.join(many, "a.png"));
    await writeFile(path.join(many, "notes.txt"), "no photo");
    // ./././a.png is a.png: 50 words of 2,000 letters
    const long = Array.from({ length: 50 }, () => `many/${"./".repeat(1_000)}a.png`);
    const { status, lines } = await forage("detect", "many", ...long);
    expect(status).toBe(0);
    expect(lines).toHaveLength(52);
    expect(lines.slice(0, 2).map(({ photo }) => photo)).toEqual([
      path.join("many", "a.png"),
      path.join("many", "inner", "b.png"),
    ]);
    const list = path.join(folder, "photos.txt");
    await writeFile(list, "turned.jpg\nmany/a.png\n");
    expect((await forage("detect", "--list", list)).lines).toHaveLength(2);
    expect((await forage("detect")).status).toBe(2);
  });

  it("writes a line a photo in px after EXIF orientation; a bad one has an error, the rest go on, exit 1", async () => {
    const { status, lines } = await forage(
      "detect",
      "broken.jpg",
      "nowhere.jpg",
      "turned.jpg",
      "--json",
      "--conf",
      "0.01",
    );
    expect(status).toBe(1);
    expect(lines.map((line) => line.photo)).toEqual(["broken.jpg", "nowhere.jpg", "turned.jpg"]);
    expect(lines[0]).toMatchObject({ error: { code: "photo/not-an-image" } });
    expect(lines[1]).toMatchObject({ error: { code: "request/not-found" } });
    expect(lines[2]).toMatchObject({ width: 20, height: 40, detections: expect.any(Array) });
  });

  it("refuses a threshold that is none and a model that is not there", async () => {
    expect(await forage("detect", "turned.jpg", "--conf", "2")).toMatchObject({ status: 2, lines: [] });
    const missing = await forage("detect", "turned.jpg", "--model", "forage-n/999");
    expect(missing).toMatchObject({ status: 1, lines: [] });
    expect(missing.stderr).toContain("model/missing");
  });
});

describe("forage eval", () => {
  it("measures a set, and lists the names that the model has no class for", async () => {
    const { status, lines } = await forage("eval", "set", "--json");
    expect(status).toBe(0);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ set: "set", split: "test", photos: 2, boxes: 1, unmapped: ["coin"] });
    expect(lines[0]).toMatchObject({ classes: [{ class: "kiwi", boxes: 1 }], map50: expect.any(Number) });
  });

  it("leaves out the photos that a file names, and records no figure of what is left", async () => {
    await writeFile(path.join(folder, "names.txt"), "b.png\n");
    const { lines } = await forage("eval", "set", "--without", "names.txt", "--json");
    expect(lines[0]).toMatchObject({ set: "set", photos: 1, boxes: 1 });
    const recorded = await forage("eval", "set", "--without", "names.txt", "--write-metrics");
    expect({ status: recorded.status, lines: recorded.lines }).toEqual({ status: 1, lines: [] });
    expect(recorded.stderr).toContain("whole splits");
  });

  it("says what is wrong with a folder that is no set", async () => {
    const { status, lines, stderr } = await forage("eval", ".");
    expect({ status, lines }).toEqual({ status: 1, lines: [] });
    expect(stderr).toContain("data.yaml");
  });

  it("asks of a folder of sets what each set's labels allow, and of photos without names whether anything is shown", async () => {
    const real = path.join(folder, "real");
    const addSet = async (name: string, yaml: string, labels: Readonly<Record<string, string>>) => {
      for (const kind of ["images", "labels"])
        await mkdir(path.join(real, name, kind, "val"), { recursive: true });
      await writeFile(path.join(real, name, "data.yaml"), yaml);
      for (const [photo, text] of Object.entries(labels)) {
        await picture(64, 64)
          .png()
          .toFile(path.join(real, name, "images", "val", `${photo}.png`));
        await writeFile(path.join(real, name, "labels", "val", `${photo}.txt`), text);
      }
    };
    await addSet("rooms", "names: []\n", { a: "", b: "" });
    await addSet("shop", "names: [kiwi, quince]\n", { a: "0 0.5 0.5 1 1\n", b: "1 0.5 0.5 1 1\n" });
    const tables = { a: "0 0.2 0.2 0.1 0.1\n1 0.7 0.7 0.2 0.2\n", b: "" };
    await addSet("tables", "names: [kiwi, pear]\n", tables);
    const { status, lines } = await forage("eval", "--real-life", "real", "--split", "val,test", "--json");
    expect(status).toBe(0);
    expect(lines).toHaveLength(1);
    const [line] = lines as [{ sets: Record<string, unknown>[]; all: Record<string, unknown> }];
    expect(line.sets).toMatchObject([
      { set: "rooms", kind: "no food", photos: 2, noFood: { photos: 2 } },
      { set: "shop", kind: "one box a photo", unmapped: ["quince"], surest: { photos: 2 } },
      { set: "tables", kind: "boxed", boxes: { photos: 2, truths: 2 }, severalClasses: { photos: 1 } },
    ]);
    expect(line.sets[1]).not.toHaveProperty("boxes");
    expect(line.all).toMatchObject({ surest: { photos: 2 }, boxes: { truths: 2 }, noFood: { photos: 2 } });
    // what a page starts from
    const { confidence, iou } = (await championManifest()).defaults;
    expect(line).toMatchObject({ conf: confidence, iou, splits: ["val", "test"], failed: [] });
  });

  it("says when a folder holds no set, and takes no folder beside the one it measures", async () => {
    await mkdir(path.join(folder, "bare", "inner"), { recursive: true });
    const empty = await forage("eval", "--real-life", "bare");
    expect({ status: empty.status, lines: empty.lines }).toEqual({ status: 1, lines: [] });
    expect(empty.stderr).toContain("no set");
    expect((await forage("eval", "set", "--real-life", "real")).status).toBe(2);
    expect((await forage("eval")).status).toBe(2);
  });

  it("takes no answer that it would not use: the sets it measures ask nothing of the kind", async () => {
    for (const command of ["eval", "calibrate"]) {
      const { status, stderr } = await forage(command, "set", "--answer", "voc-origin=one");
      expect(status).toBe(2);
      expect(stderr).toContain("--answer");
    }
  });
});

describe("a set that can be read in two ways", () => {
  it("stops each command with 2, both readings and the flag, and is read as that says", async () => {
    const set = path.join(folder, "points");
    await mkdir(set);
    await writeFile(path.join(set, "data.yaml"), "test: .\nnames: [Qiwi]\n");
    await picture(64, 64).png().toFile(path.join(set, "a.png"));
    await writeFile(
      path.join(set, "a.txt"),
      "0 0.5 0.5 0.2 0.4 0.45 0.4 0.55 0.4 0.45 0.6 0.55 0.6 0.5 0.5\n",
    );
    for (const command of [["data", "check"], ["eval"]]) {
      const { status, lines, stderr } = await forage(...command, "points");
      expect({ status, lines }).toEqual({ status: 2, lines: [] });
      for (const words of [
        "--rows boxes",
        "--rows outlines",
        "0.4, 0.3 to 0.6, 0.7",
        "0.2, 0.4 to 0.55, 0.6",
      ])
        expect(stderr).toContain(words);
    }
    const told = await forage("data", "check", "points", "--rows", "boxes");
    expect(told.stderr).toContain("label-keypoints");
    expect(told.lines).toMatchObject([{ format: "yolo", boxes: 1 }]);
  });
});

describe("forage model gate", () => {
  it("tells scripts by its status that two photos decide nothing", async () => {
    const { status, lines } = await forage(
      "model",
      "gate",
      "forage-n/0",
      "--sets",
      "set",
      "--resamples",
      "10",
    );
    expect(lines).toMatchObject([{ candidateId: "forage-n/0", sets: [{ name: "set", photos: 2 }] }]);
    const verdict = String(lines[0]?.verdict);
    // time and size are judged too: on a busy machine they may reject what the photos leave undecided
    expect([verdict, status]).toEqual(verdict === "rejected" ? ["rejected", 3] : ["inconclusive", 4]);
  });
});

describe("forage model", () => {
  it("lists the models, one of them the champion", async () => {
    const { status, lines } = await forage("model", "list");
    expect(status).toBe(0);
    expect(lines.filter((line) => line.champion)).toHaveLength(1);
  });

  it("refuses a file that is no model, and leaves nothing behind", async () => {
    const classes = path.join(folder, "classes.json");
    await writeFile(classes, `[{"id":0,"name":"kiwi","displayName":"Kiwi","kind":"ingredient"}]`);
    const target = ["--name", "test-only", "--version", "1", "--classes", classes];
    const { status, lines, stderr } = await forage("model", "import", "broken.jpg", ...target);
    expect({ status, lines }).toEqual({ status: 1, lines: [] });
    expect(stderr).toContain("model/not-onnx");
    const list = await forage("model", "list");
    expect(list.lines.some((line) => line.id === "test-only/1")).toBe(false);
  });
});
