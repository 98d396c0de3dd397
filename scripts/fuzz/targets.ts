import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readDataYaml } from "@/lib/core/datasets/read-data-yaml";
import { readNameList } from "@/lib/core/datasets/read-name-list";
import { AppError } from "@/lib/core/errors";
import { headerSize } from "@/lib/core/photos/header-size";
import { findRecipesInText } from "@/lib/core/recipes/import/find-in-text";
import { convertGraph } from "@/server/converter/convert/convert-graph";
import { encodeModel, readOnnx } from "@/server/converter/onnx/read-onnx";
import { openSource } from "@/server/datasets/import/source/open-source";
import { readEvaluationDetails } from "@/server/evaluation/read-details";
import { encodeStoredPhoto } from "@/server/media/service";
import { decodeUpload } from "@/server/model-import/bring-file";
import { normaliseHead } from "@/server/model-import/normalise-head";
import { planHead } from "@/server/model-import/plan-head";
import { readHead } from "@/server/model-import/read-head";
import { readCollection } from "@/server/recipes/import/read-collection";
import { parseEvent } from "@/server/training/run-folder";
import { type MemorySet, readMemorySet, readSet } from "./memory-source";
import { mutateBytes, mutateJson, pick, type Random, toJson } from "./mutate";
import * as seeds from "./seeds";

/** A parser of files from outside, with spoilt files for it. */
export interface ParserTarget {
  readonly name: string;
  /** @returns one case, ready to run; it rejects with AppError for what it refuses, with anything else by mistake */
  prepare(): Promise<(random: Random) => Promise<void>>;
}

const isJson = (bytes: Uint8Array) => bytes[0] === 0x7b || bytes[0] === 0x5b;

const spoilJson = (text: string, random: Random) => toJson(mutateJson(JSON.parse(text), random));

/** One of several JSON values, a line each, spoilt. */
function spoilLine(lines: readonly string[], random: Random): string {
  const at = Math.floor(random() * lines.length);
  return lines.map((line, index) => (index === at ? spoilJson(line, random) : line)).join("\n");
}

/** A spoilt copy: JSON is spoilt as a value as often as byte by byte. */
function spoil(bytes: Uint8Array, random: Random): Buffer {
  if (!isJson(bytes) || random() >= 0.5) return mutateBytes(bytes, random);
  const text = Buffer.from(bytes).toString("utf8");
  const lines = text.trim().split("\n");
  const isLines = lines.length > 1 && lines.every((line) => /^\{.*\}$/.test(line));
  return Buffer.from(isLines ? spoilLine(lines, random) : spoilJson(text, random));
}

/** Seeds and a function of the spoilt bytes make a target. */
function target(
  name: string,
  load: () => Promise<readonly Uint8Array[]> | readonly Uint8Array[],
  read: (bytes: Buffer, random: Random) => unknown,
): ParserTarget {
  return {
    name,
    prepare: async () => {
      const all = await load();
      return async (random) => {
        await read(spoil(pick(random, all), random), random);
      };
    },
  };
}

/** The file of the set that is spoilt is any but a photo. */
function spoilSet(files: MemorySet, random: Random): MemorySet {
  const path = pick(
    random,
    Object.keys(files).filter((one) => !one.endsWith(".jpg")),
  );
  return { ...files, [path]: spoil(files[path] ?? Buffer.alloc(0), random) };
}

async function withFile(
  name: string,
  bytes: Uint8Array,
  use: (file: string) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "forage-fuzz-"));
  try {
    const file = join(folder, name);
    await writeFile(file, bytes);
    await use(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const labelTargets = Object.entries(seeds.LABELLED_SETS).map(
  ([format, files]): ParserTarget => ({
    name: `labels-${format}`,
    prepare: async () => (random) => readMemorySet(spoilSet(files, random)),
  }),
);

const zipTarget: ParserTarget = {
  name: "zip",
  prepare: async () => {
    const sets = Object.values(seeds.LABELLED_SETS);
    const whole = await Promise.all(sets.map(seeds.zipOf));
    return async (random) => {
      const bytes =
        random() < 0.3
          ? await seeds.zipOf(spoilSet(pick(random, sets), random))
          : mutateBytes(pick(random, whole), random);
      await withFile("set.zip", bytes, async (file) => {
        const source = await openSource(file);
        try {
          await readSet(source);
        } finally {
          await source.close();
        }
      });
    };
  },
};

async function readModel(bytes: Buffer): Promise<void> {
  const read = readHead(decodeUpload(bytes));
  for (const { head } of read.heads) {
    const ours = normaliseHead(read.model, await planHead(read, head));
    convertGraph(readOnnx(encodeModel(ours)));
  }
}

const collectionTarget: ParserTarget = {
  name: "recipe-collections",
  prepare: async () => {
    const all = await seeds.recipeCollections();
    return async (random) => {
      const [name, bytes] = pick(random, all);
      await withFile(name, spoil(bytes, random), async (file) => {
        for await (const _item of readCollection(file, name)) {
          // each is read as it comes
        }
      });
    };
  },
};

/** A list that is no list is refused with a RangeError, which the callers turn into a sentence. */
function readYaml(bytes: Buffer): void {
  try {
    readDataYaml(bytes.toString("utf8"));
  } catch (error) {
    if (error instanceof RangeError) throw new AppError("dataset/no-class-names");
    throw error;
  }
}

const details = {
  set: "a",
  model: "forage-n/3",
  photo: "a.jpg",
  sha256: "0".repeat(64),
  width: 4,
  height: 4,
};

export const PARSER_TARGETS: readonly ParserTarget[] = [
  ...labelTargets,
  target("data-yaml", () => seeds.CLASS_LISTS, readYaml),
  target(
    "class-lists",
    () => seeds.CLASS_LISTS,
    (bytes) => readNameList(bytes.toString("utf8")),
  ),
  zipTarget,
  target("onnx", seeds.networks, readModel),
  target("pictures", seeds.pictures, (bytes) => encodeStoredPhoto(new Uint8Array(bytes))),
  target("picture-headers", seeds.pictures, (bytes) => headerSize(bytes)),
  target("recipe-pages", seeds.recipePages, (bytes) => findRecipesInText(bytes.toString("utf8"))),
  collectionTarget,
  target(
    "training-events",
    () => seeds.TRAINING_EVENTS,
    (bytes) => parseEvent(bytes.toString("utf8")),
  ),
  target(
    "eval-details",
    () => [
      Buffer.from(
        JSON.stringify({ ...details, truths: [[1, 0, 0, 2, 2]], predictions: [[1, 0.5, 0, 0, 2, 2]] }),
      ),
    ],
    (bytes) => withFile("details.jsonl", bytes, async (file) => void (await readEvaluationDetails(file))),
  ),
];
