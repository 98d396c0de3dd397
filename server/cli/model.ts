import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { z } from "zod";
import { type ModelClass, modelClassSchema } from "@/lib/contracts/model-manifest";
import { HEADS, type Head } from "@/lib/contracts/model-upload";
import { AppError } from "@/lib/core/errors";
import { seedClasses } from "@/server/datasets/classes/classes";
import { localModelsFolder, modelsFolder } from "@/server/models/files";
import { championId, listModels, nextVersion, takenIds } from "@/server/models/service";
import { readModelInput, setChampion } from "@/server/models/write-version";
import { addGateCommand } from "./model-gate";
import { addRegistryCommands } from "./model-registry";
import { say, writeLine } from "./output";
import { withDatabase } from "./with-database";

interface ImportFlags {
  readonly name?: string;
  readonly version?: number;
  readonly classes?: string;
  readonly parity?: string;
  readonly dataSets?: string;
  readonly licence: string;
  readonly architecture: string;
  readonly head?: Head;
  readonly local?: boolean;
  readonly weights?: string;
  readonly config?: string;
}

function parseVersion(text: string): number {
  const version = Number(text);
  if (!Number.isInteger(version) || version < 0)
    throw new InvalidArgumentError("a version is a whole number, 0 or more.");
  return version;
}

function parseName(text: string): string {
  if (!/^[a-z0-9-]+$/.test(text))
    throw new InvalidArgumentError("a name may contain small letters, digits and dashes.");
  return text;
}

/** Reads and checks a JSON file named by the person. */
async function readJson<T>(file: string, schema: z.ZodType<T>): Promise<T> {
  try {
    return schema.parse(JSON.parse(await readFile(file, "utf8")));
  } catch (cause) {
    const reason = cause instanceof z.ZodError ? z.prettifyError(cause) : String(cause);
    throw new AppError("request/invalid", { facts: { file, reason }, cause });
  }
}

const dataSetsSchema = z.record(
  z.string(),
  z.union([z.string(), z.object({ sha256: z.string() }).transform((set) => set.sha256)]),
);

/** Name and version by the flags, by the folder `<root>/<name>/<version>` the file lies in, or the next of forage-n. */
async function targetOf(
  onnx: string,
  root: string,
  flags: ImportFlags,
): Promise<{ name: string; version: number }> {
  const [name = "", version = ""] = path.relative(root, path.dirname(onnx)).split(path.sep);
  const lies = /^[a-z0-9-]+$/.test(name) && /^[0-9]+$/.test(version);
  const target = flags.name ?? (lies ? name : "forage-n");
  if (flags.version !== undefined) return { name: target, version: flags.version };
  if (lies && target === name) return { name, version: Number(version) };
  return { name: target, version: await nextVersion(target, root) };
}

/** From --classes or a classes.json beside the file, else from the names in the file itself, as the page does. */
async function classesOf(onnx: string, named: string | undefined): Promise<readonly ModelClass[]> {
  const beside = path.join(path.dirname(onnx), "classes.json");
  const file = named ?? (existsSync(beside) ? beside : undefined);
  if (file !== undefined) return readJson(file, z.array(modelClassSchema));
  const { classesInFile } = await import("@/server/model-import/service");
  const bytes = await readModelInput(onnx);
  const classes = await withDatabase(async () => {
    await seedClasses();
    return classesInFile(bytes);
  });
  say(`classes by the names in the file: ${classes.map(({ id, name }) => `${name} (${id})`).join(", ")}`);
  return classes;
}

async function importCommand(file: string, flags: ImportFlags): Promise<void> {
  const { importModel } = await import("@/server/model-import/import-model");
  const { withOurHead } = await import("@/server/model-import/bring-file");
  const onnx = path.resolve(file);
  const beside = (name: string) => path.join(path.dirname(onnx), name);
  const small = beside("model-64.onnx");
  const root = flags.local ? localModelsFolder() : modelsFolder();
  const target = await targetOf(onnx, root, flags);
  const classes = await classesOf(onnx, flags.classes);
  const dataSets = flags.dataSets ? await readJson(flags.dataSets, dataSetsSchema) : {};
  const { manifest, parity, transposes } = await withOurHead(onnx, flags.head, (ours) =>
    importModel({
      onnx: ours,
      parityOnnx: flags.parity
        ? path.resolve(flags.parity)
        : existsSync(small) && small !== onnx
          ? small
          : undefined,
      ...target,
      root,
      weights: flags.weights,
      config: flags.config,
      classes,
      licence: flags.licence,
      architecture: flags.architecture,
      dataSets,
    }),
  );
  for (const [size, { boxPx, score }] of Object.entries(parity)) {
    say(
      `${size} px: TF.js is within ${boxPx.toExponential(1)} px and ${score.toExponential(1)} of ONNX Runtime`,
    );
  }
  const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0);
  say(`${manifest.id}: ${manifest.classes.length} classes, ${(bytes / 1e6).toFixed(1)} MB`);
  writeLine({
    id: manifest.id,
    classes: manifest.classes.length,
    inputSize: manifest.inputSize,
    bytes,
    transposes,
    parity,
  });
}

async function listCommand(): Promise<void> {
  const models = await listModels();
  const champion = models.length > 0 ? await championId() : undefined;
  if (models.length === 0) say("No model is imported.");
  for (const { id, classes, inputSize, createdAt, metrics } of models) {
    const map50 = Object.fromEntries(Object.entries(metrics).map(([set, one]) => [set, one.map50]));
    const f1 = Object.fromEntries(
      Object.entries(metrics).flatMap(([set, one]) => (one.f1 ? [[set, one.f1.value] as const] : [])),
    );
    writeLine({ id, champion: id === champion, classes: classes.length, inputSize, createdAt, map50, f1 });
  }
  // a new model must have none of these ids
  const own = new Set(models.map(({ id }) => id));
  for (const id of await takenIds()) if (!own.has(id)) writeLine({ id, isAnotherTeams: true });
}

/** `forage model …`. */
export function addModelCommands(program: Command): void {
  const model = program.command("model").description("import, list and choose models");
  model
    .command("import")
    .description("make a model version from an ONNX file: TF.js graph, manifest, card and golden outputs")
    .argument("<onnx>", "ONNX file of a YOLO detector")
    .option("--name <name>", "name of the model (default: from its folder, else forage-n)", parseName)
    .option("--version <number>", "version (default: from its folder, else the next one)", parseVersion)
    .option(
      "--classes <json>",
      "classes in the order of the network's outputs (default: classes.json in the same folder, else the names in the file)",
    )
    .option(
      "--parity <onnx>",
      "the same network at 64 px, for tests on slow backends (default: model-64.onnx in the same folder)",
    )
    .option("--data-sets <json>", "content hash of each training set")
    .addOption(new Option("--head <kind>", "type of output, if the file does not show it").choices(HEADS))
    .option("--licence <spdx>", "licence of the weights", "AGPL-3.0-only")
    .option("--architecture <name>", "what the network is", "YOLO11n")
    .option("--local", "import into the data folder as a candidate, not into the models folder")
    .option("--weights <safetensors>", "checkpoint for further training, stored with the model")
    .option("--config <json>", "config it was trained with, stored with the model")
    .action(importCommand);
  model.command("list").description("one line for each imported model").action(listCommand);
  model
    .command("champion")
    .description("choose which shipped model is used, as long as none was promoted (see promote)")
    .argument("<id>", "name/version")
    .action(async (id: string) => {
      await setChampion(id);
      writeLine({ champion: id });
    });
  addGateCommand(model);
  addRegistryCommands(model);
}
