/**
 * `npm run bench:check -- PHOTO PHOTO PHOTO`: how long a check of leaf photos takes in a browser, from choosing the files to the answer, with the
 * page just opened and nothing cached, and opened again. Prints a table. Starts a Forage of its own and Chromium (`CHROME_PATH`).
 */
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { chromium, type Page } from "@playwright/test";
import { startOwnForage } from "@/scripts/own-forage";
import { projectRoot } from "@/server/storage/project-root";

const ROUNDS = 3;

const { positionals: photos } = parseArgs({ allowPositionals: true });
if (photos.length === 0) throw new RangeError("name the photos");

async function checkMs(page: Page, address: string): Promise<number> {
  await page.goto(`${address}/plants/check`);
  const input = page.getByTestId("leaf-input");
  await input.waitFor({ state: "attached" });
  const started = performance.now();
  await input.setInputFiles(photos);
  await page
    .getByText(photos.length === 1 ? /^From 1 photo/ : `From ${photos.length} photos together`)
    .waitFor();
  return performance.now() - started;
}

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const shown = (values: readonly number[]) =>
  `${(median(values) / 1_000).toFixed(1)} s (${values.map((ms) => (ms / 1_000).toFixed(1)).join(" ")})`;

const forage = await startOwnForage(projectRoot());
const browser = await chromium.launch({
  ...(process.env.CHROME_PATH && { executablePath: process.env.CHROME_PATH }),
  args: ["--no-sandbox"],
});
try {
  const fresh: number[] = [];
  const again: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const context = await browser.newContext();
    fresh.push(await checkMs(await context.newPage(), forage.address));
    again.push(await checkMs(await context.newPage(), forage.address));
    await context.close();
  }
  console.log(`${photos.map((file) => basename(file)).join(", ")}; ${ROUNDS} rounds`);
  console.log(
    `| page just opened, nothing cached | opened again |\n|---|---|\n| ${shown(fresh)} | ${shown(again)} |`,
  );
} finally {
  await browser.close();
  await forage.stop();
}
