import { FRUIT } from "./forage-page";
import { expect, test } from "./test";

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 });

test("a whole errand by touch at phone width", async ({ page, forage }) => {
  await forage.open();
  const sticksOut = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });
  expect(sticksOut, "px that stick out sideways").toBeLessThanOrEqual(0);
  await page.getByRole("button", { name: `Try the example: ${FRUIT}` }).tap();
  await forage.waitForBoxes(FRUIT);
  const found = await forage.boxesWhen((boxes) => boxes.length >= 3);

  await test.step("tap a box, rename it", async () => {
    const [box] = [...found].sort((a, b) => b.width * b.height - a.width * a.height);
    if (!box) throw new Error("no box");
    const at = await forage.onScreen(box.left + box.width / 2, box.top + box.height / 2);
    await page.touchscreen.tap(at.x, at.y);
    await page.getByRole("button", { name: /^Class: .*Change it$/ }).tap();
    const search = page.getByRole("combobox", { name: "Find a class" });
    await search.fill("avocado");
    await page
      .getByRole("option", { name: /avocado/i })
      .first()
      .tap();
    await forage.boxesWhen((boxes) => boxes.some((told) => told.name === "Avocado" && told.how === "edited"));
  });

  await test.step("the sheet holds Found, Cook and the sliders", async () => {
    await page.getByRole("tab", { name: /^Found/ }).tap();
    await expect(page.getByText(/^\d+ found$/)).toBeVisible();
    await page.getByRole("tab", { name: "Sliders" }).tap();
    await forage.setConfidence(0.6);
    const fewer = await forage.boxesWhen((boxes) => boxes.length <= found.length);
    expect(fewer.some((box) => box.name === "Avocado")).toBe(true);
    await page.getByRole("tab", { name: /^Cook/ }).tap();
    await expect(page.getByRole("region", { name: "In your kitchen" })).toContainText(/avocado/i);
  });

  await test.step("save", async () => {
    await page.getByRole("button", { name: "Save", exact: true }).tap();
    await expect(page.getByRole("button", { name: "Saved", exact: true })).toBeVisible();
  });
});
