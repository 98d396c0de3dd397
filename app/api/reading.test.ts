import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { correctionSchema } from "@/lib/contracts/corrections";
import { errorResponseSchema } from "@/lib/contracts/error-response";
import { libraryEntrySchema, libraryPageSchema, uploadedPhotoSchema } from "@/lib/contracts/library";
import { modelManifestSchema } from "@/lib/contracts/model-manifest";
import { listResponseSchema, recipePageSchema, suggestResponseSchema } from "@/lib/contracts/recipes";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { seedRecipes } from "@/server/recipes/seed/seed-catalogue";
import { GET as listModels } from "./v1/models/route";
import { GET as getCorrections, POST as postCorrection } from "./v1/photos/[id]/corrections/route";
import { GET as getPhoto } from "./v1/photos/[id]/route";
import { GET as listPhotos, POST as postPhoto } from "./v1/photos/route";
import { GET as getRecipe } from "./v1/recipes/[slug]/route";
import { GET as listRecipes } from "./v1/recipes/route";
import { POST as suggest } from "./v1/recipes/suggest/route";

const ORIGIN = "http://127.0.0.1:3000";
let database: TestDatabase;
let folder: string;
let photoId: string;

type Route = typeof listPhotos;
type Sent = { readonly params?: Record<string, string>; readonly body?: BodyInit; readonly type?: string };

function ask(
  route: Route,
  path: string,
  { params = {}, body, type = "application/json" }: Sent = {},
): Promise<Response> {
  const request = new Request(`${ORIGIN}${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers: { host: "127.0.0.1:3000", "content-type": type },
    body,
  });
  return route(request, { params: Promise.resolve(params) });
}

async function read<T>(schema: z.ZodType<T>, asked: Promise<Response>): Promise<T> {
  const response = await asked;
  const answer: unknown = await response.json();
  expect(response.ok, JSON.stringify(answer)).toBe(true);
  const parsed = schema.parse(answer);
  // nothing beside what the schema names
  expect(parsed).toEqual(answer);
  return parsed;
}

beforeAll(async () => {
  process.env.PORT = "3000";
  folder = mkdtempSync(join(tmpdir(), "forage-reading-"));
  process.env.FORAGE_DATA_DIR = folder;
  database = await createTestDatabase();
  await seedRecipes();
  const body = await sharp({ create: { width: 60, height: 40, channels: 3, background: "red" } })
    .jpeg()
    .toBuffer();
  const stored = await read(
    uploadedPhotoSchema,
    ask(postPhoto, "/api/v1/photos", { body: new Uint8Array(body), type: "image/jpeg" }),
  );
  photoId = stored.photoId;
});
afterAll(async () => {
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

it("gives the saved photos page by page, and one with its newest correction", async () => {
  const page = await read(libraryPageSchema, ask(listPhotos, "/api/v1/photos?limit=1"));
  expect(page.items.map(({ id }) => id)).toEqual([photoId]);
  const entry = await read(
    libraryEntrySchema,
    ask(getPhoto, `/api/v1/photos/${photoId}`, { params: { id: photoId } }),
  );
  expect(entry).toMatchObject({ photo: { id: photoId }, latest: null });
});

it("saves boxes once, and gives them back", async () => {
  const params = { id: photoId };
  const save = {
    id: "7b0f7c3e-6a38-4f0c-9f1c-0d8f9a0b1c2d",
    baseId: null,
    modelId: null,
    backend: null,
    filter: { confidence: 0.25, iou: 0.45, confidenceByClass: {}, hiddenClasses: [], maxDetections: 300 },
    modelBoxes: [],
    labels: [],
  };
  const path = `/api/v1/photos/${photoId}/corrections`;
  const send = () => ask(postCorrection, path, { params, body: JSON.stringify(save) });
  const first = await send();
  if (first.status !== 201) throw new Error(JSON.stringify(await first.json()));
  await send();
  expect(await read(z.array(correctionSchema), ask(getCorrections, path, { params }))).toHaveLength(1);
});

it("finds recipes, goes on where a page ended, and gives one", async () => {
  const first = await read(listResponseSchema, ask(listRecipes, "/api/v1/recipes?limit=2"));
  const cursor = encodeURIComponent(JSON.stringify(first.next));
  const second = await read(listResponseSchema, ask(listRecipes, `/api/v1/recipes?limit=2&cursor=${cursor}`));
  const slugs = [...first.cards, ...second.cards].map(({ slug }) => slug);
  expect(new Set(slugs).size).toBe(4);
  const slug = slugs[0] ?? "";
  const page = await read(recipePageSchema, ask(getRecipe, `/api/v1/recipes/${slug}`, { params: { slug } }));
  expect(page.recipe.slug).toBe(slug);
});

it("says that a cursor is none", async () => {
  for (const cursor of ["no", '{"offset":-1}']) {
    const response = await ask(listRecipes, `/api/v1/recipes?cursor=${encodeURIComponent(cursor)}`);
    const { error } = errorResponseSchema.parse(await response.json());
    expect([response.status, error.code]).toEqual([400, "request/invalid"]);
  }
});

it("says what can be cooked", async () => {
  const body = JSON.stringify({ foods: [] });
  const { shelves } = await read(suggestResponseSchema, ask(suggest, "/api/v1/recipes/suggest", { body }));
  expect(shelves.now.suggestions).toEqual([]);
});

it("lists the models", async () => {
  const models = await read(z.array(modelManifestSchema), ask(listModels, "/api/v1/models"));
  expect(models.length).toBeGreaterThan(0);
});
