import { describe, expect, it, vi } from "vitest";
import type { Review, ReviewInput, ReviewItem } from "@/lib/contracts/review";
import { DEFAULT_FILTER } from "@/lib/core/detection/types";
import { AppError } from "@/lib/core/errors";
import { editorOf } from "./desk-photo";
import { createReviewDesk } from "./review-desk";

const APPLE = { box: { x1: 0, y1: 0, x2: 10, y2: 10 }, score: 0.9, classId: 1 };

function itemOf(photoId: string): ReviewItem {
  const signals = { disagreement: 0, uncertainty: 0, rarity: 0, novelty: null, shadow: null, priority: 0 };
  const when = { savedAt: "2026-01-01T00:00:00.000Z" };
  return {
    card: {
      ...{ photoId, correctionId: `c-${photoId}`, name: photoId, width: 100, height: 100 },
      ...{ source: "corrections", ...when, errors: [], drift: null, signals },
    },
    sha256: "a".repeat(64),
    correction: {
      id: `c-${photoId}`,
      photoId,
      revision: 1,
      modelId: "forage-n/1",
      backend: "wasm",
      filter: { ...DEFAULT_FILTER, confidenceByClass: {}, hiddenClasses: [] },
      modelBoxes: [APPLE],
      labels: [],
      restoredFrom: null,
      createdAt: when.savedAt,
    },
    author: "Somebody",
    revisions: 1,
    shadow: null,
    labelledPhotos: [],
  };
}

function setUp() {
  const opened: string[] = [];
  const disposed: string[] = [];
  const sent: ReviewInput[] = [];
  let failure: AppError | undefined;
  const problems: string[] = [];
  const undo = vi.fn(async () => {});
  const desk = createReviewDesk({
    api: {
      async decide(input) {
        sent.push(input);
        if (failure) throw failure;
        return { id: `r-${input.photoId}` } as Review;
      },
      undo,
    },
    open: async (photoId) => {
      opened.push(photoId);
      const item = itemOf(photoId);
      const dispose = () => disposed.push(photoId);
      return { item, editor: editorOf(item), pixels: undefined, url: `blob:${photoId}`, dispose };
    },
    onProblem: ({ code }) => problems.push(code),
    onChange: () => {},
  });
  const fail = (error: AppError | undefined) => {
    failure = error;
  };
  return { desk, opened, disposed, sent, problems, undo, fail };
}

const settle = () => new Promise((resolve) => setTimeout(resolve));

async function deskOf(...ids: string[]) {
  const all = setUp();
  all.desk.offer(ids);
  await settle();
  return all;
}

describe("the review desk", () => {
  it("lets go of photos that others review, and takes them again when they are offered later", async () => {
    const { desk, disposed } = await deskOf("a", "b", "c");
    desk.withdraw(["a", "c"]);
    expect(desk.getState().order).toEqual(["b"]);
    expect(disposed).toEqual(["a", "c"]);
    desk.offer(["a", "b"]);
    expect(desk.getState().order).toEqual(["b", "a"]);
  });

  it("has the next photos ready before they are asked for, and lets go of those it passed", async () => {
    const { desk, opened, disposed } = await deskOf("a", "b", "c", "d", "e", "f");
    expect(opened).toEqual(["a", "b", "c", "d"]);
    desk.accept();
    expect(desk.getState().order[0]).toBe("b");
    expect(desk.getState().opened.get("b")?.state).toBe("ready");
    expect([opened.at(-1), disposed]).toEqual(["e", ["a"]]);
    desk.dispose();
    expect(disposed).toHaveLength(4);
  });

  it("shows the next photo at once, before the server has answered", async () => {
    const { desk, sent } = await deskOf("a", "b");
    desk.accept();
    desk.accept();
    expect(desk.getState()).toMatchObject({ order: [], decided: 2 });
    expect(sent).toMatchObject([
      { verdict: "accepted", photoId: "a", correctionId: "c-a" },
      { verdict: "accepted", photoId: "b", correctionId: "c-b" },
    ]);
  });

  it("sends a photo with edits as a fix, with the boxes as they are now", async () => {
    const { desk, sent } = await deskOf("a");
    const opening = desk.getState().opened.get("a");
    if (opening?.state !== "ready") throw new Error("not opened");
    const { editor } = opening.photo;
    expect(editor.getState().isDirty).toBe(false);
    const [box] = editor.getState().stageBoxes;
    editor.getState().relabelBoxes(7, [box?.id ?? ""]);
    desk.accept();
    expect(sent).toMatchObject([{ verdict: "fixed", labels: [{ classId: 7, state: "edited" }] }]);
  });

  it("rejects with a reason", async () => {
    const { desk, sent } = await deskOf("a");
    desk.reject("blurred");
    expect(sent).toMatchObject([
      { verdict: "rejected", photoId: "a", correctionId: "c-a", reason: "blurred" },
    ]);
  });

  it("decides nothing about a photo that is not here yet", () => {
    const { desk, sent } = setUp();
    desk.offer(["a"]);
    desk.accept();
    expect(sent).toMatchObject([]);
    expect(desk.getState().order).toEqual(["a"]);
  });

  it("puts a skipped photo aside until it is asked for", async () => {
    const { desk } = await deskOf("a", "b");
    desk.skip();
    desk.offer(["a", "b", "c"]);
    expect(desk.getState()).toMatchObject({ order: ["b", "c"], skipped: ["a"] });
    desk.bringBackSkipped();
    expect(desk.getState()).toMatchObject({ order: ["b", "c", "a"], skipped: [] });
  });

  it("leaves decided photos away when an older answer of the queue still lists them", async () => {
    const { desk } = await deskOf("a", "b");
    desk.accept();
    desk.offer(["a", "b", "c"]);
    expect(desk.getState().order).toEqual(["b", "c"]);
    desk.replace(["a", "c"]);
    expect(desk.getState().order).toEqual(["c"]);
  });

  it("undoes the last step, whichever it was, and brings its photo to the front", async () => {
    const { desk, undo } = await deskOf("a", "b", "c");
    desk.accept();
    desk.skip();
    await desk.undo();
    expect(desk.getState()).toMatchObject({ order: ["b", "c"], skipped: [] });
    expect(undo).not.toHaveBeenCalled();
    await desk.undo();
    expect(undo).toHaveBeenCalledWith("a", "r-a");
    expect(desk.getState()).toMatchObject({ order: ["a", "b", "c"], decided: 0 });
    expect(await desk.undo()).toBe(false);
  });

  it("sends a decision whose answer was lost as the same one, and another as another", async () => {
    const { desk, sent, fail } = await deskOf("a");
    fail(new AppError("server/offline"));
    for (const decide of [desk.accept, desk.accept, () => desk.reject("blurred")]) {
      decide();
      await settle();
    }
    const [first, again, other] = sent.map(({ id }) => id);
    expect(first).toBeDefined();
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });

  it("brings a photo back behind the one in front when the server refuses, and says so", async () => {
    const { desk, problems, fail } = await deskOf("a", "b", "c");
    fail(new AppError("request/conflict"));
    desk.accept();
    await settle();
    expect(problems).toEqual(["request/conflict"]);
    expect(desk.getState()).toMatchObject({ order: ["b", "a", "c"], decided: 0, trail: [] });
  });
});
