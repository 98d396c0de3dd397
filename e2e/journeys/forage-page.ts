import { expect, type Locator, type Page } from "@playwright/test";

/** A box as the page tells it to a screen reader: source photo px, class by display name. */
export interface ToldBox {
  readonly name: string;
  readonly how: "detected" | "drawn by you" | "confirmed" | "edited";
  /** Only of a box straight from the model. */
  readonly score: number | undefined;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export const FRUIT = "Fruit on a table";
export const BOARD = "Vegetables on a board";
export const LEAVES = "Apple leaves";

const BOX =
  /^(.+?), (?:(?:(?:sure|likely|maybe|\d\.\d+ sure), )?from the model|(drawn by you|confirmed|edited)), (\d+) px from the left, (\d+) px from the top, (\d+) by (\d+) px$/;

function readBox([text, score]: readonly [string, string | undefined]): ToldBox {
  const match = BOX.exec(text.replaceAll("\u00a0", " ").trim());
  if (!match) throw new Error(`not the words of a box: ${text}`);
  const [, name = "", how] = match;
  const [left, top, width, height] = match.slice(3).map((part) => Number(part.replaceAll(",", "")));
  return {
    name,
    how: (how as ToldBox["how"] | undefined) ?? "detected",
    score: score === undefined ? undefined : Number(score),
    left: left ?? 0,
    top: top ?? 0,
    width: width ?? 0,
    height: height ?? 0,
  };
}

/** The stage, the list and the sliders of the Detect page, as a person names them. */
export class ForagePage {
  readonly stage: Locator;
  readonly confidence: Locator;
  readonly overlap: Locator;

  constructor(readonly page: Page) {
    this.stage = page.getByRole("application", { name: /^Boxes on the photo/ });
    this.confidence = page.getByRole("slider", { name: "Confidence", exact: true });
    this.overlap = page.getByRole("slider", { name: "Overlap", exact: true });
  }

  /** Opens the page and waits until it answers. */
  async open(path = "/"): Promise<void> {
    await this.page.goto(path);
    await expect(this.page.getByRole("banner")).toBeVisible();
  }

  /** From the first visit to the boxes of an example picture. */
  async openExample(title: string): Promise<void> {
    await this.page.getByRole("button", { name: `Try the example: ${title}` }).click();
    await this.waitForBoxes(title);
  }

  /** Adds files as the file dialog would. */
  async addFiles(files: Parameters<Locator["setInputFiles"]>[0]): Promise<void> {
    await this.page.getByTestId("photo-input").setInputFiles(files);
  }

  /** The photo's button in the strip; its name says the photo's state. */
  inStrip(name: string): Locator {
    return this.page
      .getByRole("region", { name: "Photos" })
      .getByRole("button", { name: new RegExp(`^${name}, `) });
  }

  /** Waits until a photo has been looked at. WASM on two busy cores takes its time. */
  async waitForBoxes(name: string): Promise<void> {
    await expect(this.inStrip(name)).toHaveAccessibleName(/\d+ box(es)?|nothing found/, { timeout: 90_000 });
  }

  /** Adds a photo and waits until it is in front with the boxes that were found, and nothing covers it. */
  async lookAt(name: string, files: Parameters<Locator["setInputFiles"]>[0]): Promise<void> {
    await this.addFiles(files);
    await expect(this.inStrip(name)).toHaveAttribute("aria-current", "true");
    await this.waitForBoxes(name);
    const told = (await this.inStrip(name).getAttribute("aria-label")) ?? "";
    const count = Number(/(\d+) box/.exec(told)?.[1] ?? 0);
    await this.boxesWhen((boxes) => boxes.length === count);
    // a slow machine is offered the server, above the photo's lower edge
    const stay = this.page.getByRole("button", { name: "Stay on this device" });
    if (await stay.isVisible()) await stay.click();
  }

  /** Every box on the stage, in reading order. */
  async boxes(): Promise<ToldBox[]> {
    const words = await this.page
      .getByRole("list", { name: "Boxes", exact: true })
      .getByRole("listitem")
      .evaluateAll((items) =>
        items.map((item): [string, string | undefined] => [item.textContent ?? "", item.dataset.score]),
      );
    return words.map(readBox);
  }

  /** Waits until `boxes` fits, and gives them. */
  async boxesWhen(fits: (boxes: readonly ToldBox[]) => boolean): Promise<ToldBox[]> {
    let last: ToldBox[] = [];
    const look = async () => {
      last = await this.boxes();
      return fits(last);
    };
    await expect.poll(look, { timeout: 60_000 }).toBe(true);
    return last;
  }

  /** Moves the confidence slider with the keyboard, to within a hundredth. */
  async setConfidence(value: number): Promise<void> {
    const now = Number(await this.confidence.getAttribute("aria-valuenow"));
    const steps = Math.round((value - now) * 100);
    await this.confidence.focus();
    for (let step = 0; step < Math.abs(steps); step++)
      await this.confidence.press(steps > 0 ? "ArrowRight" : "ArrowLeft");
    await expect(this.confidence).toHaveAttribute(
      "aria-valuenow",
      new RegExp(`^${value.toFixed(2).replace(/0+$/, "")}`),
    );
  }

  /** Where a point of the photo lies on the screen. */
  async onScreen(x: number, y: number): Promise<{ x: number; y: number }> {
    const area = await this.stage.boundingBox();
    if (!area) throw new Error("the stage is not shown");
    const [width, height] = await this.photoSize();
    // fitted: the whole photo is shown, in the middle, with the editor's own margin
    const zoom =
      Number.parseInt(
        (await this.page.getByRole("status", { name: "Zoom", exact: true }).textContent()) ?? "100",
        10,
      ) / 100;
    return {
      x: area.x + area.width / 2 + (x - width / 2) * zoom,
      y: area.y + area.height / 2 + (y - height / 2) * zoom,
    };
  }

  async photoSize(): Promise<[number, number]> {
    const name = (await this.stage.getAttribute("aria-label")) ?? "";
    const [, width, height] = /([\d,]+) by ([\d,]+) px/.exec(name) ?? [];
    return [Number(width?.replaceAll(",", "")), Number(height?.replaceAll(",", ""))];
  }

  /** Names a box in the open class picker. */
  async choose(className: string): Promise<void> {
    const search = this.page.getByRole("combobox", { name: "Find a class" });
    await search.fill(className);
    await search.press("Enter");
    await expect(search).toBeHidden();
  }

  /** Says whether the page still promises that photos stay here. */
  async promisesThisDevice(): Promise<boolean> {
    return (await this.page.getByText("Detection runs on this device").count()) > 0;
  }
}
