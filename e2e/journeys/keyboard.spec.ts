import { FRUIT, type ToldBox } from "./forage-page";
import { expect, test } from "./test";

test("a whole errand with the keyboard alone", async ({ page, forage }) => {
  await forage.open();
  const example = page.getByRole("button", { name: `Try the example: ${FRUIT}` });
  for (let presses = 0; presses < 40; presses++) {
    if (await example.evaluate((element) => element === document.activeElement)) break;
    await page.keyboard.press("Tab");
  }
  await expect(example).toBeFocused();
  await page.keyboard.press("Enter");
  await forage.waitForBoxes(FRUIT);
  const found = await forage.boxesWhen((boxes) => boxes.length >= 3);

  // to the stage by Tab, as anyone would
  for (let presses = 0; presses < 60; presses++) {
    if (await forage.stage.evaluate((element) => element === document.activeElement)) break;
    await page.keyboard.press("Tab");
  }
  await expect(forage.stage).toBeFocused();

  await test.step("Tab goes to a box, Enter renames it", async () => {
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("combobox", { name: "Find a class" })).toBeFocused();
    await page.keyboard.type("mango");
    await page.keyboard.press("Enter");
    await forage.boxesWhen((boxes) => boxes.some((box) => box.name === "Mango" && box.how === "edited"));
    await expect(forage.stage).toBeFocused();
  });

  await test.step("arrow keys move it, with Alt they size it", async () => {
    const mango = (boxes: readonly ToldBox[]) => boxes.find((box) => box.name === "Mango");
    const before = mango(await forage.boxes());
    if (!before) throw new Error("the renamed box is gone");
    await page.keyboard.press("Shift+ArrowRight");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Alt+Shift+ArrowRight");
    const { left, top, width } = before;
    await forage.boxesWhen((boxes) => {
      const now = mango(boxes);
      return now?.left === left + 10 && now.top === top + 1 && now.width === width + 10;
    });
  });

  await test.step("N adds a box, Delete removes the next one, Ctrl+Z brings it back", async () => {
    await page.keyboard.press("n");
    await expect(page.getByRole("combobox", { name: "Find a class" })).toBeFocused();
    await page.keyboard.type("kiwi");
    await page.keyboard.press("Enter");
    await forage.boxesWhen((boxes) => boxes.length === found.length + 1);
    await expect(forage.stage).toBeFocused();
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Delete");
    await forage.boxesWhen((boxes) => boxes.length === found.length);
    await page.keyboard.press("Control+z");
    await forage.boxesWhen((boxes) => boxes.length === found.length + 1);
  });

  await test.step("full stop raises the confidence, Ctrl+S saves", async () => {
    const before = Number(await forage.confidence.getAttribute("aria-valuenow"));
    await page.keyboard.press(".");
    await expect(forage.confidence).toHaveAttribute(
      "aria-valuenow",
      String(Number((before + 0.05).toFixed(2))),
    );
    await page.keyboard.press("Control+s");
    await expect(page.getByRole("button", { name: "Saved", exact: true })).toBeVisible();
  });

  await test.step("? lists the keys and Escape closes the list", async () => {
    const keys = page.getByRole("dialog", { name: "Keyboard shortcuts" });
    await page.keyboard.press("?");
    await expect(keys.getByRole("button", { name: "Close" })).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
  });

  await test.step("Escape in the very moment the list has the focus closes it too", async () => {
    await expect(forage.stage).toBeFocused();
    const closed = page.evaluate(
      () =>
        new Promise<void>((resolve) => {
          const onFocus = ({ target }: FocusEvent) => {
            if (!(target instanceof HTMLElement) || !target.closest("[role=dialog]")) return;
            document.removeEventListener("focusin", onFocus);
            target.dispatchEvent(
              new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true }),
            );
            resolve();
          };
          document.addEventListener("focusin", onFocus);
        }),
    );
    await page.keyboard.press("?");
    await closed;
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await expect(forage.stage).toBeFocused();
  });
});
