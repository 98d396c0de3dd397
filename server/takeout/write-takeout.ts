import type { TakeoutResult } from "@/lib/contracts/takeout";
import type { Who } from "@/lib/contracts/who";
import { isAppError } from "@/lib/core/errors";
import { correctionHistory } from "@/server/corrections/service";
import { type ExportSink, openExportSink } from "@/server/datasets/export/export-sink";
import { exportPhotosInto } from "@/server/datasets/export/exports";
import { connection } from "@/server/db/transaction";
import { listPlants } from "@/server/plants/service";
import { getCook } from "@/server/recipes/cook/cook";
import { archiveFiles } from "@/server/recipes/export/export-archive";
import { getShoppingList } from "@/server/recipes/kitchen/shopping/shopping";
import { getStock } from "@/server/recipes/kitchen/stock/stock";
import { getWeek } from "@/server/recipes/kitchen/week/week";
import { takeRoom } from "@/server/storage/quota";
import { getFileStore } from "@/server/storage/service";
import { readPhotoPage } from "./repository";

/** Formats that Forage reads again, and other programs too. */
const PHOTO_FORMAT = "coco";
const RECIPE_FORMAT = "json-ld";
const PAGE = 200;
const ALL_DAYS = { from: "2000-01-01", to: "2100-01-01" };

export interface Takeout {
  readonly who: Who;
  readonly path: string;
  readonly signal: AbortSignal;
  readonly onPhoto: (done: number) => void;
}

type Counts = Omit<TakeoutResult, "fileName" | "bytes">;

const json = (value: unknown) => `${JSON.stringify(value, null, 1)}\n`;

/** No ending: a recipe import would read a text file as a recipe. */
const READ_ME = `Your data from Forage

images/, annotations/   photos with their boxes, as a set in the format COCO; photos.jsonl has their names
photos-without-boxes/   photos that nobody corrected yet
corrections.jsonl       every save of every photo, one photo a line: the model's boxes, yours, model and time
recipes/                your own recipes with their pictures, as schema.org JSON-LD
pantry.json, shopping.json, week.json, plants.json, cook.json
                        pantry, shopping list, planned meals, plants with their looks, likes and what you cooked

To bring it back, give Forage this whole file twice: under Studio, Data, Import for the photos and their boxes, and under
Recipes, Import for the recipes.
`;

/** The sink, for a writer that would finish it: more comes after. */
function notFinished(sink: ExportSink): ExportSink {
  return { ...sink, finish: async () => 0, abort: async () => undefined };
}

async function writeLabelled(sink: ExportSink, { who, signal, onPhoto }: Takeout) {
  try {
    return await exportPhotosInto(notFinished(sink), {
      ownerId: who.teamId,
      params: { format: PHOTO_FORMAT },
      signal,
      onProgress: onPhoto,
    });
  } catch (error) {
    if (isAppError(error) && error.code === "export/nothing") return { photos: 0, boxes: 0, missing: [] };
    throw error;
  }
}

/** Photos without a correction, and the saves of the others. */
async function writePhotos(
  sink: ExportSink,
  { who, signal }: Takeout,
): Promise<{ plainPhotos: number; corrections: number; missing: readonly string[] }> {
  const files = await getFileStore();
  const lines: string[] = [];
  const missing: string[] = [];
  let [plainPhotos, corrections] = [0, 0];
  for (let after = ""; ; ) {
    const page = await readPhotoPage(connection(), who.teamId, after, PAGE);
    for (const { id, ...photo } of page) {
      signal.throwIfAborted();
      const history = await correctionHistory(who.teamId, id);
      lines.push(`${JSON.stringify({ ...photo, saves: history })}\n`);
      corrections += history.length;
      if (history.length > 0) continue;
      const opened = await files.open(photo.sha256).catch((error: unknown) => {
        if (isAppError(error) && error.code === "storage/missing") return undefined;
        throw error;
      });
      if (!opened) {
        missing.push(photo.sha256);
        continue;
      }
      await takeRoom("datasets", opened.bytes);
      const ending = photo.contentType === "image/png" ? "png" : "jpg";
      await sink.addStored(`photos-without-boxes/${photo.sha256}.${ending}`, opened);
      plainPhotos++;
    }
    const last = page.at(-1);
    if (!last || page.length < PAGE) break;
    after = last.sha256;
  }
  if (lines.length > 0) await sink.addText("corrections.jsonl", lines.join(""));
  return { plainPhotos, corrections, missing };
}

async function writeRecipes(sink: ExportSink, { who, signal }: Takeout): Promise<number> {
  let recipes = 0;
  for await (const files of archiveFiles(who.teamId, RECIPE_FORMAT)) {
    signal.throwIfAborted();
    for (const { name, content } of files) await sink.addContent(`recipes/${name}`, content);
    recipes++;
  }
  return recipes;
}

async function writeKitchen(sink: ExportSink, { who }: Takeout): Promise<number> {
  await sink.addText("pantry.json", json(await getStock(who.teamId)));
  await sink.addText("shopping.json", json(await getShoppingList(who.teamId)));
  await sink.addText("week.json", json(await getWeek(ALL_DAYS, who.teamId)));
  await sink.addText("cook.json", json(await getCook(who)));
  const plants = await listPlants(who.teamId);
  await sink.addText("plants.json", json(plants));
  return plants.plants.length;
}

/**
 * Writes what a team has, and what its person has alone, as one archive that Forage reads again.
 * @throws AppError detection/cancelled, storage/…; then nothing is left of the archive
 */
export async function writeTakeout(takeout: Takeout): Promise<Counts & { readonly bytes: number }> {
  const sink = await openExportSink({ kind: "zip", path: takeout.path });
  try {
    await sink.addText("READ-ME", READ_ME);
    const labelled = await writeLabelled(sink, takeout);
    const rest = await writePhotos(sink, takeout);
    const recipes = await writeRecipes(sink, takeout);
    const plants = await writeKitchen(sink, takeout);
    takeout.signal.throwIfAborted();
    return {
      photos: labelled.photos,
      boxes: labelled.boxes,
      plainPhotos: rest.plainPhotos,
      corrections: rest.corrections,
      recipes,
      plants,
      missing: [...labelled.missing, ...rest.missing].slice(0, 500),
      bytes: await sink.finish(),
    };
  } catch (error) {
    await sink.abort();
    throw error;
  }
}
