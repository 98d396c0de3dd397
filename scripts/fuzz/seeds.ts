import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import sharp from "sharp";
import { ZipFile } from "yazl";
import { SET_FORMATS, type SetFormat } from "@/lib/core/datasets/formats/known-formats";
import { isPhotoPath } from "@/lib/core/datasets/formats/paths";
import { encodeModel } from "@/server/converter/onnx/read-onnx";
import { buildModel } from "@/server/converter/parity/build-onnx";
import { modelFolder } from "@/server/models/files";
import { shippedIds } from "@/server/models/service";
import { projectRoot } from "@/server/storage/project-root";
import type { MemorySet } from "./memory-source";

const bytesOf = (text: string) => Buffer.from(text);
const jsonOf = (value: unknown) => bytesOf(JSON.stringify(value, null, 1));
/** Labels are read before photos, so that a photo's content does not matter. */
const PHOTO = bytesOf("no photo");

/** The sample that lies in each format's folder, by format. */
export const LABELLED_SETS: Readonly<Record<SetFormat, MemorySet>> = Object.fromEntries(
  await Promise.all(
    SET_FORMATS.map(async (format) => {
      const { sample } = (await import(`../../lib/core/datasets/formats/${format}/sample.ts`)) as {
        sample: Readonly<Record<string, string>>;
      };
      const files = Object.entries(sample).map(([path, text]) => [
        path,
        isPhotoPath(path) ? PHOTO : bytesOf(text),
      ]);
      return [format, Object.fromEntries(files)];
    }),
  ),
);

/** A zip archive of some files. */
export function zipOf(files: MemorySet): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [path, bytes] of Object.entries(files)) zip.addBuffer(Buffer.from(bytes), path);
  zip.end();
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    zip.outputStream.on("data", (part: Buffer) => parts.push(part));
    zip.outputStream.on("end", () => resolve(Buffer.concat(parts)));
    zip.outputStream.on("error", reject);
  });
}

/** A detector of two classes, as small as one can be: 32 px in, 512 anchors out. */
function smallNetwork(names: string): Buffer {
  const model = buildModel({
    inputs: { images: [1, 3, 32, 32] },
    constants: {
      weights: { shape: [3, 3, 1, 1], values: [1, 0, 0, 0, 1, 0, 0, 0, 1] },
      shape: [1, 6, 512],
    },
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
  const metadataProps = names ? [{ key: "names", value: names }] : [];
  return Buffer.from(encodeModel({ ...model, graph: { ...model.graph, output }, metadataProps }));
}

export async function networks(): Promise<readonly Buffer[]> {
  const [newest] = await shippedIds();
  const shipped = await readFile(join(modelFolder(newest ?? ""), "model-64.onnx"));
  return [smallNetwork("{0: 'apple', 1: 'leaf'}"), smallNetwork(""), shipped];
}

/** A BMP of 8 × 4 px, 24 bits each. */
function bitmap(): Buffer {
  const bytes = Buffer.alloc(54 + 8 * 4 * 3, 90);
  bytes.write("BM", 0, "latin1");
  bytes.writeUInt32LE(bytes.length, 2);
  bytes.writeUInt32LE(0, 6);
  for (const [at, value] of [
    [10, 54],
    [14, 40],
    [18, 8],
    [22, 4],
    [30, 0],
    [34, 96],
    [38, 0],
    [42, 0],
    [46, 0],
    [50, 0],
  ] as const)
    bytes.writeUInt32LE(value, at);
  bytes.writeUInt16LE(1, 26);
  bytes.writeUInt16LE(24, 28);
  return bytes;
}

/** Small pictures in every format that is taken. */
export async function pictures(): Promise<readonly Buffer[]> {
  const rows = Buffer.alloc(96 * 64 * 3);
  for (let i = 0; i < rows.length; i++) rows[i] = (i * 7 + (i >> 6) * 13) & 255;
  const picture = () => sharp(rows, { raw: { width: 96, height: 64, channels: 3 } });
  return Promise.all([
    picture().jpeg().toBuffer(),
    picture()
      .jpeg({ progressive: true })
      .withExif({ IFD0: { ImageDescription: "a leaf" } })
      .withMetadata({ orientation: 6 })
      .toBuffer(),
    picture().png().toBuffer(),
    picture().png({ palette: true }).toBuffer(),
    picture().ensureAlpha().webp().toBuffer(),
    picture().avif().toBuffer(),
    picture().tiff().toBuffer(),
    picture().tiff({ compression: "lzw" }).toBuffer(),
    picture().gif().toBuffer(),
    bitmap(),
    readFile(join(projectRoot(), "server/media/fixtures/quadrants.heic")),
  ]);
}

const RECIPE = {
  "@context": "https://schema.org",
  "@type": "Recipe",
  name: "Tomato soup",
  recipeYield: "4 servings",
  totalTime: "PT1H30M",
  recipeIngredient: ["800 g tomatoes, chopped", "1 1/2 onions", "2 tbsp olive oil", "salt"],
  recipeInstructions: [
    { "@type": "HowToStep", text: "Fry the onions &amp; garlic." },
    {
      "@type": "HowToSection",
      name: "Soup",
      itemListElement: [{ "@type": "HowToStep", text: "Add <b>tomatoes</b>." }],
    },
  ],
};

/** Saved pages: those of the reader's own tests, and one of each way to write a recipe down. */
export async function recipePages(): Promise<readonly Buffer[]> {
  const folder = join(projectRoot(), "lib/core/recipes/import/pages");
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".html")).toSorted();
  const own = [
    `<html><script type="application/ld+json">${JSON.stringify(RECIPE)}</script></html>`,
    `<div itemscope itemtype="http://schema.org/Recipe"><h1 itemprop="name">Soup</h1><span itemprop="recipeIngredient">1 egg</span><p itemprop="recipeInstructions">Boil.</p></div>`,
    JSON.stringify({ "@graph": [RECIPE] }),
  ];
  return [...own.map(bytesOf), ...(await Promise.all(names.map((name) => readFile(join(folder, name)))))];
}

/** Collections as other apps write them, with the file name that says what they are. */
export async function recipeCollections(): Promise<readonly (readonly [name: string, bytes: Buffer])[]> {
  const mealie = {
    name: "Soup",
    recipeIngredient: [{ note: "1 egg" }],
    recipeInstructions: [{ text: "Boil." }],
  };
  const tandoor = {
    name: "Soup",
    servings: 2,
    steps: [
      { instruction: "Boil.", ingredients: [{ food: { name: "egg" }, amount: 1, unit: { name: "g" } }] },
    ],
  };
  const paprika = {
    name: "Soup",
    ingredients: "1 egg\n2 onions",
    directions: "Boil.\n\nServe.",
    servings: "2",
  };
  const csv =
    'title,ingredients,directions\n"Soup","[""1 egg"", ""2 onions""]","[""Boil."", ""Serve.""]"\nBread,flour;water,Bake\n';
  return [
    ["recipes.csv", bytesOf(csv)],
    ["recipes.tsv", bytesOf(csv.replaceAll(",", "\t"))],
    ["recipes.json", jsonOf([mealie, RECIPE, tandoor])],
    ["soup.paprikarecipe", gzipSync(JSON.stringify(paprika))],
    ["mealie.zip", await zipOf({ "recipes/soup/soup.json": jsonOf(mealie) })],
    ["tandoor.zip", await zipOf({ "1.zip": await zipOf({ "recipe.json": jsonOf(tandoor) }) })],
    ["all.paprikarecipes", await zipOf({ "Soup.paprikarecipe": gzipSync(JSON.stringify(paprika)) })],
  ];
}

export const CLASS_LISTS: readonly Buffer[] = [
  "tomato\nbell pepper\nleaf\n",
  "names: [apple, 'bell pepper', \"leaf\"]\n",
  'names:\n  0: apple\n  1: bell pepper # sweet\n  2: "leaf"\nnc: 3\n',
  "path: .\ntrain: images/train\nnames:\n- apple\n- 'bell pepper'\n",
  "names: {0: apple, 1: 'bell, pepper'}\n",
].map(bytesOf);

export const TRAINING_EVENTS: readonly Buffer[] = [
  { type: "step", at: "2026-11-22T10:00:00.000Z", step: "train", task: "1", state: "running" },
  {
    type: "epoch",
    at: "2026-11-22T10:00:00.000Z",
    config: "bold",
    epoch: 1,
    epochs: 2,
    photos: 8,
    loss: { box: 1 },
    map50: null,
    lr: 0.1,
    seconds: 1,
  },
].map((event) => jsonOf(event));
