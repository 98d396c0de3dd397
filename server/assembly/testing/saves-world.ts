import { randomUUID } from "node:crypto";
import path from "node:path";
import { eq, sql } from "drizzle-orm";
import sharp from "sharp";
import { USUAL_RULES } from "@/lib/contracts/alerts";
import type { SaveCorrectionInput } from "@/lib/contracts/corrections";
import { type DataErrorReport, DOUBT_KINDS } from "@/lib/contracts/data-errors";
import { canonicalManifest } from "@/lib/contracts/dataset-manifest";
import type { PromotionGateReport } from "@/lib/contracts/promotion-gate";
import { DEFAULT_FILTER } from "@/lib/core/detection/types";
import { GATE_RULES } from "@/lib/core/gate/rules";
import { localContext } from "@/server/api/context";
import { createCallerFactory } from "@/server/api/trpc";
import { appRouter } from "@/server/assembly/root-router";
import { addClass, seedClasses } from "@/server/datasets/classes/classes";
import { startUpload, uploadFile } from "@/server/datasets/import/uploads";
import { getDatabase } from "@/server/db/client";
import { dataErrorReports, photoLooks } from "@/server/db/schema/data-errors";
import { datasetVersions } from "@/server/db/schema/datasets";
import { jobs } from "@/server/db/schema/jobs";
import { recipePictures } from "@/server/db/schema/recipes";
import { memberships } from "@/server/db/schema/teams";
import { addPerson, alone } from "@/server/db/testing/alone";
import { keepVerdict } from "@/server/gate/keep-verdict";
import { enqueueJob } from "@/server/jobs/service";
import { sha256Of } from "@/server/media/service";
import { localModelsFolder, modelFolderIn, modelsFolder } from "@/server/models/files";
import { promote, registerModel } from "@/server/models/registry/registry";
import { fileEntry, writeManifest } from "@/server/models/write-version";
import { writeWhole } from "@/server/models/write-whole";
import { getPhoto, savePhoto } from "@/server/photos/service";
import { readCatalogue } from "@/server/recipes/catalogue/catalogue";
import { addOwnPicture } from "@/server/recipes/pictures/pictures";
import { seedRecipes } from "@/server/recipes/seed/seed-catalogue";
import { getFileStore } from "@/server/storage/service";

export const context = localContext();
export const me = context.user.id;
const local = createCallerFactory(appRouter)(context);
let caller: unknown = local;

/** Every procedure, called as the page calls it; `callThrough` puts another in its place. */
export const api = new Proxy(local, {
  get: (_target, key) => Reflect.get(caller as object, key),
});

/** Lets the saves go through another caller. @returns what puts the local one back */
export function callThrough(other: unknown): () => void {
  caller = other;
  return () => {
    caller = local;
  };
}

/** A small picture; each number gives a different one. */
export function picture(number: number): Promise<Buffer> {
  const background = { r: (number * 53) % 256, g: (number * 97) % 256, b: (number * 193) % 256 };
  return sharp({ create: { width: 60, height: 40, channels: 3, background } })
    .jpeg()
    .toBuffer();
}

const drawn = (id: string, classId: number) =>
  ({
    id,
    box: { x1: 4, y1: 2, x2: 20, y2: 12 },
    classId,
    origin: { by: "person" },
    state: "drawn",
  }) as const;

/** A save of a photo with one drawn box per class. */
export const correctionOf = (photoId: string, classIds: readonly number[]): SaveCorrectionInput => ({
  photoId,
  modelId: null,
  backend: null,
  filter: { ...DEFAULT_FILTER, confidenceByClass: {}, hiddenClasses: [] },
  modelBoxes: [],
  labels: classIds.map((classId, index) => drawn(`b${index}`, classId)),
});

export const lookAnswer = {
  species: "tomato",
  leaves: 1,
  affected: 0,
  verdict: { kind: "healthy" },
  votes: [],
} as const;

export const ownRecipe = (title: string) => ({
  title,
  servings: 2,
  ingredients: [
    { foodId: "tomato", quantity: 2, unit: "pc" as const, note: null, optional: false },
    { foodId: "onion", quantity: 1, unit: "pc" as const, note: null, optional: false },
  ],
  steps: ["Mix."],
});

export const stardust = {
  foodId: "onion",
  quantity: 1,
  unit: "pc" as const,
  note: null,
  optional: false,
  original: "1 stardust",
};

/** A row of the pantry. */
export const tomatoes = (quantity: number) =>
  ({ foodId: "tomato", quantity, unit: "pc", place: "fridge", bestBefore: null }) as const;

/** A planned meal. */
export const meal = (slug: string, day: string) =>
  ({ slug, day, cooked: 2, eaten: 2, leftoverOf: null }) as const;

/** Two rows of a new change. @returns their ids, and the change's */
async function twoRows(change: (id: string, rows: readonly [string, string]) => Promise<unknown>) {
  const [changeId, first, second] = [randomUUID(), randomUUID(), randomUUID()];
  await change(changeId, [first, second]);
  return { changeId, first, second };
}

export const CHAMPION = "forage-n/1";
export const CANDIDATE = "trained-n/0";

/** A model version whose one file holds its id. */
export async function makeModel(root: string, id: string): Promise<string> {
  const [name = "", version = "0"] = id.split("/");
  const folder = modelFolderIn(root, id);
  const content = `graph of ${id}`;
  await writeWhole(path.join(folder, "model-320.onnx"), content);
  await writeManifest(
    {
      schema: 1,
      id,
      name,
      version: Number(version),
      createdAt: "2024-01-01T00:00:00.000Z",
      licence: "AGPL-3.0-only",
      architecture: "YOLO11n",
      head: "yolo-v8",
      inputSize: 320,
      featureLength: 0,
      classes: [
        { id: 0, name: "kiwi", displayName: "Kiwi", kind: "ingredient", synonyms: [] },
        { id: 1, name: "tomato", displayName: "Tomato", kind: "ingredient", synonyms: [] },
      ],
      files: [fileEntry("model-320.onnx", content, "onnx")],
      defaults: { confidence: 0.25, iou: 0.45 },
      metrics: {},
      dataSets: {},
    },
    folder,
  );
  return folder;
}

/** A gate's verdict: the candidate passed against this champion. */
export const passed = (candidateId: string, championId: string): PromotionGateReport => ({
  schema: 1,
  candidateId,
  championId,
  verdict: "passed",
  reasons: [],
  rules: { ...GATE_RULES },
  resamples: 2000,
  seed: 1,
  seconds: 1,
  sets: [],
  better: "passed",
  classes: [],
  budgets: [],
  photos: { better: [], worse: [] },
});

async function savedPhoto(number: number, isShared: boolean): Promise<{ photoId: string; saveId: string }> {
  const bytes = await picture(number);
  const { photoId } = await savePhoto({ ownerId: me, name: `${number}.jpg`, bytes });
  if (isShared) await api.library.share({ photoId, isShared });
  const { id } = await api.corrections.save(correctionOf(photoId, [0, 1]));
  return { photoId, saveId: id };
}

async function jobIn(state: "queued" | "running" | "failed"): Promise<string> {
  const { id } = await enqueueJob("check-files", {}, alone(me), { lane: state });
  await getDatabase().update(jobs).set({ state }).where(eq(jobs.id, id));
  return id;
}

/** What is doubted of the photo in the version. */
export const DOUBT_ID = "0".repeat(23).concat("d");

/** A version with one photo, which was looked through: another name is doubted on it. */
async function aVersion(photo: { readonly photoId: string; readonly saveId: string }): Promise<void> {
  const { sha256 } = await getPhoto(me, photo.photoId);
  const box = { x1: 4, y1: 2, x2: 20, y2: 12 };
  const manifest = Buffer.from(
    canonicalManifest({
      classes: [],
      photos: [
        {
          ...{
            sha256,
            photoId: photo.photoId,
            name: "4.jpg",
            contentType: "image/jpeg",
            width: 60,
            height: 40,
          },
          ...{ split: "train", heldOutFor: null, source: "corrections", correctionId: photo.saveId },
          boxes: [{ classId: 0, x: 4, y: 2, width: 16, height: 10 }],
        },
      ],
    }),
  );
  await (await getFileStore()).put(manifest);
  const versionId = randomUUID();
  const unseen = { unseen: 1, "chosen-by": 0, unknown: 0, seen: 0 };
  const report = Buffer.from(
    JSON.stringify({
      schema: 1,
      judges: [{ modelId: CHAMPION, photos: unseen }],
      mapModelId: CHAMPION,
      doubts: [
        {
          ...{ id: DOUBT_ID, kind: "wrong-class", sha256, score: 0.9, label: { classId: 0, box } },
          ...{ model: { classId: 1, box, score: 0.9 }, selfConfidence: 0, others: [] },
        },
      ],
      photos: [{ sha256, judge: 0, acquaintance: "unseen", at: null, nearest: [] }],
      balance: null,
      links: { source: null, brightness: null, size: null },
      confusion: [],
    } satisfies DataErrorReport),
  );
  const reportSha256 = await (await getFileStore()).put(report);
  await getDatabase()
    .insert(datasetVersions)
    .values({
      id: versionId,
      teamId: me,
      number: 1,
      manifestSha256: sha256Of(manifest),
      reportSha256: sha256Of(manifest),
      note: "",
      summary: {
        photos: 12,
        boxes: 12,
        splits: { train: 8, val: 2, test: 2 },
        heldOut: 0,
        excluded: 0,
        sources: [],
        classes: [],
        together: [],
        errors: 0,
        warnings: 0,
        waived: 0,
      },
      createdBy: me,
    });
  const found = Object.fromEntries(DOUBT_KINDS.map((kind) => [kind, kind === "wrong-class" ? 1 : 0]));
  const summary = {
    ...{ photos: 1, labels: 1, failed: 0, unjudgedNames: 0, found },
    judges: [{ modelId: CHAMPION, photos: unseen }],
  };
  await getDatabase()
    .insert(dataErrorReports)
    .values({ id: randomUUID(), versionId, reportSha256, summary, createdBy: me });
  // it is looked at, so that looking it through again needs no network
  const look = { modelId: CHAMPION, places: [{ box, classes: [{ classId: 1, score: 0.9 }] }], features: [] };
  await getDatabase()
    .insert(photoLooks)
    .values({ photoId: photo.photoId, ...look });
}

async function anUpload(): Promise<string> {
  const { uploadId } = await startUpload(me, "pantry", "folder");
  const put = (filePath: string, content: Uint8Array | string) =>
    uploadFile(me, { uploadId, filePath }, new Blob([content as BlobPart]).stream());
  await put("data.yaml", "names: [kiwi, tomato]\ntrain: images/train\n");
  await put("images/train/one.jpg", new Uint8Array(await picture(90)));
  await put("labels/train/one.txt", "0 0.5 0.5 0.4 0.4\n");
  return uploadId;
}

const COLLEAGUE = "00000000-0000-4000-8000-00000000c011";

/** A photo on which two people of the team differ: one kept its box, the other took it away. */
async function differingOpinions() {
  await addPerson(COLLEAGUE, "Colleague");
  await getDatabase().insert(memberships).values({ teamId: me, userId: COLLEAGUE, role: "reviewer" });
  const { photoId, saveId: correctionId } = await savedPhoto(7, true);
  await api.review.askOpinions({ photoIds: [photoId], isAsked: true });
  const mine = await api.review.decide({ photoId, correctionId, verdict: "accepted" });
  const user = { ...context.user, id: COLLEAGUE };
  const theirs = await createCallerFactory(appRouter)({ ...context, user }).review.decide({
    photoId,
    correctionId,
    verdict: "fixed",
    labels: [],
  });
  const held = randomUUID();
  await api.review.hold({ pageId: held, front: photoId, wanted: [], count: 0 });
  return { held, photoId, first: mine.id, second: theirs.id, colleague: COLLEAGUE };
}

/** A rule that tells nobody. */
export const anAlert = {
  id: "00000000-0000-4000-8000-0000000000a1",
  name: "Drift",
  rule: USUAL_RULES.drift,
  channels: [],
  isOn: true,
};

/**
 * What every save starts from: photos in each state, plants, recipes, models, jobs and an upload.
 * @returns the ids that saves name
 */
export async function makeWorld() {
  await makeModel(modelsFolder(), "forage-n/0");
  await makeModel(modelsFolder(), CHAMPION);
  await seedClasses();
  await api.monitoring.recording.agree();
  await api.monitoring.alerts.save(anAlert);
  await addClass({ name: "leek", kind: "ingredient" });
  const catalogue = await readCatalogue();
  await seedRecipes({ ...catalogue, recipes: catalogue.recipes.slice(0, 1) });
  const own = await savedPhoto(1, false);
  const waiting = await savedPhoto(2, true);
  const beside = await savedPhoto(3, true);
  const accepted = await savedPhoto(4, true);
  const fixed = await savedPhoto(5, true);
  const decision = await api.review.decide({
    photoId: accepted.photoId,
    correctionId: accepted.saveId,
    verdict: "accepted",
  });
  const { labels } = correctionOf(fixed.photoId, [1]);
  const fix = await api.review.decide({
    photoId: fixed.photoId,
    correctionId: fixed.saveId,
    verdict: "fixed",
    labels,
  });
  const differing = await differingOpinions();
  const brought = await savePhoto({ ownerId: me, name: "leaf.jpg", bytes: await picture(6) });
  const look = {
    modelId: null,
    answer: { ...lookAnswer, votes: [] },
    photos: [{ photoId: brought.photoId, leaves: [], isNew: true }],
  };
  const plant = await api.plants.addLook({ plant: { name: "Tomato" }, ...look });
  await registerModel(await makeModel(localModelsFolder(), "trained-n/9"), {
    origin: "trained",
    createdBy: me,
  });
  await registerModel(await makeModel(localModelsFolder(), CANDIDATE), { origin: "trained", createdBy: me });
  await promote("forage-n/0", { reason: "first", movedBy: me });
  await promote(CHAMPION, { reason: "second", movedBy: me });
  await keepVerdict(passed(CANDIDATE, CHAMPION));
  await api.gate.setAutomaticPromotion(true);
  const recipe = await api.recipes.saveOwn(ownRecipe("Salad"));
  await addOwnPicture(recipe.slug, await picture(95), me);
  const failing = await api.recipes.saveOwn({
    ...ownRecipe("Bread"),
    pictures: ["http://food.example/a.jpg"],
  });
  await getDatabase()
    .update(recipePictures)
    .set({ state: "failed" })
    .where(eq(recipePictures.state, "waiting"));
  await api.sharing.setSettings({ isAllowed: true, address: "" });
  const { id: shared } = await api.sharing.create({ kind: "recipe", slug: recipe.slug, days: null });
  const doubtful = await api.recipes.saveOwn({
    ...ownRecipe("Riddle"),
    ingredients: [{ ...stardust, isDoubtful: true }],
  });
  await api.recipes.cook.setOpinion({ slug: recipe.slug, opinion: "favourite" });
  await api.recipes.cook.setFoodDislike({ foodId: "onion", isDisliked: true });
  await api.recipes.cook.addCooked({ slug: recipe.slug, servings: 2 });
  await api.recipes.cook.setProfile({ household: 2, skill: null });
  const [cooked] = (await api.recipes.cook.get()).cooked;
  await api.recipes.stock.switch({ isOn: true });
  const stock = await twoRows((id, rows) =>
    api.recipes.stock.change({ id, steps: rows.map((row) => ({ id: row, base: null, put: tomatoes(2) })) }),
  );
  const list = await twoRows((id, rows) =>
    api.recipes.shopping.change({
      id,
      list: rows.map((row) => ({ do: "put", id: row, base: null, content: { kind: "extra", text: row } })),
    }),
  );
  const meals = await twoRows((id, rows) =>
    api.recipes.week.change({
      id,
      steps: rows.map((row) => ({ id: row, base: null, put: meal(recipe.slug, "2026-03-10") })),
    }),
  );
  await aVersion(accepted);
  const keptId = randomUUID();
  await api.dataErrors.keep({ number: 1, doubtId: DOUBT_ID, id: keptId });
  const { id: decisionId } = await api.versions.waive({
    key: { photo: "a".repeat(64), code: "photo-without-label", subject: "" },
    reason: "It is meant so.",
  });
  await getDatabase().execute(sql`update tallies set change = change`);
  return {
    own,
    waiting,
    beside,
    differing,
    accepted: { ...accepted, reviewId: decision.id },
    fixed: { ...fixed, reviewId: fix.id },
    plant: { ...plant, photoId: brought.photoId },
    recipe: recipe.slug,
    failing: failing.slug,
    shared,
    doubtful: doubtful.slug,
    cookedId: cooked?.id ?? 0,
    stock: { kept: stock.first, usedUp: stock.second, changeId: stock.changeId, bought: randomUUID() },
    list,
    meals: { kept: meals.first, removed: meals.second, changeId: meals.changeId },
    decisionId,
    keptId,
    uploadId: await anUpload(),
    jobs: { queued: await jobIn("queued"), running: await jobIn("running"), failed: await jobIn("failed") },
  };
}

export type World = Awaited<ReturnType<typeof makeWorld>>;
