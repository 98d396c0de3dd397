import { randomFillSync } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, it } from "vitest";
import { POST as postFile } from "@/app/api/v1/imports/[id]/files/route";
import { POST as postImport } from "@/app/api/v1/imports/route";
import { POST as postModel } from "@/app/api/v1/models/upload/route";
import { POST as postPhoto } from "@/app/api/v1/photos/route";
import { POST as postRecipes } from "@/app/api/v1/recipes/import/route";
import { uploadSchema } from "@/lib/contracts/dataset-import";
import { errorResponseSchema } from "@/lib/contracts/error-response";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { mountTmpfs, unmount } from "@/server/start/testing/start-harness";

const HOST = "127.0.0.1:3000";
/** Room for folders and small files, and for nothing else. */
const DISK = "size=96k";

const folder = mkdtempSync(join(tmpdir(), "forage-full-"));
// where this user may not mount, the errors are tried one by one in server/api/error-mapping.test.ts
const isMounted = process.platform === "linux" && mountTmpfs(folder, DISK);

let testDatabase: TestDatabase;
beforeAll(async () => {
  process.env.PORT = "3000";
  process.env.FORAGE_DATA_DIR = folder;
  testDatabase = await createTestDatabase();
});
afterAll(async () => {
  await testDatabase.drop();
  if (isMounted) unmount(folder);
  rmSync(folder, { recursive: true, force: true });
});

type Handler = typeof postPhoto;

function post(handler: Handler, path: string, body: BodyInit, params: Record<string, string> = {}) {
  const request = new Request(`http://${HOST}/api/v1/${path}`, {
    method: "POST",
    body,
    headers: { host: HOST, "content-type": "application/octet-stream" },
  });
  return handler(request, { params: Promise.resolve(params) });
}

const noise = (bytes: number) => randomFillSync(new Uint8Array(bytes));

const photo = async () =>
  new Uint8Array(
    await sharp(noise(512 * 512 * 3), { raw: { width: 512, height: 512, channels: 3 } })
      .jpeg()
      .toBuffer(),
  );

async function fileOfFolder(): Promise<Response> {
  const started = await post(postImport, "imports?kind=folder&name=set", "");
  const { uploadId } = uploadSchema.parse(await started.json());
  return post(postFile, `imports/${uploadId}/files?path=a.jpg`, noise(300_000), { id: uploadId });
}

it.runIf(isMounted).each([
  ["a photo", async () => post(postPhoto, "photos?name=a.jpg", await photo())],
  ["a zip of a set", () => post(postImport, "imports?kind=zip&name=a.zip", noise(300_000))],
  ["a file of a folder", fileOfFolder],
  ["a recipe collection", () => post(postRecipes, "recipes/import?name=a.zip", noise(300_000))],
  [
    "a model",
    async () => post(postModel, "models/upload", await readFile("models/forage-n/0/model-320.onnx")),
  ],
])("says 507 for %s that does not fit on the disk, and leaves nothing of it", async (_name, send) => {
  const response = await send();
  const { error } = errorResponseSchema.parse(await response.json());
  expect([response.status, error.code]).toEqual([507, "storage/disk-full"]);
  expect(JSON.stringify(error)).not.toContain(folder);
  const left = readdirSync(folder, { recursive: true, encoding: "utf8" });
  expect(left.filter((name) => statSync(join(folder, name)).size > 10_000)).toEqual([]);
});
