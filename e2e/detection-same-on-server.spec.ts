import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect, type Page, test } from "@playwright/test";
import sharp, { type Sharp } from "sharp";
import { filterCandidates } from "@/lib/core/detection/filter";
import { DEFAULT_FILTER, type Detection } from "@/lib/core/detection/types";
import { intersectionOverUnion } from "@/lib/core/geometry/iou";
import { detectPixels, releaseNetworks } from "@/server/detection/service";
import { decodePhoto } from "@/server/media/service";
import { championManifest } from "@/server/models/service";
import { type DetectionHarness, startHarness } from "./detection-harness";

/** Kinds that are scaled from a JPEG's planes, not from pixels. */
const AS_PLANES = new Set([
  "12-megapixel JPEG",
  "12-megapixel progressive JPEG",
  "12-megapixel JPEG with a profile",
]);

/** A photo gives the same boxes in the browser and on the server, whatever kind of file it is. */

test.setTimeout(600_000);

const asset = (path: string) => readFile(fileURLToPath(new URL(`../${path}`, import.meta.url)));

/** What counts as seen, and how far the other side's score may be from it. */
const SCORE = 0.3;
const SCORE_TOLERANCE = 0.02;
const LEAST_IOU = 0.95;

const large = (picture: Sharp) => picture.resize(4000, 3000, { fit: "cover" });

const KINDS: readonly (readonly [string, string, (picture: Sharp) => Sharp])[] = [
  ["JPEG", "image/jpeg", (picture) => picture.jpeg({ quality: 85 })],
  [
    "JPEG without colour subsampling",
    "image/jpeg",
    (picture) => picture.jpeg({ chromaSubsampling: "4:4:4" }),
  ],
  ["PNG", "image/png", (picture) => picture.png()],
  ["PNG with 16 bits", "image/png", (picture) => picture.toColourspace("rgb16").png()],
  ["half transparent PNG", "image/png", (picture) => picture.ensureAlpha(0.8).png()],
  ["WebP", "image/webp", (picture) => picture.webp({ quality: 80 })],
  ["turned JPEG", "image/jpeg", (picture) => picture.withMetadata({ orientation: 6 }).jpeg()],
  ["mirrored JPEG", "image/jpeg", (picture) => picture.withMetadata({ orientation: 4 }).jpeg()],
  ["Display P3 JPEG", "image/jpeg", (picture) => picture.withIccProfile("p3").jpeg({ quality: 92 })],
  ["Display P3 PNG", "image/png", (picture) => picture.withIccProfile("p3").png()],
  ["12-megapixel JPEG", "image/jpeg", (picture) => large(picture).jpeg()],
  ["12-megapixel progressive JPEG", "image/jpeg", (picture) => large(picture).jpeg({ progressive: true })],
  [
    "12-megapixel JPEG with a profile",
    "image/jpeg",
    (picture) => large(picture).withIccProfile("srgb").jpeg(),
  ],
  ["12-megapixel Display P3 JPEG", "image/jpeg", (picture) => large(picture).withIccProfile("p3").jpeg()],
  [
    "turned 12-megapixel JPEG",
    "image/jpeg",
    (picture) => large(picture).withMetadata({ orientation: 8 }).jpeg(),
  ],
  ["20:1 panorama", "image/jpeg", (picture) => picture.resize(2400, 120, { fit: "cover" }).jpeg()],
];

let harness: DetectionHarness;

test.beforeAll(async () => {
  harness = await startHarness({ manifests: { champion: await championManifest() } });
});

test.afterAll(async () => {
  await harness?.close();
  await releaseNetworks();
});

test("browser and server see the same in every kind of file", async ({ page }) => {
  await page.goto(harness.pageUrl);
  await page.evaluate(async () => {
    const detector = forage.createDetector({
      preference: "wasm",
      manifestUrl: "/manifest/champion",
      filesUrl: "/models/",
    });
    await detector.start();
    globalThis.detector = detector;
  });
  const worker = page.workers()[0]!;
  await worker.evaluate(() => {
    const { copyTo } = VideoFrame.prototype;
    const formats = new Set<string | null>();
    Object.assign(globalThis, { formats });
    VideoFrame.prototype.copyTo = function (...parameters) {
      formats.add(this.format);
      return copyTo.apply(this, parameters);
    };
  });
  const readAs = () =>
    worker.evaluate(() => {
      const { formats } = globalThis as unknown as { formats: Set<string | null> };
      const read = [...formats];
      formats.clear();
      return read;
    });
  let compared = 0;
  for (const example of ["still-life", "board"]) {
    const picture = await asset(`public/examples/${example}.webp`);
    for (const [kind, type, convert] of KINDS) {
      await test.step(`${example} as ${kind}`, async () => {
        const bytes = await convert(sharp(picture)).toBuffer();
        await readAs();
        const browser = await inBrowser(page, bytes, type);
        expect((await readAs()).includes("I420"), "read as planes").toBe(AS_PLANES.has(kind));
        const server = await onServer(bytes);
        expectSame(browser, server, `in the browser, not on the server: ${example} as ${kind}`);
        expectSame(server, browser, `on the server, not in the browser: ${example} as ${kind}`);
        compared += server.filter(({ score }) => score >= SCORE).length;
      });
    }
  }
  expect(compared, "detections compared").toBeGreaterThan(50);
});

test("the browser opens HEIC", async ({ page }) => {
  await page.goto(harness.pageUrl);
  await page.evaluate(async () => {
    globalThis.detector = forage.createDetector({
      preference: "wasm",
      manifestUrl: "/manifest/champion",
      filesUrl: "/models/",
    });
  });
  for (const name of ["quadrants", "quadrants-p3-turned"]) {
    const bytes = await asset(`server/media/fixtures/${name}.heic`);
    const { width, height } = await decodePhoto(bytes);
    expect(await sizeInBrowser(page, bytes), name).toEqual({ width, height });
  }
});

function expectSame(ones: readonly Detection[], others: readonly Detection[], what: string): void {
  for (const { box, classId, score, alternatives, likelihood } of ones) {
    if (score < SCORE) continue;
    const match = others.find(
      (other) =>
        other.classId === classId &&
        Math.abs(other.score - score) <= SCORE_TOLERANCE &&
        intersectionOverUnion(other.box, box) >= LEAST_IOU,
    );
    const nearest = others.map((other) => ({ ...other, iou: intersectionOverUnion(other.box, box) }));
    nearest.sort((a, b) => b.iou - a.iou);
    expect(match, `${what}: class ${classId} ${score}, nearest ${JSON.stringify(nearest[0])}`).toBeDefined();
    expect(Math.abs((match?.likelihood ?? 0) - (likelihood ?? 0)), `${what}: likelihood`).toBeLessThan(0.05);
    const [next] = alternatives ?? [];
    if (!next || next.score < 0.05) continue;
    const again = match?.alternatives?.find((other) => other.classId === next.classId);
    expect(
      Math.abs((again?.score ?? 0) - next.score),
      `${what}: class ${next.classId} after ${classId}`,
    ).toBeLessThan(SCORE_TOLERANCE);
  }
}

/** Below the bar on one side may be just above it on the other. */
const filter = { ...DEFAULT_FILTER, confidence: SCORE - SCORE_TOLERANCE };

async function onServer(bytes: Buffer): Promise<Detection[]> {
  const { rgba, width, height } = await decodePhoto(bytes);
  return filterCandidates((await detectPixels(rgba, { width, height })).candidates, filter);
}

function inBrowser(page: Page, bytes: Buffer, type: string): Promise<Detection[]> {
  return page.evaluate(
    async ({ base64, mime, given }) => {
      const photo = new Blob([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], {
        type: mime,
      });
      const { candidates } = await globalThis.detector!.detect(photo);
      return forage.filterCandidates(candidates, given);
    },
    { base64: bytes.toString("base64"), mime: type, given: filter },
  );
}

function sizeInBrowser(page: Page, bytes: Buffer) {
  return page.evaluate(async (base64) => {
    const photo = new Blob([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))]);
    return (await globalThis.detector!.detect(photo)).photo;
  }, bytes.toString("base64"));
}
