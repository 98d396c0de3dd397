import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** The widths and themes that every place is looked at in. */
export const WIDTHS = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } } as const;
export const LOOKS = (["light", "dark"] as const).flatMap((theme) =>
  Object.entries(WIDTHS).map(([size, viewport]) => ({ name: `${theme}, ${size}`, theme, viewport })),
);

/** Expects that axe finds nothing, and that nothing sticks out sideways; goes on to the next place if it does. */
export async function checkWithAxe(page: Page, where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const told = violations.map(
    ({ id, help, nodes }) =>
      `${where}: ${id} (${help}) at ${nodes.map((node) => node.target.join(" ")).join(", ")}`,
  );
  expect.soft(told).toEqual([]);
  const sticksOut = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });
  expect.soft(sticksOut, `px that stick out sideways: ${where}`).toBeLessThanOrEqual(0);
}
