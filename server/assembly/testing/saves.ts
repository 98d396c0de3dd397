import { writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { ReadableStream } from "node:stream/web";
import { EVENT_SCHEMA } from "@/lib/contracts/detection-events";
import { USUAL_RETRAINING } from "@/lib/contracts/retraining";
import { alone } from "@/server/db/testing/alone";
import { connection } from "@/server/db/transaction";
import { keepAndPromote } from "@/server/gate/keep-verdict";
import type { RunningJob } from "@/server/jobs/job-handler";
import { writeCheckpoint } from "@/server/jobs/repository";
import { localModelsFolder } from "@/server/models/files";
import { registerModel } from "@/server/models/registry/registry";
import { storeBatch } from "@/server/monitoring/recording/recording";
import { anEvent } from "@/server/monitoring/testing/an-event";
import { removeLeftFiles, savePhoto } from "@/server/photos/service";
import { collectionPath } from "@/server/recipes/import/collection-file";
import { importCollection } from "@/server/recipes/import/import";
import { addOwnPicture } from "@/server/recipes/pictures/pictures";
import { refreshHead } from "@/server/review/signals/refresh-waiting";
import { savePhotoWhole } from "@/server/saves/service";
import { HANDLERS } from "../job-handlers";
import {
  anAlert,
  api,
  CANDIDATE,
  CHAMPION,
  correctionOf,
  DOUBT_ID,
  lookAnswer,
  makeModel,
  me,
  meal,
  ownRecipe,
  passed,
  picture,
  stardust,
  tomatoes,
  type World,
} from "./saves-world";

export interface Save {
  /** A procedure, `POST` and a route, or `job` and its kind. */
  readonly name: string;
  readonly run: (world: World) => Promise<void>;
  /** What happens after the acknowledgement; after a failure it is done later. */
  readonly settle?: (world: World) => Promise<void>;
  /** What it has done before a failure stays, and the next try continues from there to the same result. */
  readonly goesOn?: boolean;
  /** Files that a failure leaves without a row, and what removes them. */
  readonly strays?: "sweep";
}

/** Saves that are not such a transaction, and why. */
export const ELSEWHERE: Readonly<Record<string, string>> = {
  "leaving.deleteAccount": "one transaction, which `server/leaving/delete-account.test.ts` breaks off",
  "recipes.fetchPage": "writes nothing",
  "people.sessions.revoke": "one transaction of rows alone: server/people/people.test.ts",
  "people.sessions.revokeOthers": "one transaction of rows alone: server/people/people.test.ts",
  "people.keys.make": "one transaction of rows alone: server/people/people.test.ts",
  "people.keys.revoke": "one transaction of rows alone: server/people/people.test.ts",
  "people.invitations.make": "one transaction of rows alone: server/people/people.test.ts",
  "people.invitations.revoke": "one transaction of rows alone: server/people/people.test.ts",
  "people.pairing.start": "one transaction of rows alone: server/accounts/pairing/pairing.test.ts",
  "people.pairing.end": "one statement: server/accounts/pairing/pairing.test.ts",
  "people.passkeys.rename": "one statement: server/accounts/passkeys/passkeys.test.ts",
  "people.passkeys.remove": "one statement: server/accounts/passkeys/passkeys.test.ts",
  "people.changePassword": "one transaction of rows alone: server/people/people.test.ts",
  "people.team.setRole": "one transaction of rows alone: server/people/people.test.ts",
  "people.team.remove": "one transaction of rows alone: server/people/people.test.ts",
  "people.team.leave": "one transaction of rows alone: server/people/people.test.ts",
  "people.team.handOver": "one transaction of rows alone: server/people/people.test.ts",
  "people.invitations.accept": "one transaction of rows alone: server/people/people.test.ts",
  "people.admin.resetLink": "one transaction of rows alone: server/people/people.test.ts",
  "people.admin.setDisabled": "one transaction of rows alone: server/people/people.test.ts",
  "people.admin.setAdmin": "one transaction of rows alone: server/people/people.test.ts",
  "job recipe-pictures":
    "each picture is a save of its own, and one that waits still is fetched by the next job",
  "training.contactSheet": "writes nothing",
  "experiments.mark": "one statement: server/experiments/experiments.test.ts",
  "POST detect": "its figures are stored a moment later: server/monitoring/recording/recording.test.ts",
  "POST detect/batch": "writes nothing",
  "POST recipes/suggest": "writes nothing",
  "POST photos/[id]/corrections": "the same as corrections.save",
  "POST photos/fetch": "writes nothing",
  "POST imports": "writes files alone",
  "POST imports/[id]/files": "writes files alone",
  "POST models/upload": "writes files alone",
  "job import-scan": "writes files alone",
  "job export": "writes files alone",
  "job takeout": "writes files alone",
  "job takeout-look": "reads",
  "job takeout-bring":
    "each photo, each recipe and each kind is a save: server/takeout/bring/bring-takeout.test.ts",
  "job check-files": "reads",
  "monitoring.reports.make": "one statement: server/monitoring/reports/reports.test.ts",
  "monitoring.reports.ask": "one job, as every other that a person asks for",
  "monitoring.measureTraining": "one job, as every other that a person asks for",
  "job training-figures": "one statement: server/monitoring/training/training-figures.test.ts",
  "job alibi-report": "one statement, as Evidently's: server/monitoring/reports/reports.test.ts",
  "job evidently-report": "one statement: server/monitoring/reports/reports.test.ts",
  "job monitor": "each day's sums are a save: server/monitoring/sums/sums.test.ts",
  "job retrain": "a version and a run are a save each, and it goes on: server/retraining/retraining.test.ts",
  "job retrain-look": "each team is one transaction: server/retraining/retraining.test.ts",
  "job train": "one row, written anew from the run's own events each time",
};

const kindOf = (name: string) => HANDLERS.find(({ kind }) => kind === name);

async function runJob(kind: string, params: unknown, jobId: string): Promise<void> {
  const handler = kindOf(kind);
  if (!handler) throw new RangeError(`no job is called ${kind}`);
  const job: RunningJob<unknown> = {
    id: jobId,
    params: handler.params.parse(params),
    createdBy: me,
    teamId: me,
    checkpoint: null,
    signal: new AbortController().signal,
    progress: () => undefined,
    saveCheckpoint: (value, queries = connection()) =>
      writeCheckpoint(queries, { id: jobId, worker: null }, value),
  };
  await handler.run(job);
}

const sweepUp = async () => {
  await removeLeftFiles();
};
const nothing = async (done: Promise<unknown>) => {
  await done;
};
const reason = "A reason.";
const fileId = "00000000-0000-4000-8000-00000000000a";
const SAVE_ID = "00000000-0000-4000-8000-00000000000b";
const NEW_ROW = "00000000-0000-4000-8000-00000000000c";

async function aCollection(): Promise<void> {
  const file = collectionPath(fileId);
  await mkdir(path.dirname(file), { recursive: true });
  const image = `data:image/jpeg;base64,${(await picture(31)).toString("base64")}`;
  const recipes = ["Soup", "Stew"].map((name) => ({
    image,
    "@type": "Recipe",
    name,
    recipeIngredient: ["2 tomatoes", "1 onion"],
    recipeInstructions: "Cook.",
  }));
  writeFileSync(file, JSON.stringify(recipes));
}

export const SAVES: readonly Save[] = [
  {
    name: "POST photos",
    run: async () => nothing(savePhoto({ ownerId: me, name: "new.jpg", bytes: await picture(20) })),
  },
  {
    name: "POST saves",
    run: async () => {
      const { photoId: _, ...save } = correctionOf("", [0]);
      const size = { width: 60, height: 40 };
      await savePhotoWhole(alone(me), { bytes: await picture(21), name: "new.jpg" }, { ...save, size });
    },
  },
  {
    name: "POST recipes/import",
    run: () => nothing(importCollection(ReadableStream.from([Buffer.from("[]")]), "recipes.json", alone(me))),
  },
  {
    name: "POST detections",
    run: async () => {
      const detections = [anEvent({ id: NEW_ROW, at: new Date(Date.now() - 1_000).toISOString() })];
      const sentAt = new Date().toISOString();
      await storeBatch(alone(me), { schema: EVENT_SCHEMA, sentAt, detections, outcomes: [] });
    },
  },
  {
    name: "monitoring.setReference",
    run: () =>
      nothing(
        api.monitoring.setReference({
          modelId: "forage-n/1",
          reference: { from: "2026-11-01", to: "2026-11-14" },
        }),
      ),
  },
  {
    name: "monitoring.alerts.save",
    run: () => nothing(api.monitoring.alerts.save({ ...anAlert, id: NEW_ROW, name: "Light" })),
  },
  { name: "monitoring.alerts.remove", run: () => api.monitoring.alerts.remove({ id: anAlert.id }) },
  {
    name: "monitoring.alerts.silence",
    run: () => api.monitoring.alerts.silence({ id: anAlert.id, hours: 24 }),
  },
  { name: "monitoring.alerts.test", run: () => nothing(api.monitoring.alerts.test({ id: anAlert.id })) },
  { name: "monitoring.refresh", run: () => nothing(api.monitoring.refresh()) },
  { name: "monitoring.recording.agree", run: () => nothing(api.monitoring.recording.agree()) },
  { name: "monitoring.recording.withdraw", run: () => nothing(api.monitoring.recording.withdraw()) },
  { name: "monitoring.recording.erase", run: () => nothing(api.monitoring.recording.erase()) },
  { name: "people.rename", run: () => nothing(api.people.rename({ name: "Me" })) },
  { name: "people.team.make", run: () => nothing(api.people.team.make({ name: "Kitchen" })) },
  { name: "people.team.rename", run: () => nothing(api.people.team.rename({ name: "Home" })) },
  {
    name: "corrections.save",
    run: ({ waiting }) =>
      nothing(api.corrections.save({ ...correctionOf(waiting.photoId, [1]), id: SAVE_ID })),
  },
  {
    name: "corrections.restore",
    run: ({ fixed }) => nothing(api.corrections.restore({ photoId: fixed.photoId, revision: 1 })),
  },
  {
    name: "review.decide",
    run: ({ waiting }) =>
      nothing(
        api.review.decide({
          photoId: waiting.photoId,
          correctionId: waiting.saveId,
          verdict: "fixed",
          labels: correctionOf(waiting.photoId, [1]).labels,
        }),
      ),
    settle: () => refreshHead(),
  },
  {
    name: "review.undo",
    run: ({ fixed }) => api.review.undo({ photoId: fixed.photoId, reviewId: fixed.reviewId }),
    settle: () => refreshHead(),
  },
  {
    name: "review.hold",
    run: ({ waiting, beside }) => {
      const wanted = [waiting.photoId, beside.photoId];
      return nothing(api.review.hold({ pageId: SAVE_ID, front: waiting.photoId, wanted, count: 2 }));
    },
  },
  { name: "review.leave", run: ({ differing }) => api.review.leave({ pageId: differing.held }) },
  {
    name: "review.assign",
    run: ({ waiting, beside, differing }) => {
      const photoIds = [waiting.photoId, beside.photoId];
      return nothing(api.review.assign({ photoIds, userIds: [me, differing.colleague] }));
    },
  },
  { name: "review.setOpinionRule", run: () => api.review.setOpinionRule({ share: 0.1, classIds: [1] }) },
  {
    name: "review.askOpinions",
    run: ({ waiting }) => nothing(api.review.askOpinions({ photoIds: [waiting.photoId], isAsked: true })),
  },
  {
    name: "review.settle",
    run: ({ differing: { photoId, first, second } }) => {
      const choice = {
        takes: ["second" as const, "second" as const],
        agreed: "first" as const,
        verdict: "boxes" as const,
      };
      return nothing(api.review.settle({ photoId, first, second, ...choice }));
    },
  },
  { name: "review.measure", run: () => nothing(api.review.measure()) },
  {
    name: "library.delete",
    run: ({ own }) => api.library.delete({ photoId: own.photoId }),
    settle: sweepUp,
  },
  { name: "library.share", run: ({ own }) => api.library.share({ photoId: own.photoId, isShared: true }) },
  { name: "library.shareAll", run: () => api.library.shareAll({ isShared: true }) },
  { name: "library.shareByDefault", run: () => api.library.shareByDefault({ byDefault: true }) },
  {
    name: "installation.changeSetting",
    run: () => nothing(api.installation.changeSetting({ name: "FORAGE_QUOTA_MODELS_GB", value: "90" })),
  },
  { name: "takeout.start", run: () => nothing(api.takeout.start()) },
  { name: "jobs.cancel", run: ({ jobs }) => nothing(api.jobs.cancel({ jobId: jobs.running })) },
  { name: "jobs.resume", run: ({ jobs }) => nothing(api.jobs.resume({ jobId: jobs.failed })) },
  {
    name: "gate.start",
    run: () => nothing(api.gate.start({ candidateId: CANDIDATE, version: 1 })),
  },
  { name: "gate.setAutomaticPromotion", run: () => api.gate.setAutomaticPromotion(false) },
  {
    name: "models.promote",
    run: () => nothing(api.models.promote({ modelId: CANDIDATE, reason, anyway: true })),
  },
  { name: "models.rollback", run: () => nothing(api.models.rollback({ reason })) },
  {
    name: "models.setAlias",
    run: () => nothing(api.models.setAlias({ modelId: CANDIDATE, alias: "archived", reason })),
  },
  { name: "models.setShadow", run: () => api.models.setShadow({ candidateId: CANDIDATE, share: 0.5 }) },
  {
    name: "models.reportShadow",
    run: ({ own }) =>
      nothing(
        api.models.reportShadow({
          photoId: own.photoId,
          championId: CHAMPION,
          candidateId: CANDIDATE,
          championBoxes: [],
          candidateBoxes: [{ box: { x1: 1, y1: 1, x2: 9, y2: 9 }, classId: 0, score: 0.9 }],
        }),
      ),
  },
  {
    name: "models.addUploaded",
    run: () =>
      nothing(
        api.models.addUploaded({
          uploadId: "a".repeat(64),
          head: "anchors-first",
          name: "brought",
          licence: "MIT",
          architecture: "YOLO",
          classes: [{ name: "kiwi", classId: 0, kind: "ingredient" }],
        }),
      ),
  },
  {
    name: "training.start",
    run: () =>
      nothing(
        api.training.start({
          version: 1,
          configs: [{ name: "gentle", values: { lr: 1e-4 } }],
          epochs: 2,
          note: "",
        }),
      ),
  },
  {
    name: "retraining.save",
    run: () => api.retraining.save({ ...USUAL_RETRAINING, isOn: true, cron: "0 3 * * 1" }),
  },
  {
    name: "recipes.saveOwn",
    run: () => nothing(api.recipes.saveOwn(ownRecipe("Soup"))),
  },
  {
    name: "recipes.changeOwn",
    run: ({ recipe }) => nothing(api.recipes.changeOwn({ slug: recipe, recipe: ownRecipe("Other") })),
  },
  {
    name: "sharing.setSettings",
    run: () => api.sharing.setSettings({ isAllowed: true, address: "https://food.example" }),
  },
  {
    name: "sharing.create",
    run: ({ recipe }) => nothing(api.sharing.create({ kind: "recipe", slug: recipe, days: null })),
  },
  { name: "sharing.revoke", run: ({ shared }) => api.sharing.revoke({ id: shared }) },
  {
    name: "recipes.settleDoubts",
    run: ({ doubtful }) =>
      nothing(
        api.recipes.settleDoubts({
          lines: [{ slug: doubtful, place: 0, original: "1 stardust" }],
          answer: { kind: "food", foodId: "onion" },
        }),
      ),
  },
  {
    name: "recipes.restoreDoubts",
    run: ({ doubtful }) =>
      api.recipes.restoreDoubts({
        lines: [
          { slug: doubtful, place: 0, original: "1 stardust", ingredient: { ...stardust, foodId: "tomato" } },
        ],
      }),
  },
  {
    name: "recipes.removeOwn",
    run: ({ recipe }) => api.recipes.removeOwn({ slug: recipe }),
    settle: sweepUp,
  },
  {
    name: "POST recipes/[slug]/picture",
    run: async ({ recipe }) => nothing(addOwnPicture(recipe, await picture(30), me)),
  },
  {
    name: "recipes.showPicture",
    run: ({ recipe }) => nothing(api.recipes.showPicture({ slug: recipe, pictureId: null })),
  },
  {
    name: "recipes.fetchPictureAgain",
    run: ({ failing }) => api.recipes.fetchPictureAgain({ slug: failing }),
  },
  {
    name: "recipes.cook.setOpinion",
    run: ({ recipe }) => api.recipes.cook.setOpinion({ slug: recipe, opinion: "dislike" }),
  },
  {
    name: "recipes.cook.setFoodDislike",
    run: () => api.recipes.cook.setFoodDislike({ foodId: "tomato", isDisliked: true }),
  },
  {
    name: "recipes.cook.addCooked",
    run: ({ recipe }) => api.recipes.cook.addCooked({ slug: recipe, servings: 3 }),
  },
  {
    name: "recipes.cook.removeCooked",
    run: ({ cookedId }) => api.recipes.cook.removeCooked({ id: cookedId }),
  },
  {
    name: "recipes.cook.setProfile",
    run: () => api.recipes.cook.setProfile({ household: 4, skill: null }),
  },
  { name: "recipes.stock.switch", run: () => api.recipes.stock.switch({ isOn: false }) },
  {
    name: "recipes.stock.change",
    run: ({ stock }) =>
      nothing(
        api.recipes.stock.change({
          id: SAVE_ID,
          steps: [
            { id: NEW_ROW, base: null, put: tomatoes(3) },
            { id: stock.kept, base: stock.changeId, put: tomatoes(1) },
            // more than is there, so that what was missing is written down too
            { id: stock.usedUp, base: stock.changeId, put: null, take: { quantity: 9, unit: "pc" } },
          ],
        }),
      ),
  },
  {
    name: "recipes.shopping.change",
    run: ({ list, stock }) =>
      nothing(
        api.recipes.shopping.change({
          id: SAVE_ID,
          list: [
            { do: "put", id: NEW_ROW, base: null, content: { kind: "extra", text: "soap" } },
            { do: "put", id: list.second, base: list.changeId, content: null },
            {
              do: "tick",
              key: "",
              lines: [{ id: list.first, changeId: list.changeId }],
              bought: [{ id: stock.bought, put: tomatoes(4) }],
            },
          ],
        }),
      ),
  },
  { name: "recipes.stock.erase", run: () => api.recipes.stock.erase() },
  {
    name: "recipes.week.change",
    run: ({ meals, recipe }) =>
      api.recipes.week.change({
        id: SAVE_ID,
        steps: [
          { id: NEW_ROW, base: null, put: meal(recipe, "2026-03-12") },
          { id: meals.kept, base: meals.changeId, put: meal(recipe, "2026-03-11") },
          { id: meals.removed, base: meals.changeId, put: null },
        ],
      }),
  },
  { name: "recipes.week.erase", run: () => api.recipes.week.erase() },
  { name: "recipes.cook.erase", run: () => api.recipes.cook.erase({ part: "all" }) },
  { name: "classes.add", run: () => nothing(api.classes.add({ name: "plum", kind: "ingredient" })) },
  { name: "classes.merge", run: () => nothing(api.classes.merge({ classId: 0, intoId: 1 })) },
  { name: "classes.unmerge", run: () => nothing(api.classes.unmerge({ classId: 0 })) },
  { name: "classes.rename", run: () => nothing(api.classes.rename({ classId: 0, name: "kiwifruit" })) },
  {
    name: "exports.start",
    run: () =>
      nothing(api.exports.start({ format: "yolo", sources: ["corrections"], splits: ["none"] } as never)),
  },
  { name: "takeout.look", run: ({ uploadId }) => nothing(api.takeout.look({ uploadId })) },
  { name: "takeout.bring", run: ({ uploadId }) => nothing(api.takeout.bring({ uploadId })) },
  {
    name: "imports.scan",
    run: ({ uploadId }) => nothing(api.imports.scan({ uploadId } as never)),
  },
  {
    name: "imports.start",
    run: ({ uploadId }) =>
      nothing(api.imports.start({ uploadId, format: "yolo", name: "pantry", isShared: true } as never)),
  },
  {
    name: "imports.saveChoices",
    run: () =>
      api.imports.saveChoices({
        choices: [
          { as: "class", foreignName: "actinidia", classId: 0 },
          { as: "new", foreignName: "quince", class: { name: "quince", kind: "ingredient" } },
          { as: "left-out", foreignName: "plate" },
        ],
      }),
  },
  {
    name: "versions.create",
    run: () => nothing(api.versions.create({ note: "", isCheckOnly: false })),
  },
  {
    name: "versions.waive",
    run: () =>
      nothing(
        api.versions.waive({
          key: { photo: "b".repeat(64), code: "photo-without-label", subject: "" },
          reason,
        }),
      ),
  },
  {
    name: "versions.exclude",
    run: () => nothing(api.versions.exclude({ sha256: "b".repeat(64), code: "photo-without-label", reason })),
  },
  { name: "versions.takeBack", run: ({ decisionId }) => nothing(api.versions.takeBack({ decisionId })) },
  { name: "dataErrors.find", run: () => nothing(api.dataErrors.find({ number: 1 })) },
  {
    name: "dataErrors.keep",
    run: () => api.dataErrors.keep({ number: 1, doubtId: DOUBT_ID, id: NEW_ROW }),
  },
  { name: "dataErrors.takeKeptBack", run: ({ keptId }) => api.dataErrors.takeKeptBack({ id: keptId }) },
  {
    name: "dataErrors.takeModels",
    run: () => nothing(api.dataErrors.takeModels({ number: 1, doubtId: DOUBT_ID, id: NEW_ROW })),
    settle: () => refreshHead(),
  },
  {
    name: "dataErrors.correct",
    run: ({ accepted: { photoId, saveId: correctionId } }) =>
      nothing(
        api.dataErrors.correct({
          ...{ photoId, correctionId, id: NEW_ROW },
          labels: correctionOf(photoId, [1]).labels,
        }),
      ),
    settle: () => refreshHead(),
  },
  {
    name: "dataErrors.undo",
    run: ({ fixed: { photoId, reviewId } }) => api.dataErrors.undo({ photoId, reviewId }),
  },
  {
    name: "plants.addLook",
    run: ({ own }) =>
      nothing(
        api.plants.addLook({
          plant: { name: "Basil" },
          modelId: null,
          answer: { ...lookAnswer, votes: [] },
          photos: [{ photoId: own.photoId, leaves: [], isNew: false }],
        }),
      ),
  },
  { name: "plants.update", run: ({ plant }) => api.plants.update({ plantId: plant.plantId, note: "Well." }) },
  {
    name: "plants.noteLook",
    run: ({ plant }) => api.plants.noteLook({ lookId: plant.lookId, note: "Well." }),
  },
  { name: "plants.remove", run: ({ plant }) => api.plants.remove({ plantId: plant.plantId }) },
  { name: "plants.bringBack", run: ({ plant }) => api.plants.bringBack({ plantId: plant.plantId }) },
  { name: "plants.erase", run: ({ plant }) => api.plants.erase({ plantId: plant.plantId }), settle: sweepUp },
  { name: "plants.removeLook", run: ({ plant }) => api.plants.removeLook({ lookId: plant.lookId }) },
  { name: "plants.bringBackLook", run: ({ plant }) => api.plants.bringBackLook({ lookId: plant.lookId }) },
  {
    name: "plants.eraseLook",
    run: ({ plant }) => api.plants.eraseLook({ lookId: plant.lookId }),
    settle: sweepUp,
  },
  {
    name: "job import",
    goesOn: true,
    run: ({ uploadId, jobs }) =>
      runJob("import", { uploadId, format: "yolo", name: "pantry", label: "pantry" }, jobs.running),
  },
  {
    name: "job recipe-import",
    run: async ({ jobs }) => {
      await aCollection();
      await runJob("recipe-import", { fileId, name: "recipes.json" }, jobs.running);
    },
  },
  {
    name: "job dataset-version",
    goesOn: true,
    strays: "sweep",
    run: ({ jobs }) => runJob("dataset-version", { note: "", isCheckOnly: false }, jobs.running),
  },
  {
    name: "job data-errors",
    goesOn: true,
    strays: "sweep",
    run: ({ jobs }) => runJob("data-errors", { number: 1 }, jobs.running),
  },
  {
    name: "job gate",
    run: () => nothing(keepAndPromote(passed(CANDIDATE, CHAMPION), me)),
  },
  {
    name: "job upload-model",
    goesOn: true,
    strays: "sweep",
    run: async () => {
      const folder = await makeModel(localModelsFolder(), "brought-n/0");
      await registerModel(folder, { origin: "uploaded", createdBy: me });
    },
  },
  {
    name: "job photo-features",
    goesOn: true,
    run: ({ jobs }) => runJob("photo-features", {}, jobs.running),
  },
  {
    name: "job sweep",
    goesOn: true,
    run: ({ jobs }) => runJob("sweep", {}, jobs.running),
  },
];
