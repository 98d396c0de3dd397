import { recordCalls } from "@/server/assembly/testing/record-calls";
import { SAVES } from "@/server/assembly/testing/saves";
import { correctionOf, picture, type World } from "@/server/assembly/testing/saves-world";
import { type DoorPeople, EMAIL, PASSWORD } from "./door-people";

/** The world of the saves, with what only reading needs. */
export interface DoorWorld extends World, DoorPeople {
  readonly runId: string;
  readonly verdictId: string;
  readonly photoSha256: string;
  readonly exportJobId: string;
}

const NOT_THERE = "00000000-0000-4000-8000-0000000000dd";

type InputOf = (world: DoorWorld) => unknown;

/** A valid input for each query and subscription, and for mutations that `SAVES` has no case for. */
const INPUTS: Readonly<Record<string, InputOf>> = {
  "library.list": () => ({}),
  "library.get": ({ own }) => ({ photoId: own.photoId }),
  "library.sharing": () => undefined,
  "corrections.history": ({ own }) => ({ photoId: own.photoId }),
  "corrections.revisions": ({ own }) => ({ photoId: own.photoId }),
  "review.queue": () => ({}),
  "review.item": ({ waiting }) => ({ photoId: waiting.photoId }),
  "review.people": () => undefined,
  "review.photos": ({ waiting }) => ({ photoIds: [waiting.photoId] }),
  "review.opinionRule": () => undefined,
  "review.toSettle": () => undefined,
  "review.opinions": ({ waiting }) => ({ photoId: waiting.photoId }),
  "review.agreement": () => undefined,
  "exports.choices": () => undefined,
  "classes.list": () => undefined,
  "imports.knownClasses": () => ({ names: ["tomato"] }),
  "versions.list": () => undefined,
  "versions.get": () => ({ number: 1 }),
  "versions.check": () => undefined,
  "versions.findings": () => ({ of: 1 }),
  "versions.photos": () => ({ number: 1 }),
  "versions.diff": () => ({ before: 1, after: 1 }),
  "versions.holding": ({ photoSha256 }) => ({ sha256: photoSha256 }),
  "dataErrors.overview": () => ({ number: 1 }),
  "dataErrors.doubts": () => ({ number: 1 }),
  "dataErrors.browse": () => ({ number: 1 }),
  "dataErrors.map": () => ({ number: 1 }),
  "dataErrors.confusion": () => ({ number: 1 }),
  "training.environment": () => undefined,
  "training.versions": () => undefined,
  "training.list": () => undefined,
  "training.get": ({ runId }) => ({ runId }),
  "training.report": ({ runId }) => ({ runId }),
  "training.log": ({ runId }) => ({ runId }),
  "training.estimate": () => ({ version: 1, configs: [{ name: "gentle", values: {} }], epochs: 1 }),
  "training.waiting": () => undefined,
  "experiments.list": () => undefined,
  "retraining.get": () => undefined,
  "experiments.photos": () => ({ modelIds: ["trained-n/9", "forage-n/1"] }),
  "experiments.mark": ({ runId }) => ({ runId, config: "gentle", isStarred: true }),
  "training.contactSheet": () => ({ version: 1, configs: [{ name: "gentle", values: { lr: 1e-4 } }] }),
  "models.list": () => undefined,
  "models.champion": () => undefined,
  "models.manifest": () => ({ modelId: "trained-n/9" }),
  "models.registry": () => undefined,
  "models.entry": () => ({ modelId: "trained-n/9" }),
  "models.history": () => ({}),
  "models.lineage": () => ({ modelId: "trained-n/9" }),
  "models.curve": ({ runId }) => ({ runId }),
  "models.rollbackTarget": () => undefined,
  "models.release": () => undefined,
  "models.shadowCount": () => ({ candidateId: "trained-n/0" }),
  "gate.verdict": ({ verdictId }) => ({ verdictId }),
  "gate.verdicts": () => ({}),
  "gate.standing": () => ({ modelId: "trained-n/0" }),
  "gate.automaticPromotion": () => undefined,
  "jobs.list": () => ({}),
  "jobs.get": ({ jobs }) => ({ jobId: jobs.queued }),
  "changes.follow": () => undefined,
  "recipes.cook.get": () => undefined,
  "recipes.stock.get": () => undefined,
  "recipes.shopping.get": () => undefined,
  "recipes.week.get": () => ({ from: "2026-03-09", to: "2026-03-15" }),
  "recipes.foods": () => undefined,
  "recipes.suggest": () => ({ foods: [] }),
  "recipes.get": ({ recipe }) => ({ slug: recipe }),
  "recipes.list": () => ({}),
  "recipes.fetchPage": () => ({ url: "http://127.0.0.1:9/" }),
  "recipes.doubts": () => undefined,
  "recipes.picture": ({ recipe }) => ({ slug: recipe }),
  "sharing.settings": () => undefined,
  "audit.list": () => ({}),
  "monitoring.alerts.raised": () => undefined,
  "monitoring.alerts.list": () => undefined,
  "monitoring.alerts.messages": () => undefined,
  "monitoring.picks": () => undefined,
  "monitoring.reports.list": () => ({ modelId: "forage-n/4" }),
  "monitoring.reports.make": () => ({ modelId: "forage-n/4" }),
  "monitoring.reports.ask": () => ({ modelId: "forage-n/4", maker: "evidently" }),
  "monitoring.overview": () => ({}),
  "monitoring.matrix": () => ({}),
  "monitoring.slices": () => ({}),
  "monitoring.slicePhotos": () => ({ modelId: "forage-n/4", share: "wrong", where: { device: "phone" } }),
  "monitoring.measureTraining": () => ({ modelId: "forage-n/4" }),
  "monitoring.fairness": () => ({ modelId: "forage-n/4" }),
  "monitoring.shadow": () => ({ modelId: "forage-n/4" }),
  "monitoring.evidence": () => ({
    modelId: "forage-n/4",
    period: "day",
    startsOn: "2026-11-30",
    column: "brightness",
  }),
  "monitoring.recording.state": () => undefined,
  "monitoring.recording.sent": () => ({}),
  "people.me": () => undefined,
  "leaving.look": () => undefined,
  "leaving.deleteAccount": () => ({ email: EMAIL }),
  "people.changePassword": () => ({ current: PASSWORD, next: "another long password" }),
  "people.sessions.list": () => undefined,
  "people.sessions.revoke": ({ sessionId }) => ({ sessionId }),
  "people.sessions.revokeOthers": () => undefined,
  "people.pairing.places": () => undefined,
  "people.pairing.start": () => undefined,
  "people.pairing.end": () => undefined,
  "people.pairing.state": () => ({ pairingId: NOT_THERE }),
  "people.passkeys.list": () => undefined,
  "people.passkeys.rename": ({ passkeyId }) => ({ passkeyId, name: "phone" }),
  "people.passkeys.remove": ({ passkeyId }) => ({ passkeyId }),
  "people.keys.list": () => undefined,
  "people.keys.make": () => ({ name: "key", scopes: ["recipes:read"], days: 1 }),
  "people.keys.revoke": ({ keyId }) => ({ keyId }),
  "people.team.get": () => undefined,
  "people.team.usage": () => undefined,
  "people.team.setRole": ({ mate }) => ({ userId: mate, role: "viewer" }),
  "people.team.remove": ({ mate }) => ({ userId: mate }),
  "people.team.leave": () => undefined,
  "people.team.handOver": ({ mate }) => ({ userId: mate }),
  "people.invitations.list": () => undefined,
  "people.invitations.make": () => ({ role: "viewer", days: 1, uses: 1 }),
  "people.invitations.revoke": ({ invitationId }) => ({ invitationId }),
  "people.invitations.accept": ({ invitationToken: token }) => ({ token }),
  "people.admin.list": () => undefined,
  "people.admin.resetLink": ({ mate }) => ({ userId: mate }),
  "people.admin.setDisabled": ({ mate }) => ({ userId: mate, isDisabled: true }),
  "people.admin.setAdmin": ({ mate }) => ({ userId: mate, isAdmin: true }),
  "admin.status": () => undefined,
  "detection.endpoints": () => undefined,
  "installation.settings": () => undefined,
  "sharing.list": () => undefined,
  "plants.list": () => undefined,
  "plants.get": ({ plant }) => ({ plantId: plant.plantId }),
};

/** What is sent through one procedure, by its name without its kind. */
export async function inputOf(name: string, world: DoorWorld): Promise<unknown> {
  const own = INPUTS[name];
  if (own) return own(world);
  const save = SAVES.find((one) => one.name === name);
  if (!save) throw new RangeError(`say in door-inputs.ts what is sent to ${name}`);
  return recordCalls(name, () => save.run(world));
}

export interface Sent {
  readonly query?: string;
  readonly params?: Record<string, string | string[]>;
  readonly body?: BodyInit;
  readonly type?: string;
}

async function photoForm(save?: unknown): Promise<FormData> {
  const form = new FormData();
  form.set("photo", new File([new Uint8Array(await picture(77))], "x.jpg"));
  if (save) form.set("save", JSON.stringify(save));
  return form;
}

/** A valid request for each method of a route. */
export const REQUESTS: Readonly<Record<string, (world: DoorWorld) => Sent | Promise<Sent>>> = {
  "POST /api/v1/photos": async () => ({ body: new Uint8Array(await picture(78)), type: "image/jpeg" }),
  "POST /api/v1/saves": async () => {
    const { photoId: _, ...save } = correctionOf("", [0]);
    return { body: await photoForm({ ...save, size: { width: 60, height: 40 } }) };
  },
  "GET /api/v1/photos": () => ({}),
  "GET /api/v1/photos/[id]": ({ own }) => ({ params: { id: own.photoId } }),
  "GET /api/v1/photos/[id]/corrections": ({ own }) => ({ params: { id: own.photoId } }),
  "POST /api/v1/photos/[id]/corrections": ({ own }) => ({
    params: { id: own.photoId },
    body: JSON.stringify(correctionOf(own.photoId, [0])),
    type: "application/json",
  }),
  "POST /api/v1/photos/fetch": () => ({ body: '{"url":"http://127.0.0.1:9/"}', type: "application/json" }),
  "GET /api/v1/photos/[id]/image": ({ own }) => ({ params: { id: own.photoId } }),
  "POST /api/v1/detect": async () => ({ body: new Uint8Array(await picture(79)), type: "image/jpeg" }),
  "POST /api/v1/detect/batch": async () => ({ body: await photoForm() }),
  "GET /api/v1/monitoring/reports/[id]": ({ exportJobId }) => ({ params: { id: exportJobId } }),
  "GET /api/v1/exports/[id]": ({ exportJobId }) => ({ params: { id: exportJobId } }),
  "POST /api/v1/detections": () => ({
    query: `sentAt=${new Date().toISOString()}`,
    body: JSON.stringify({ schema: 1, detections: [], outcomes: [] }),
    type: "application/octet-stream",
  }),
  "POST /api/v1/imports": () => ({ query: "kind=folder&name=x" }),
  "POST /api/v1/imports/[id]/files": ({ uploadId }) => ({
    params: { id: uploadId },
    query: "path=a.txt",
    body: "a",
    type: "application/octet-stream",
  }),
  "GET /api/v1/takeouts/[id]": ({ exportJobId }) => ({ params: { id: exportJobId } }),
  "GET /api/v1/imports/[id]/preview/[index]": ({ uploadId }) => ({ params: { id: uploadId, index: "0" } }),
  "GET /api/v1/training/[...path]": ({ runId }) => ({
    params: { path: ["runs", runId, "contact-sheet.jpg"] },
  }),
  "GET /api/v1/models": () => ({}),
  "GET /api/v1/models/champion": () => ({}),
  "GET /api/v1/models/[name]/[version]/[...file]": () => ({
    params: { name: "trained-n", version: "9", file: ["manifest.json"] },
  }),
  "POST /api/auth/passkeys/start": () => ({ body: "{}", type: "application/json" }),
  "POST /api/auth/passkeys": () => {
    const response = { clientDataJSON: "AA", attestationObject: "AA" };
    const body = { name: "phone", response: { id: "AA", rawId: "AA", type: "public-key", response } };
    return { body: JSON.stringify(body), type: "application/json" };
  },
  "POST /api/auth/team": ({ sharedTeam: teamId }) => ({
    body: JSON.stringify({ teamId }),
    type: "application/json",
  }),
  "POST /api/auth/invite": () => ({
    body: JSON.stringify({ token: "A".repeat(43), email: "otto@example.org" }),
    type: "application/json",
  }),
  "POST /api/v1/models/upload": () => ({ body: "no network", type: "application/octet-stream" }),
  "GET /api/v1/recipes": () => ({}),
  "GET /api/v1/recipes/[slug]": ({ recipe }) => ({ params: { slug: recipe } }),
  "POST /api/v1/recipes/suggest": () => ({ body: '{"foods":[]}', type: "application/json" }),
  "GET /api/v1/recipes/[slug]/file": ({ recipe }) => ({ params: { slug: recipe } }),
  "GET /api/v1/recipes/[slug]/picture": ({ recipe }) => ({ params: { slug: recipe } }),
  "POST /api/v1/recipes/[slug]/picture": async ({ recipe }) => ({
    params: { slug: recipe },
    body: new Uint8Array(await picture(80)),
    type: "image/jpeg",
  }),
  "GET /api/v1/recipes/export": () => ({}),
  "POST /api/v1/recipes/import": () => ({
    query: "name=recipes.json",
    body: "[]",
    type: "application/octet-stream",
  }),
  "GET /api/v1/week/[day]/file": () => ({ params: { day: "2026-03-10" } }),
};
