import { expect, type Page } from "@playwright/test";

/** WCAG 2.5.5, CSS px; half a pixel for rounding. */
const TARGET_PX = 44;
const ROUNDING = 0.5;

/** Everything that a finger can press, by its role or element. */
const TARGETS =
  "a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [role=tab], [role=option], [role=menuitemradio], [role=switch], [role=slider]";

/**
 * Expects everything that can be pressed to be 44 by 44 CSS px, as in WCAG 2.5.5. Its exceptions: a link in a
 * sentence, whose line gives its height, and what cannot be pressed (hidden, or under an open modal). A box to tick is as
 * large as its label, since that ticks it.
 */
export async function checkTargets(page: Page, where: string): Promise<void> {
  const small = await page.evaluate(
    ({ selector, least }) => {
      const isInSentence = (element: Element) => {
        if (element.tagName !== "A" || getComputedStyle(element).display !== "inline") return false;
        const around = element.parentElement?.textContent?.trim() ?? "";
        return around.length > (element.textContent?.trim().length ?? 0);
      };
      // What counts as the target: a link drawn out over its card is the card, a box to tick is its label.
      const areaOf = (element: Element) => {
        const isTick = element.matches("input[type=checkbox], input[type=radio], input[type=file]");
        const label = isTick ? (element as HTMLInputElement).labels?.[0] : undefined;
        const isDrawnOut = getComputedStyle(element, "::after").inset === "0px";
        const card = isDrawnOut ? (element as HTMLElement).offsetParent : undefined;
        const areas = [element, label, card].flatMap((each) => (each ? [each.getBoundingClientRect()] : []));
        const side = ({ width, height }: DOMRect) => Math.min(width, height);
        return areas.reduce((best, area) => (side(area) > side(best) ? area : best));
      };
      return [...document.querySelectorAll(selector)].flatMap((element) => {
        const isReachable =
          element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
          element.closest("[aria-hidden=true], [inert], .sr-only") === null &&
          !element.classList.contains("sr-only");
        if (!isReachable || isInSentence(element)) return [];
        const { width, height } = areaOf(element);
        if (Math.min(width, height) >= least) return [];
        const name = element.getAttribute("aria-label") ?? element.textContent?.trim().slice(0, 40) ?? "";
        return [`${element.tagName.toLowerCase()} "${name}": ${width.toFixed(1)} × ${height.toFixed(1)}`];
      });
    },
    { selector: TARGETS, least: TARGET_PX - ROUNDING },
  );
  expect.soft(small, `targets under ${TARGET_PX} px: ${where}`).toEqual([]);
}

/** Expects that whatever is greyed out on a page says what it waits for. */
export async function checkReasons(page: Page, where: string): Promise<void> {
  const silent = await page.evaluate(() =>
    [...document.querySelectorAll("button, [role=button], [role=tab], input, select, textarea")].flatMap(
      (element) => {
        const isGrey = element.matches(":disabled, [aria-disabled=true]");
        const says =
          element.getAttribute("aria-description") ??
          element.getAttribute("aria-describedby") ??
          element.getAttribute("title");
        return isGrey && !says
          ? [element.getAttribute("aria-label") ?? element.textContent?.trim() ?? "?"]
          : [];
      },
    ),
  );
  expect.soft(silent, `grey without a reason: ${where}`).toEqual([]);
}

/** The widths of phones that are held in a hand today. */
export const PHONE_WIDTHS = [390, 360, 320] as const;

/** Expects that everything in the top bar is on the screen, whole and beside the rest, at this width. */
export async function checkTopBar(page: Page, where: string): Promise<void> {
  const faults = await page.evaluate(() => {
    const bar = document.querySelector("body > header, header");
    const shown = [...(bar?.querySelectorAll("a, button") ?? [])].filter((one) => one.checkVisibility());
    const named = shown.map((one) => ({
      name: one.getAttribute("aria-label") ?? one.textContent?.trim() ?? "",
      box: one.getBoundingClientRect(),
    }));
    const isOut = ({ left, right }: DOMRect) => left < -0.5 || right > innerWidth + 0.5;
    return named.flatMap(({ name, box }, at) => [
      ...(isOut(box) ? [`${name} is cut off`] : []),
      ...named
        .slice(at + 1)
        .filter((other) => other.box.left < box.right - 0.5 && other.box.right > box.left + 0.5)
        .map((other) => `${name} and ${other.name} run together`),
    ]);
  });
  expect.soft(faults, where).toEqual([]);
}
