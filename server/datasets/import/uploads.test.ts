import { existsSync, mkdtempSync, rmSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { findUpload, startUpload, uploadFile, uploadFolder, uploadPlace } from "./uploads";

const OWNER = "00000000-0000-4000-8000-0000000000aa";
let folder: string;
const before = process.env.FORAGE_DATA_DIR;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "forage-uploads-"));
  process.env.FORAGE_DATA_DIR = folder;
});
afterAll(() => {
  process.env.FORAGE_DATA_DIR = before;
  rmSync(folder, { recursive: true, force: true });
});

it("leaves an upload that waits for its job alone, however old it looks after a clock was set", async () => {
  const waiting = await startUpload(OWNER, "a set", "folder");
  await uploadFile(
    OWNER,
    { uploadId: waiting.uploadId, filePath: "data.yaml" },
    new Blob(["names: [a]"]).stream(),
  );
  const longAgo = new Date(Date.now() - 400 * 86_400_000);
  utimesSync(uploadFolder(waiting.uploadId), longAgo, longAgo);
  await startUpload(OWNER, "another set", "folder");
  expect(await findUpload(OWNER, waiting.uploadId)).toEqual(waiting);
  expect(existsSync(path.join(uploadPlace(waiting), "data.yaml"))).toBe(true);
});
