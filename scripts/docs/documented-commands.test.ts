import { execFile, execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { encodeModel } from "@/server/converter/onnx/read-onnx";
import { buildModel } from "@/server/converter/parity/build-onnx";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { projectRoot } from "@/server/storage/project-root";
import { zipOf } from "../fuzz/seeds";
import { type DocumentedCommand, NOT_RUN, readCommands, readOtherCode } from "./read-commands";
import { ONLY_LEADS, RUN_ELSEWHERE, runElsewhere } from "./registry";

// makes a database and copies the models; each command is a process of its own
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const root = projectRoot();
const run = promisify(execFile);

/** What a documented command does here, its placeholders replaced by files that are really there. */
interface RunHere {
  /** As written in the document. */
  readonly command: string;
  /** What stands for the document's names. */
  readonly names?: Readonly<Record<string, string>>;
  readonly shows: RegExp;
  /** A file that is there afterwards. */
  readonly writes?: string;
}

const at = (name: string) => join(folder, name);
const folder = mkdtempSync(join(tmpdir(), "forage-documents-"));

/** In this order: a set is imported before a version is made of it. */
const RUN_HERE: readonly RunHere[] = [
  {
    command: "npx forage detect photo.jpg --json",
    names: { "photo.jpg": at("photo.jpg") },
    shows: /"width":320/,
  },
  {
    command: "npx forage eval path/to/yolo-set --split test --json",
    names: { "path/to/yolo-set": at("fruit") },
    shows: /"photos":2/,
  },
  { command: "npx forage --help", shows: /Commands:/ },
  { command: "npx forage model list", shows: /forage-n\/[1-9]/ },
  {
    command: "npx forage model import model.onnx",
    names: { "model.onnx": at("model.onnx") },
    shows: /forage-n\/[1-9]\d*: 2 classes/,
  },
  { command: "npx forage model champion forage-n/0", shows: /forage-n\/0/ },
  { command: "npx forage data --help", shows: /import/ },
  { command: "npx forage data look set.zip", names: { "set.zip": at("set.zip") }, shows: /tomato/ },
  {
    command: "npx forage data import set.zip --shared",
    names: { "set.zip": at("set.zip") },
    shows: /"new":4|4 new/,
  },
  { command: 'npx forage data create --note "base sets"', shows: /"version":1|version 1/ },
  {
    command: "npx forage data errors --version 3 --json",
    names: { "--version 3": "--version 1" },
    shows: /"doubts":/,
  },
  {
    command: "npx forage data export --version 7 --format yolo --out v7",
    names: { "--version 7": "--version 1", "--out v7": `--out ${at("v7")}` },
    shows: /4/,
    writes: "v7/data.yaml",
  },
  {
    command: "npx forage data export-photos --format coco --out set.zip",
    names: { "set.zip": at("out.zip") },
    shows: /4/,
  },
  {
    command: "npx forage data check DIR --json",
    names: { DIR: at("fruit") },
    shows: /"photos":4|"findings"/,
  },
  {
    command:
      "FORAGE_BENCH_USAGE=usage.json node --import ./scripts/bench/usage.mjs server/cli/forage.mjs data check DIR",
    names: { "usage.json": at("usage.json"), DIR: at("fruit") },
    shows: /4 photos/,
    writes: "usage.json",
  },
  {
    command: "npx forage monitor compare reference.jsonl current.jsonl",
    names: { "reference.jsonl": at("rows.jsonl"), "current.jsonl": at("rows.jsonl") },
    shows: /No drift in 2 columns/,
  },
  {
    command: "npx forage monitor compare reference.csv current.csv --without time --json",
    names: { "reference.csv": at("rows.csv"), "current.csv": at("rows.csv") },
    shows: /"verdict":"no drift"/,
  },
  { command: "npm run recipes:counts", shows: /recipes/ },
  { command: "npm run recipes:tonight", shows: /single classes of the detector/ },
];

const documents = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "*.md"], {
  cwd: root,
  encoding: "utf8",
})
  .trim()
  .split("\n")
  // the change log names commands, but does not ask to run them
  .filter((file) => file !== "CHANGELOG.md");

const commands: readonly DocumentedCommand[] = documents.flatMap((file) =>
  readCommands(readFileSync(join(root, file), "utf8"), file),
);

const isRunHere = (text: string) => RUN_HERE.some(({ command }) => command === text);
const isKnown = ({ text, isMarkedNotRun }: DocumentedCommand) =>
  isMarkedNotRun ||
  isRunHere(text) ||
  runElsewhere(text) !== undefined ||
  ONLY_LEADS.some((lead) => lead.test(text));

describe("a command in a document", () => {
  it("is found wherever it stands", () => {
    const text = [
      "Run `npx forage data check DIR`, or `npm run bench` (not run by a test).",
      "",
      "    npm install && npm start      # the app",
      "    python cluster.py argo \\",
      "        --out x.json              # not run by a test",
      "",
      "```",
      "PORT=1 npm test",
      "SOURCES/<folder>/data.yaml",
      "```",
      "Not a command: `npm`, `forage-n/3`.",
    ].join("\n");
    expect(readCommands(text, "x.md").map((one) => [one.line, one.text, one.isMarkedNotRun])).toEqual([
      [1, "npx forage data check DIR", false],
      [1, "npm run bench", true],
      [3, "npm install", false],
      [3, "npm start", false],
      [4, "python cluster.py argo --out x.json", true],
      [8, "PORT=1 npm test", false],
    ]);
    expect(readOtherCode(text)).toEqual(["SOURCES/<folder>/data.yaml"]);
  });

  it.each(commands.map((command) => [`${command.file}:${command.line}`, command.text, command] as const))(
    "%s `%s` is run by a test, or its document says that it is not",
    (_place, _text, command) => {
      expect(
        isKnown(command),
        `run it here, name its test in registry.ts, or write "${NOT_RUN}" beside it`,
      ).toBe(true);
    },
  );

  it("is not marked as not run while a test here runs it", () => {
    expect(commands.filter((command) => command.isMarkedNotRun && isRunHere(command.text))).toEqual([]);
  });
});

describe("the registry", () => {
  it.each(RUN_ELSEWHERE.map((one) => [one.command, one] as const))(
    "`%s`: its test is still there",
    (_name, { by, proof }) => {
      expect(readFileSync(join(root, by), "utf8")).toContain(proof);
    },
  );

  it("names no command that no document has", () => {
    const stale = [
      ...RUN_HERE.map(({ command }) => command).filter((text) => !commands.some((one) => one.text === text)),
      ...RUN_ELSEWHERE.filter((one) => !commands.some(({ text }) => runElsewhere(text) === one)).map(
        ({ command }) => command,
      ),
    ];
    expect(stale).toEqual([]);
  });
});

const picture = (seed: number) => {
  const pixels = Buffer.alloc(320 * 240 * 3);
  for (let i = 0; i < pixels.length; i++) pixels[i] = ((i * (seed * 2 + 3)) ^ (i >> (seed + 4))) & 255;
  return sharp(pixels, { raw: { width: 320, height: 240, channels: 3 } })
    .jpeg()
    .toBuffer();
};

/** A detector of two classes, as small as one can be, that names them in the file. */
function writeModel(): void {
  const model = buildModel({
    inputs: { images: [1, 3, 32, 32] },
    constants: { weights: { shape: [3, 3, 1, 1], values: [1, 0, 0, 0, 1, 0, 0, 0, 1] }, shape: [1, 6, 512] },
    nodes: [
      {
        op: "Conv",
        inputs: ["images", "weights"],
        outputs: ["convolved"],
        attributes: { kernel_shape: [1, 1] },
      },
      { op: "Sigmoid", inputs: ["convolved"], outputs: ["scores"] },
      { op: "Reshape", inputs: ["scores", "shape"], outputs: ["output0"] },
    ],
  });
  const dim = [1, 6, 512].map((dimValue) => ({ dimValue }));
  const output = [{ name: "output0", type: { tensorType: { elemType: 1, shape: { dim } } } }];
  const metadataProps = [{ key: "names", value: "{0: 'apple', 1: 'banana'}" }];
  writeFileSync(
    at("model.onnx"),
    encodeModel({ ...model, graph: { ...model.graph, output }, metadataProps }),
  );
}

describe("what the documents say", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
    writeFileSync(at("photo.jpg"), await picture(0));
    const rows = Array.from({ length: 60 }, (_, time) => ({ time, brightness: (time * 37) % 60 }));
    writeFileSync(at("rows.jsonl"), rows.map((row) => JSON.stringify(row)).join("\n"));
    writeFileSync(
      at("rows.csv"),
      ["time,brightness", ...rows.map((row) => `${row.time},${row.brightness}`)].join("\n"),
    );
    const files: Record<string, Buffer> = { "data.yaml": Buffer.from("names: [tomato, egg]\n") };
    for (const [index, split] of (["train", "train", "test", "test"] as const).entries()) {
      files[`images/${split}/${index}.jpg`] = await picture(index + 1);
      files[`labels/${split}/${index}.txt`] = Buffer.from(`${index % 2} 0.5 0.5 0.4 0.4\n`);
    }
    for (const [name, bytes] of Object.entries(files)) {
      mkdirSync(join(at("fruit"), name, ".."), { recursive: true });
      writeFileSync(join(at("fruit"), name), bytes);
    }
    writeFileSync(at("set.zip"), await zipOf(files));
    cpSync(join(root, "models"), at("models"), { recursive: true });
    writeModel();
  });
  afterAll(async () => {
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(RUN_HERE.map((one) => [one.command, one] as const))(
    "`%s` does it",
    async (_name, { command, names, shows, writes }) => {
      const text = Object.entries(names ?? {}).reduce(
        (words, [name, file]) => words.replace(name, file),
        command,
      );
      const { stdout, stderr } = await run("bash", ["-c", text], {
        cwd: root,
        env: { ...process.env, FORAGE_DATA_DIR: at("data"), FORAGE_MODELS_DIR: at("models") },
      });
      expect(`${stdout}${stderr}`).toMatch(shows);
      if (writes) expect(readFileSync(at(writes), "utf8")).not.toBe("");
    },
  );
});
