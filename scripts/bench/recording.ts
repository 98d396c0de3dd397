/**
 * `npm run bench:recording`: which part of a detection's time in the browser goes into the figures that are recorded of it. The
 * example picture and a photo of 12 megapixels, on WASM with one thread, in the worker that ships.
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";
import { build } from "esbuild";
import sharp from "sharp";
import { startHarness } from "@/e2e/detection-harness";
import { championManifest } from "@/server/models/service";

const WARM_UPS = 5;
const RUNS = 40;
const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = path.join(root, "test-results/bench");

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

await mkdir(folder, { recursive: true });
await build({
  entryPoints: { page: path.join(root, "scripts/bench/browser-page.ts") },
  outdir: folder,
  tsconfig: path.join(root, "tsconfig.json"),
  absWorkingDir: root,
  bundle: true,
  format: "esm",
  target: "es2022",
  logLevel: "error",
});
const example = await readFile(path.join(root, "public/examples/still-life.webp"));
const photos = {
  "example picture": sharp(example),
  "photo of 12 megapixels": sharp(example).resize(4000, 3000, { fit: "cover" }),
};
const names = Object.keys(photos);
for (const [at, photo] of Object.values(photos).entries())
  await writeFile(path.join(folder, `recorded-${at}.jpg`), await photo.jpeg({ quality: 90 }).toBuffer());

const manifest = await championManifest();
const harness = await startHarness({ manifests: { full: manifest }, folders: { "/bench/": folder } });
const executablePath = process.env.CHROME_PATH;
const browser = await chromium.launch({
  ...(executablePath && { executablePath }),
  args: ["--no-sandbox", "--disable-dev-shm-usage"],
});
try {
  const page = await browser.newPage();
  await page.goto(harness.pageUrl);
  await page.addScriptTag({ url: "/bench/page.js" });
  const status = await page.evaluate(() => bench.startOurs("wasm", "/manifest/full", 1));
  if (status.state !== "ready") throw new Error(`WASM is not ready: ${JSON.stringify(status)}`);
  for (const [at, name] of names.entries()) {
    const runs: { readonly totalMs: number; readonly recordMs: number }[] = [];
    for (let run = -WARM_UPS; run < RUNS; run++) {
      const one = await page.evaluate((url) => bench.describeOurs(url), `/bench/recorded-${at}.jpg`);
      if (run >= 0) runs.push(one);
    }
    const share = median(runs.map(({ totalMs, recordMs }) => recordMs / (totalMs + recordMs)));
    console.log(
      `${name}: figures ${median(runs.map(({ recordMs }) => recordMs)).toFixed(2)} ms beside ${median(
        runs.map(({ totalMs }) => totalMs),
      ).toFixed(0)} ms, ${(100 * share).toFixed(2)} % (middle of ${RUNS})`,
    );
  }
} finally {
  await browser.close();
  await harness.close();
}
