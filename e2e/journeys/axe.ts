import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { checkReasons, checkTargets, checkTopBar, PHONE_WIDTHS } from "./targets";

/** The widths and themes that every place is looked at in. */
export const WIDTHS = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } } as const;
const SIZES = Object.keys(WIDTHS) as (keyof typeof WIDTHS)[];
const THEMES = ["light", "dark"] as const;

/** What another theme can break on a page that stays the same: the rest is the same page. */
const COLOUR_RULES = ["color-contrast", "link-in-text-block"];

/** A hint floats beside all landmarks, as its button's description; every other rule holds for it. */
const isHint = (target: string) => target.includes("data-radix-popper-content-wrapper");

/**
 * Expects that axe finds nothing, and that nothing sticks out sideways; goes on to the next place if it does.
 * @param rules only these; if left out, all rules and the size of targets, which axe leaves out by default
 */
export async function checkWithAxe(page: Page, where: string, rules?: string[]): Promise<void> {
  // no frame here is from another origin; otherwise each run opens its own page to combine its findings
  const axe = new AxeBuilder({ page }).setLegacyMode();
  if (rules) axe.withRules(rules);
  else axe.options({ rules: { "target-size": { enabled: true } } });
  const { violations } = await axe.analyze();
  const told = violations.flatMap(({ id, help, nodes }) => {
    const places = nodes
      .map((node) => node.target.join(" "))
      .filter((at) => !(id === "region" && isHint(at)));
    return places.length === 0 ? [] : [`${where}: ${id} (${help}) at ${places.join(", ")}`];
  });
  expect.soft(told).toEqual([]);
  const sticksOut = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });
  expect.soft(sticksOut, `px that stick out sideways: ${where}`).toBeLessThanOrEqual(0);
}

/**
 * Looks at what the page shows in every width and theme, without loading it again: axe in each, of the second theme its
 * colours; the targets where a finger presses them, and what is greyed out.
 * @param arrange brings the page into the state to look at, once a width; the other layout may have lost it
 */
export async function checkLooks(
  page: Page,
  where: string,
  arrange: () => Promise<unknown> = async () => {},
): Promise<void> {
  for (const size of SIZES) {
    await page.setViewportSize(WIDTHS[size]);
    await arrange();
    for (const theme of THEMES) {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
      await expect(page.locator("html")).toHaveAttribute("data-theme", theme);
      await checkWithAxe(page, `${where}, ${size}, ${theme}`, theme === THEMES[0] ? undefined : COLOUR_RULES);
    }
    if (size === "phone") await checkTargets(page, where);
    await checkReasons(page, `${where}, ${size}`);
  }
  for (const width of PHONE_WIDTHS) {
    await page.setViewportSize({ ...WIDTHS.phone, width });
    await checkTopBar(page, `${where}, ${width} px wide`);
  }
  await page.setViewportSize(WIDTHS.desktop);
}
