/**
 * `npm run screenshot`: takes docs/screenshot.webp from a running Forage (`npm start` first; FORAGE_URL names another
 * address). Detection runs on WASM, so the picture shows what the shipped model really finds.
 */
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";
import sharp from "sharp";
import { provideChromium } from "./provide-chromium";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const url = process.env.FORAGE_URL ?? "http://127.0.0.1:3000";

async function main(): Promise<void> {
  const executablePath = await provideChromium(root);
  if (executablePath === undefined) throw new Error("no browser to take the picture with");
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1.5 });
    await page.goto(url);
    await page.getByRole("button", { name: /^Try the example: Vegetables/ }).click();
    await page.getByText(/^\d+ found$/).waitFor({ timeout: 120_000 });
    await page.mouse.move(640, 30);
    await page.waitForTimeout(1000);
    const webp = await sharp(await page.screenshot())
      .webp({ quality: 82, effort: 6 })
      .toBuffer();
    writeFileSync(join(root, "docs", "screenshot.webp"), webp);
    console.log(`docs/screenshot.webp ${webp.length} bytes`);
  } finally {
    await browser.close();
  }
}

await main();
