import type { Correction } from "@/lib/contracts/corrections";
import {
  TAKEOUT_FILES,
  TAKEOUT_VERSION,
  type TakeoutManifest,
  type TakeoutPhoto,
  type TakeoutRecipe,
  type TakeoutResult,
} from "@/lib/contracts/takeout";
import type { Who } from "@/lib/contracts/who";
import { isAppError } from "@/lib/core/errors";
import { correctionHistory } from "@/server/corrections/service";
import { listClasses } from "@/server/datasets/classes/classes";
import { type ExportSink, openExportSink } from "@/server/datasets/export/export-sink";
import { exportPhotosInto } from "@/server/datasets/export/exports";
import { connection } from "@/server/db/transaction";
import { listPlants } from "@/server/plants/service";
import { getWholeCook } from "@/server/recipes/cook/cook";
import { archiveFiles } from "@/server/recipes/export/export-archive";
import { getShoppingList } from "@/server/recipes/kitchen/shopping/shopping";
import { getStock } from "@/server/recipes/kitchen/stock/stock";
import { getWeek } from "@/server/recipes/kitchen/week/week";
import { takeRoom } from "@/server/storage/quota";
import { getFileStore } from "@/server/storage/service";
import { readPhotoPage, readSources } from "./repository";

/** Formats that Forage reads again, and other programs too. */
const PHOTO_FORMAT = "coco";
const RECIPE_FORMAT = "json-ld";
const PAGE = 200;
const ALL_DAYS = { from: "2000-01-01", to: "2100-01-01" };

export interface Takeout {
  readonly who: Who;
  /** Name of the team, for whoever brings the archive in. */
  readonly team: string;
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
classes.json            what the classes of the boxes are called
recipes/                your own recipes with their pictures, as schema.org JSON-LD; recipes.jsonl has their addresses
pantry.json, shopping.json, week.json, plants.json, cook.json
                        pantry, shopping list, planned meals, plants with their looks, likes and what you cooked

To bring it into another Forage: there, under your account, "Bring your data", choose this file as it is. The photos alone
are also read by Studio, Data, Import, and the recipes by Recipes, Import. Not in here: decisions of reviews, data-set versions and models.
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

type PageRow = Awaited<ReturnType<typeof readPhotoPage>>[number];

function toLine(
  photo: PageRow,
  sources: readonly TakeoutPhoto["sources"][number][],
  saves: readonly Correction[],
): TakeoutPhoto {
  return {
    ...photo,
    createdAt: photo.createdAt.toISOString(),
    savedAt: photo.savedAt.toISOString(),
    sharedAt: photo.sharedAt?.toISOString() ?? null,
    sources: [...sources],
    saves: [...saves],
  };
}

/** Photos without a correction, and the saves of the others. */
async function writePhotos(
  sink: ExportSink,
  { who, signal }: Takeout,
): Promise<{ all: number; plainPhotos: number; corrections: number; missing: readonly string[] }> {
  const files = await getFileStore();
  const lines: string[] = [];
  const missing: string[] = [];
  let [plainPhotos, corrections] = [0, 0];
  for (let after = ""; ; ) {
    const page = await readPhotoPage(connection(), who.teamId, after, PAGE);
    const sources = await readSources(
      connection(),
      page.map(({ photoId }) => photoId),
    );
    for (const photo of page) {
      signal.throwIfAborted();
      const history = await correctionHistory(who.teamId, photo.photoId);
      lines.push(`${JSON.stringify(toLine(photo, sources.get(photo.photoId) ?? [], history))}\n`);
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
  await sink.addText(TAKEOUT_FILES.photos, lines.join(""));
  return { all: lines.length, plainPhotos, corrections, missing };
}

async function writeRecipes(sink: ExportSink, { who, signal }: Takeout): Promise<number> {
  const written: string[] = [];
  for await (const { slug, name: folder, files } of archiveFiles(who.teamId, RECIPE_FORMAT)) {
    signal.throwIfAborted();
    for (const { name, content } of files) await sink.addContent(`recipes/${name}`, content);
    written.push(`${JSON.stringify({ slug, folder: `recipes/${folder}` } satisfies TakeoutRecipe)}\n`);
  }
  await sink.addText(TAKEOUT_FILES.recipes, written.join(""));
  return written.length;
}

async function writeKitchen(sink: ExportSink, { who }: Takeout): Promise<number> {
  await sink.addText(TAKEOUT_FILES.pantry, json(await getStock(who.teamId)));
  await sink.addText(TAKEOUT_FILES.shopping, json(await getShoppingList(who.teamId)));
  await sink.addText(TAKEOUT_FILES.week, json(await getWeek(ALL_DAYS, who.teamId)));
  await sink.addText(TAKEOUT_FILES.cook, json(await getWholeCook(who)));
  const plants = await listPlants(who.teamId);
  await sink.addText(TAKEOUT_FILES.plants, json(plants));
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
    await sink.addText(TAKEOUT_FILES.classes, json(await listClasses()));
    const manifest: TakeoutManifest = {
      kind: "forage-takeout",
      version: TAKEOUT_VERSION,
      writtenAt: new Date().toISOString(),
      team: takeout.team,
      photos: rest.all,
      recipes,
    };
    await sink.addText(TAKEOUT_FILES.manifest, json(manifest));
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
