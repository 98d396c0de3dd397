import { expect, type Page } from "@playwright/test";
import type { ForagePage } from "@/e2e/journeys/forage-page";

/** Saves the photo in front and shares it for training. */
export async function saveAndShare(page: Page): Promise<void> {
  await page.keyboard.press("Control+s");
  await expect(page.getByRole("button", { name: "Saved", exact: true })).toBeVisible();
  const share = page.getByRole("switch", { name: "Share for training" });
  await share.waitFor();
  if (!(await share.isChecked())) await share.click();
  await expect(share).toBeChecked();
}

/** Presses A until nothing waits, as a reviewer does who finds all of it right. @returns photos accepted */
export async function acceptAll(page: Page, forage: ForagePage): Promise<number> {
  await forage.open("/studio/review");
  const stage = page.getByRole("region", { name: /^Photo (?!and boxes)/ });
  const isEmpty = page.getByRole("heading", { name: "Nothing waits for review" });
  let accepted = 0;
  for (;;) {
    await stage.or(isEmpty).first().waitFor();
    if (await isEmpty.isVisible()) return accepted;
    const name = (await stage.getAttribute("aria-label")) ?? "";
    await page.keyboard.press("a");
    await expect(page.getByRole("region", { name, exact: true })).toHaveCount(0, { timeout: 30_000 });
    accepted++;
  }
}
