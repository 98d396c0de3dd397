/**
 * Corrects photos in the page of a running Forage as a person would, by pointer and keys, with labels as the answer
 * key: opens each photo, corrects the model's boxes, saves, shares for training, and accepts all of them in the review.
 *
 *     npx tsx scripts/loop/correct-photos.ts FOLDER [--most 60] [--review-later]
 *
 * FOLDER holds images/ and labels/ in YOLO layout, whose class indices are ids of the shipped model's classes.
 * `--most 0` only reviews. FORAGE_URL names another address than http://127.0.0.1:3000. One JSON line a photo on stdout.
 */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { chromium, type Page } from "@playwright/test";
import { ForagePage } from "@/e2e/journeys/forage-page";
import { listModels } from "@/server/models/service";
import { provideChromium } from "../provide-chromium";
import { type KeyedPhoto, readAnswerKey } from "./answer-key";
import { Corrector, NotAsInKey } from "./correct-boxes";
import { acceptAll, saveAndShare } from "./save-and-accept";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const url = process.env.FORAGE_URL ?? "http://127.0.0.1:3000";

/** Opens, corrects, saves and shares one photo; one that cannot be made as in the key is left unsaved, and says so. */
async function correctOne(page: Page, corrector: Corrector, { path, name, boxes }: KeyedPhoto) {
  const began = Date.now();
  await corrector.forage.lookAt(name, path);
  try {
    const done = await corrector.correct(boxes);
    await saveAndShare(page);
    return { ...done, seconds: (Date.now() - began) / 1000 };
  } catch (error) {
    if (!(error instanceof NotAsInKey)) throw error;
    return { leftOut: error.message };
  }
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { most: { type: "string", default: "60" }, "review-later": { type: "boolean", default: false } },
    allowPositionals: true,
  });
  const [folder] = positionals;
  if (folder === undefined) throw new Error("name the folder with images/ and labels/");
  const [model] = await listModels();
  if (!model) throw new Error("no model is installed");
  const displayNames = [...model.classes].sort((a, b) => a.id - b.id).map(({ displayName }) => displayName);
  const photos = (await readAnswerKey(folder, displayNames.length)).slice(0, Number(values.most));
  const browser = await chromium.launch({
    executablePath: await provideChromium(root),
    args: ["--no-sandbox"],
  });
  try {
    const page = await browser.newPage({
      viewport: { width: 1440, height: 900 },
      locale: "en-GB",
      baseURL: url,
    });
    const forage = new ForagePage(page);
    const corrector = new Corrector(page, forage, displayNames);
    await forage.open();
    for (const { name, path, boxes } of photos) {
      console.log(
        JSON.stringify({ photo: name, ...(await correctOne(page, corrector, { path, name, boxes })) }),
      );
    }
    if (!values["review-later"]) console.log(JSON.stringify({ accepted: await acceptAll(page, forage) }));
  } finally {
    await browser.close();
  }
}

await main();
