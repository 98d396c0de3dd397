import { mkdtempSync, rmSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { setFormatSchema } from "@/lib/contracts/dataset-import";
import type { DataCheck } from "@/lib/core/datasets/checks/data-check";
import type { LabelFormat, RegisteredFormat } from "@/lib/core/datasets/formats/label-format";

/** A toy format as docs/extending.md shows it: `a.jpg.box` holds a name and four numbers per line. */
const toyFormat = vi.hoisted(() => async () => {
  const { addShape, openListed } = await import("@/lib/core/datasets/formats/listed-labels");
  const { listedFormat } = await import("@/lib/core/datasets/formats/listed-set");
  const format: LabelFormat = listedFormat({
    called: "a file of boxes",
    ending: /\.box$/i,
    read: async (file, { files }) => {
      const photo = openListed([file.replace(/\.box$/i, "")], { state: "labelled" });
      for (const line of (await files.readText(file, 1_000_000)).split("\n").filter(Boolean)) {
        const [name = "", ...numbers] = line.split(" ");
        const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = numbers.map(Number);
        addShape(photo, name, { box: { x1, y1, x2, y2 }, shape: "box" }, "a box");
      }
      return { photos: [photo], problems: [] };
    },
    layouts: {
      toy: ({ nameOf }) => ({
        place: ({ sha256, ending, boxes }) => {
          const file = `${sha256}.${ending}`;
          const rows = boxes.map(
            ({ classId, box }) => `${nameOf(classId)} ${box.x1} ${box.y1} ${box.x2} ${box.y2}\n`,
          );
          return { photo: file, files: [{ path: `${file}.box`, text: rows.join("") }] };
        },
        finish: () => [],
      }),
    },
  });
  return { format };
});

vi.mock("@/lib/core/datasets/formats/registry", async (original) => {
  const { LABEL_FORMATS } = await original<typeof import("@/lib/core/datasets/formats/registry")>();
  const toy: RegisteredFormat = {
    ...{ id: "toy", name: "Toy", reads: "a file of boxes a photo", writes: [{ id: "toy", name: "Toy" }] },
    load: toyFormat,
  };
  return { LABEL_FORMATS: [...LABEL_FORMATS, toy] };
});

/** A team's own rule: no photo of ours has more than two eggs. */
vi.mock("@/lib/core/datasets/checks/registry", async (original) => {
  const { DATA_CHECKS } = await original<typeof import("@/lib/core/datasets/checks/registry")>();
  const tooManyEggs: DataCheck = {
    code: "too-many-eggs",
    severity: "error",
    title: "photos with more than two eggs",
    boxes: ({ boxes }) => {
      const eggs = boxes.filter(({ name }) => name === "egg").length;
      return eggs > 2 ? [{ eggs }] : [];
    },
  };
  return { DATA_CHECKS: [...DATA_CHECKS, tooManyEggs] };
});

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "forage-extending-"));
  await mkdir(path.join(folder, "set"));
  const noise = Buffer.from(Array.from({ length: 200 * 100 * 3 }, (_, at) => (at * 7919) % 251));
  const photo = sharp(noise, { raw: { width: 200, height: 100, channels: 3 } });
  await photo.jpeg().toFile(path.join(folder, "set/a.jpg"));
  const eggs = ["10 10 30 30", "50 10 80 40", "100 10 130 40"].map((box) => `egg ${box}\n`);
  await writeFile(path.join(folder, "set/a.jpg.box"), eggs.join(""));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("what is added to a registry", () => {
  it("as a label format is recognised, read, chosen by name and written", async () => {
    const { checkSet } = await import("./check-set");
    const { openLayout } = await import("./export/open-layout");
    expect(await checkSet(path.join(folder, "set"))).toMatchObject({ format: "toy", photos: 1, boxes: 3 });
    expect(setFormatSchema.safeParse("toy").success).toBe(true);
    const layout = await openLayout("toy" as never, [{ id: 4, name: "egg" }]);
    const box = { x1: 1, y1: 2, x2: 3, y2: 4 };
    const laid = {
      sha256: "f00",
      ending: "jpg",
      split: null,
      width: 9,
      height: 9,
      boxes: [{ classId: 4, box }],
    };
    expect(layout.place(laid)).toEqual({
      photo: "f00.jpg",
      files: [{ path: "f00.jpg.box", text: "egg 1 2 3 4\n" }],
    });
  });

  it("as a data check is run by the check, and is an error where it says so", async () => {
    const { checkSet } = await import("./check-set");
    const { findings, errors } = await checkSet(path.join(folder, "set"));
    expect(findings).toContainEqual({
      code: "too-many-eggs",
      severity: "error",
      photos: ["a.jpg"],
      facts: { eggs: 3 },
    });
    expect(errors).toBe(1);
  });
});

describe("docs/extending.md", () => {
  it("names files that are there", async () => {
    const root = path.join(import.meta.dirname, "../..");
    const text = await readFile(path.join(root, "docs/extending.md"), "utf8");
    const named = [
      ...text.matchAll(/`((?:lib|server|app|components|scripts)\/[\w./[\]-]+\.(?:tsx?|json))`/g),
    ];
    expect(named.length).toBeGreaterThan(10);
    for (const [, file = ""] of named)
      await expect(readFile(path.join(root, file)), file).resolves.toBeDefined();
  });
});
