/**
 * `npm run examples`: renders the example pictures again, the same ones, and writes where the things in them are. Needs Python 3.11 (or the Python in
 * FORAGE_BLENDER_PYTHON with `bpy` in it); Blender comes as a Python package, about 1 GB, into .forage/blender.
 *
 *     npm run examples                      all, as shipped (some minutes each)
 *     npm run examples -- --only leaf --samples 8
 */
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import sharp from "sharp";
import { runStep } from "./run-step";

const BLENDER = "bpy==5.0.1";
const MAX_BYTES = 150_000;

const EXAMPLES = [
  {
    scene: "still-life",
    title: "Fruit on a table",
    alt: "Bananas, tomatoes, apples, a pear, oranges, lemons and a cucumber on a kitchen worktop, with jars behind them",
  },
  {
    scene: "board",
    title: "Vegetables on a board",
    alt: "Peppers, onions, carrots and eggs on a chopping board, with potatoes, an aubergine, a tomato and a cloth beside it",
  },
  {
    scene: "leaf",
    title: "Apple leaves",
    alt: "Three apple leaves on a garden table, two of them with orange rust spots",
  },
] as const;

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const folder = join(root, "public", "examples");

/** A Python that can `import bpy`; installs one where there is none. */
async function blenderPython(): Promise<string> {
  const named = process.env.FORAGE_BLENDER_PYTHON;
  if (named) return named;
  const venv = join(root, ".forage", "blender");
  const python = join(venv, "bin", "python");
  if (existsSync(python) && spawnSync(python, ["-c", "import bpy"]).status === 0) return python;
  const base = ["python3.11", "python3"].find(
    (name) => spawnSync(name, ["-c", "import sys; sys.exit(sys.version_info[:2] != (3, 11))"]).status === 0,
  );
  if (base === undefined) throw new Error("Python 3.11 is needed for Blender's Python package.");
  await runStep(base, ["-m", "venv", venv], { cwd: root });
  const code = await runStep(python, ["-m", "pip", "install", "--quiet", BLENDER], { cwd: root });
  if (code !== 0) throw new Error(`${BLENDER} could not be installed.`);
  return python;
}

/** The best WebP of a PNG that stays under the limit. */
async function encode(png: string): Promise<Buffer> {
  for (const quality of [88, 84, 80, 74, 68, 60]) {
    const webp = await sharp(png).webp({ quality, effort: 6, smartSubsample: true }).toBuffer();
    if (webp.length <= MAX_BYTES) return webp;
  }
  throw new Error(`${png} does not fit ${MAX_BYTES} bytes`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: "string" },
      samples: { type: "string", default: "24" },
      /** Takes the PNG and JSON files from a folder instead of rendering. */
      from: { type: "string" },
    },
  });
  const wanted = EXAMPLES.filter((example) => values.only === undefined || example.scene === values.only);
  if (wanted.length === 0) throw new Error(`no scene is called ${values.only}`);
  mkdirSync(folder, { recursive: true });
  const scratch = mkdtempSync(join(tmpdir(), "forage-examples-"));
  const scenes = join(root, "scripts", "examples", "scenes.py");
  try {
    const python = values.from === undefined ? await blenderPython() : "";
    for (const { scene } of wanted) {
      const png = join(values.from ?? scratch, `${scene}.png`);
      if (values.from === undefined) {
        const code = await runStep(python, [scenes, scene, png, "--samples", values.samples], { cwd: root });
        if (code !== 0 || !existsSync(png)) throw new Error(`${scene} was not rendered`);
      }
      const webp = await encode(png);
      writeFileSync(join(folder, `${scene}.webp`), webp);
      copyFileSync(join(dirname(png), `${scene}.json`), join(root, "scripts", "examples", `${scene}.json`));
      console.log(`public/examples/${scene}.webp ${webp.length} bytes`);
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  const index = EXAMPLES.map(({ scene, title, alt }) => ({
    file: `${scene}.webp`,
    title,
    alt,
    licence: "AGPL-3.0-only",
  }));
  writeFileSync(join(folder, "index.json"), `${JSON.stringify(index, null, 2)}\n`);
}

await main();
