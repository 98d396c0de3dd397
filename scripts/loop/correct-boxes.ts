import type { Page } from "@playwright/test";
import type { ForagePage, ToldBox } from "@/e2e/journeys/forage-page";
import { compareBoxes } from "@/lib/core/corrections/compare-boxes";
import type { Box, ClassedBox } from "@/lib/core/geometry/box";
import type { KeyBox } from "./answer-key";

/** What a person's hand did to one photo. */
export interface Done {
  drawn: number;
  deleted: number;
  renamed: number;
  moved: number;
  right: number;
}

/** Labels that cannot be made by hand: two classes for one place, say. */
export class NotAsInKey extends Error {}

interface ShownBox extends ClassedBox {
  readonly index: number;
}

const POINTER_STEPS = 6;

const toBox = ({ left, top, width, height }: ToldBox): Box<"source"> => {
  return { x1: left, y1: top, x2: left + width, y2: top + height };
};

/** Corrects the photo in front with pointer and keys until its boxes are those of the answer key. */
export class Corrector {
  constructor(
    readonly page: Page,
    readonly forage: ForagePage,
    readonly displayNames: readonly string[],
  ) {}

  /** Boxes on the stage, in the order in which Tab visits them. */
  private async shown(): Promise<ShownBox[]> {
    return (await this.forage.boxes()).map((told, index) => {
      return { index, classId: this.displayNames.indexOf(told.name), box: toBox(told) };
    });
  }

  private async compare(key: readonly KeyBox[]) {
    return compareBoxes(await this.shown(), key);
  }

  private async select(index: number): Promise<void> {
    await this.forage.stage.focus();
    await this.page.keyboard.press("Escape");
    for (let step = 0; step <= index; step++) await this.page.keyboard.press("Tab");
  }

  private async drag(from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
    const [start, end] = [await this.forage.onScreen(from.x, from.y), await this.forage.onScreen(to.x, to.y)];
    await this.page.mouse.move(start.x, start.y);
    await this.page.mouse.down();
    await this.page.mouse.move(end.x, end.y, { steps: POINTER_STEPS });
    await this.page.mouse.up();
  }

  private async until(what: string, fits: (boxes: readonly ToldBox[]) => boolean): Promise<void> {
    await this.forage.boxesWhen(fits).catch((cause: unknown) => {
      throw new Error(`the page never showed: ${what}`, { cause });
    });
  }

  private async remove(index: number): Promise<void> {
    const before = (await this.forage.boxes()).length;
    await this.select(index);
    await this.page.keyboard.press("Delete");
    await this.until("a box less", (boxes) => boxes.length === before - 1);
  }

  private async rename(index: number, classId: number): Promise<void> {
    await this.select(index);
    await this.page.keyboard.press("Enter");
    await this.forage.choose(this.nameOf(classId));
    await this.until(this.nameOf(classId), (boxes) =>
      boxes.some(({ how, name }) => how === "edited" && name === this.nameOf(classId)),
    );
  }

  /** Drags the top left corner, then the bottom right one. */
  private async fit({ index, box }: ShownBox, wanted: Box<"source">): Promise<void> {
    await this.select(index);
    await this.drag({ x: box.x1, y: box.y1 }, { x: wanted.x1, y: wanted.y1 });
    await this.drag({ x: box.x2, y: box.y2 }, { x: wanted.x2, y: wanted.y2 });
  }

  private async draw({ classId, box }: KeyBox): Promise<void> {
    const before = (await this.forage.boxes()).length;
    await this.forage.stage.focus();
    await this.page.keyboard.press("Escape");
    await this.page.keyboard.press("b");
    await this.drag({ x: box.x1, y: box.y1 }, { x: box.x2, y: box.y2 });
    await this.forage.choose(this.nameOf(classId));
    await this.until("a box more", (boxes) => boxes.length === before + 1);
    await this.forage.stage.focus();
    await this.page.keyboard.press("Escape");
    await this.page.keyboard.press("v");
  }

  private nameOf(classId: number): string {
    const name = this.displayNames[classId];
    if (name === undefined) throw new RangeError(`no class ${classId}`);
    return name;
  }

  /**
   * Deletes false alarms, renames what has the wrong name, tightens loose boxes, draws missed ones.
   * @throws NotAsInKey when the page's boxes are not those of the key afterwards
   */
  async correct(key: readonly KeyBox[]): Promise<Done> {
    const done: Done = { drawn: 0, deleted: 0, renamed: 0, moved: 0, right: 0 };
    const first = await this.compare(key);
    done.right = first.agreed.length;
    for (const { index } of [...first.falseAlarms].sort((a, b) => b.index - a.index)) {
      await this.remove(index);
      done.deleted++;
    }
    for (let left = first.wrongClass.length; left > 0; left--) {
      const [pair] = (await this.compare(key)).wrongClass;
      if (!pair) break;
      await this.rename(pair.model.index, pair.standing.classId);
      done.renamed++;
    }
    for (let left = first.loose.length + first.wrongClass.length; left > 0; left--) {
      const [pair] = (await this.compare(key)).loose;
      if (!pair) break;
      await this.fit(pair.model, pair.standing.box);
      done.moved++;
    }
    for (const box of (await this.compare(key)).missed) {
      await this.draw(box);
      done.drawn++;
    }
    return await this.verified(key, done);
  }

  private async verified(key: readonly KeyBox[], done: Done): Promise<Done> {
    const { missed, falseAlarms, wrongClass, loose } = await this.compare(key);
    // a box that a drag could not fix is drawn again
    for (const { index } of [...loose.map(({ model }) => model), ...falseAlarms].sort(
      (a, b) => b.index - a.index,
    ))
      await this.remove(index);
    for (const box of [...loose.map(({ standing }) => standing), ...missed]) await this.draw(box);
    const again = await this.compare(key);
    const wrong =
      again.missed.length + again.falseAlarms.length + again.wrongClass.length + again.loose.length;
    if (wrong > 0 || wrongClass.length > 0)
      throw new NotAsInKey(`${wrong} boxes are not as in the answer key`);
    return done;
  }
}
