import { describe, expect, it, vi } from "vitest";
import type { LibraryApi } from "@/lib/client/library/library-api";
import { createPhotoQueueStore, hasUnsavedEdits, photoById } from "@/lib/client/photos/photo-queue-store";
import { photoItem } from "@/lib/client/photos/testing/photo-item";
import type { Correction, SaveCorrectionInput, SavePhotoInput } from "@/lib/contracts/corrections";
import { DEFAULT_FILTER } from "@/lib/core/detection/types";
import type { Label } from "@/lib/core/editor/types";
import { AppError } from "@/lib/core/errors";
import { createOutbox } from "./outbox";
import { pressedSave, type WaitingSave } from "./waiting-save";

type Sent = SaveCorrectionInput | SavePhotoInput;

/** A server that keeps what it is sent, knows saves by their id and refuses those on top of an older state. */
function createServer() {
  const history: Correction[] = [];
  const sent: Sent[] = [];
  let answer: "yes" | "lost" | AppError = "yes";
  async function take(input: Sent): Promise<Correction> {
    sent.push(input);
    if (answer instanceof AppError) throw answer;
    const known = history.find(({ id }) => id === input.id);
    const newest = history.at(-1);
    const bases = [input.baseId, ...(input.unanswered ?? [])];
    if (!known && newest && !bases.includes(newest.id)) {
      const base = history.find(({ id }) => id === input.baseId) ?? null;
      throw new AppError("correction/outdated", { detail: { base, newest } });
    }
    const correction = known ?? append(input);
    if (answer === "lost") throw new AppError("server/offline");
    return correction;
  }
  function append(input: Pick<Sent, "id" | "labels" | "modelBoxes">): Correction {
    const correction: Correction = {
      id: input.id ?? crypto.randomUUID(),
      photoId: PHOTO_ID,
      revision: history.length + 1,
      modelId: null,
      backend: null,
      filter: { ...DEFAULT_FILTER, confidenceByClass: {}, hiddenClasses: [] },
      modelBoxes: input.modelBoxes,
      labels: input.labels,
      restoredFrom: null,
      createdAt: "2026-01-01T00:00:00.000Z",
    };
    history.push(correction);
    return correction;
  }
  const api: Pick<LibraryApi, "saveCorrection" | "savePhoto"> = {
    saveCorrection: take,
    savePhoto: (_photo, _name, save) => take(save),
  };
  return {
    api,
    history,
    sent,
    append,
    set(next: typeof answer) {
      answer = next;
    },
  };
}

const PHOTO_ID = "8f6f0f5c-3d0a-4a53-9d1c-1f0b1f1a2b3c";

function createDb() {
  const saves = new Map<string, WaitingSave>();
  return {
    saves,
    putSave: async (save: WaitingSave) => void saves.set(save.photoId, structuredClone(save)),
    removeSave: async ({ photoId, id }: WaitingSave) => {
      if (saves.get(photoId)?.id === id) saves.delete(photoId);
    },
  };
}

/** One tab with one photo on its strip. */
function openTab({ server = createServer(), db = createDb() } = {}) {
  const queue = createPhotoQueueStore();
  let tasks: (() => void)[] = [];
  const outbox = createOutbox({
    queue,
    api: server.api,
    db,
    newId: () => crypto.randomUUID(),
    flush: async () => {},
    later: (task) => {
      tasks.push(task);
      return () => {
        tasks = tasks.filter((each) => each !== task);
      };
    },
  });
  queue.getState().add([photoItem("a", { state: "done" })]);
  const now = () => photoById(queue.getState(), "a")!;
  const editor = now().editor;
  function draw(x: number, classId = 4) {
    const label: Label = {
      id: `l${x}`,
      box: { x1: x, y1: 0, x2: x + 10, y2: 10 },
      classId,
      origin: { by: "person" },
      state: "drawn",
    };
    const { labels } = editor.getState();
    editor.getState().restore({ version: 1, labels: [...labels, label], lastClassId: null });
  }
  const press = () => {
    const before = outbox.pending("a");
    return outbox.send(
      pressedSave(now(), { id: crypto.randomUUID(), filter: DEFAULT_FILTER, leftOut: [], before }),
    );
  };
  return { server, db, queue, outbox, now, editor, draw, press, planned: () => tasks };
}

const placesOf = (correction: Correction | undefined) =>
  correction?.labels.map(({ box }) => box.x1).toSorted((a, b) => a - b);

describe("a save", () => {
  it("sends the photo once, then only what changed, each on top of the one before", async () => {
    const { server, now, press, draw } = openTab();
    draw(0);
    expect(await press()).toEqual({ kind: "saved", fromTheirs: 0 });
    expect(server.sent[0]).toMatchObject({ size: { width: 100, height: 50 }, baseId: null });
    expect(now()).toMatchObject({ libraryId: PHOTO_ID, save: "idle", base: { id: server.history[0]?.id } });
    expect(hasUnsavedEdits(now())).toBe(false);
    draw(20);
    await press();
    expect(server.sent[1]).toMatchObject({ photoId: PHOTO_ID, baseId: server.history[0]?.id });
    expect(server.history.map(({ labels }) => labels.length)).toEqual([1, 2]);
  });

  it("leaves edits made while it is under way unsaved", async () => {
    const { server, press, now, editor, draw } = openTab();
    draw(0);
    const take = server.api.saveCorrection;
    server.api.savePhoto = async (_photo, _name, save) => {
      editor.getState().selectAll();
      editor.getState().relabelBoxes(5);
      return take({ ...save, photoId: PHOTO_ID });
    };
    await press();
    expect(hasUnsavedEdits(now())).toBe(true);
  });

  it("that the server refuses leaves photo and edits, with the reason", async () => {
    const { server, db, press, now, editor, draw } = openTab();
    draw(0);
    server.set(new AppError("storage/disk-full"));
    expect(await press()).toMatchObject({ kind: "failed", code: "storage/disk-full" });
    expect(now()).toMatchObject({ save: "failed", libraryId: null, base: null });
    expect(editor.getState().labels).toHaveLength(1);
    expect(db.saves.size).toBe(0);
  });

  it("of a photo that was deleted meanwhile is told, and the next press keeps it as a new one", async () => {
    const { server, press, now, draw } = openTab();
    draw(0);
    await press();
    server.set(new AppError("request/not-found"));
    expect(await press()).toMatchObject({ kind: "failed", code: "request/not-found" });
    expect(now()).toMatchObject({ save: "failed", libraryId: null, base: null });
    server.history.length = 0;
    server.set("yes");
    await press();
    expect(server.sent.at(-1)).toMatchObject({ size: { width: 100 } });
  });
});

describe("a save while the server is away", () => {
  it("waits, survives a reload, and is sent once when the server is back", async () => {
    const before = openTab();
    before.draw(0);
    before.server.set(new AppError("server/offline"));
    expect(await before.press()).toEqual({ kind: "waiting" });
    expect(before.now().save).toBe("waiting");
    const { server, db } = before;
    const after = openTab({ server, db });
    const answers: string[] = [];
    after.outbox.onAnswer((_save, outcome) => answers.push(outcome.kind));
    server.set("yes");
    after.outbox.resume([...db.saves.values()]);
    await vi.waitFor(() => expect(answers).toEqual(["saved"]));
    expect(server.history).toHaveLength(1);
    expect(placesOf(server.history[0])).toEqual([0]);
    expect(db.saves.size).toBe(0);
    await after.outbox.retry();
    expect(server.history).toHaveLength(1);
  });

  it("tries again by itself until there is an answer", async () => {
    const { server, press, draw, planned, now } = openTab();
    draw(0);
    server.set(new AppError("server/offline"));
    await press();
    planned()[0]?.();
    await vi.waitFor(() => expect(server.sent).toHaveLength(2));
    await new Promise((resolve) => setTimeout(resolve));
    expect(planned()).toHaveLength(1);
    server.set("yes");
    planned()[0]?.();
    await vi.waitFor(() => expect(now().save).toBe("idle"));
    expect(new Set(server.sent.map(({ id }) => id)).size).toBe(1);
    expect(planned()).toEqual([]);
  });

  it("whose answer was lost is the same save when it is pressed again", async () => {
    const { server, press, draw } = openTab();
    draw(0);
    server.set("lost");
    expect(await press()).toEqual({ kind: "waiting" });
    server.set("yes");
    expect(await press()).toMatchObject({ kind: "saved" });
    expect(server.history).toHaveLength(1);
  });

  it("whose answer was lost does not stand in the way of later edits", async () => {
    const { server, press, draw } = openTab();
    draw(0);
    server.set("lost");
    await press();
    draw(20);
    server.set("yes");
    expect(await press()).toEqual({ kind: "saved", fromTheirs: 0 });
    expect(server.history.map(placesOf)).toEqual([[0], [0, 20]]);
  });

  it("does not say that it waits in a browser that keeps nothing", async () => {
    const server = createServer();
    const full = { ...createDb(), putSave: () => Promise.reject(new DOMException("", "QuotaExceededError")) };
    const { press, draw, now } = openTab({ server, db: full });
    draw(0);
    server.set("lost");
    expect(await press()).toMatchObject({ kind: "failed", code: "server/offline" });
    expect(now().save).toBe("failed");
    server.set("yes");
    await press();
    expect(server.history).toHaveLength(1);
  });

  it("that an unexpected failure met keeps its id for the next press", async () => {
    const { server, press, draw } = openTab();
    draw(0);
    server.set(new AppError("server/unexpected"));
    expect(await press()).toMatchObject({ kind: "failed" });
    server.set("yes");
    await press();
    expect(server.sent[1]?.id).toBe(server.sent[0]?.id);
  });
});

describe("two tabs on one photo", () => {
  async function twoTabs() {
    const server = createServer();
    const one = openTab({ server });
    one.draw(0);
    one.draw(30);
    await one.press();
    const two = openTab({ server });
    two.draw(0);
    two.draw(30);
    two.queue.getState().update("a", { libraryId: PHOTO_ID, base: one.now().base });
    return { server, one, two };
  }

  it("what each changed alone is merged, and the later one is told", async () => {
    const { server, one, two } = await twoTabs();
    one.draw(60);
    await one.press();
    two.draw(80);
    expect(await two.press()).toEqual({ kind: "saved", fromTheirs: 1 });
    expect(placesOf(server.history.at(-1))).toEqual([0, 30, 60, 80]);
    expect(two.now()).toMatchObject({ save: "idle", base: { id: server.history.at(-1)?.id } });
    expect(two.editor.getState().labels).toHaveLength(4);
  });

  it("where both changed one box nothing is saved until the later one has chosen", async () => {
    const { server, one, two } = await twoTabs();
    for (const [tab, classId] of [
      [one, 5],
      [two, 6],
    ] as const) {
      tab.editor.getState().relabelBoxes(classId, ["l0"]);
      await tab.press();
    }
    expect(server.history).toHaveLength(2);
    expect(two.now()).toMatchObject({
      save: "conflict",
      conflict: { newest: { id: server.history[1]?.id } },
    });
    expect(two.editor.getState().labels.find(({ id }) => id === "l0")?.classId).toBe(6);
  });

  it("that saved the same need no second state", async () => {
    const { server, one, two } = await twoTabs();
    for (const tab of [one, two]) {
      tab.draw(60);
      await tab.press();
    }
    expect(server.history).toHaveLength(2);
    expect(two.now()).toMatchObject({ save: "idle", base: { id: server.history[1]?.id } });
  });

  it("a photo that was saved before is never saved over by a fresh copy of it", async () => {
    const { server } = await twoTabs();
    const copy = openTab({ server });
    copy.draw(0);
    expect(await copy.press()).toMatchObject({ kind: "conflict", conflict: { base: null } });
    expect(server.history).toHaveLength(1);
  });
});
