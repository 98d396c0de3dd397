import type { FilterStore } from "@/lib/client/detection/filter-store";
import { createEditorStore } from "@/lib/client/editor/editor-store";
import { hasUnsavedEdits, type PhotoItem, type PhotoQueueStore } from "@/lib/client/photos/photo-queue-store";
import type { KeptPhoto, KeptSession, KeptWork, UnsavedDb } from "./unsaved-db";
import type { JournalEntry, UnsavedJournal } from "./unsaved-journal";

export interface KeepUnsavedOptions {
  readonly queue: PhotoQueueStore;
  readonly filter: FilterStore;
  readonly db: UnsavedDb;
  readonly journal: UnsavedJournal;
  /** Object URLs: `URL.createObjectURL` in the browser. */
  readonly toUrl: (blob: Blob) => string;
  /** Storage is full or blocked: work goes on, a reload would lose it. Called once. */
  readonly onFailure: (error: unknown) => void;
  readonly delayMs?: number;
}

export interface KeepUnsaved {
  /** Puts what an earlier visit left on the strip, then starts writing. */
  restore(): Promise<void>;
  /** Writes waiting changes at once. */
  flush(): Promise<void>;
  /** The page goes away: what the database has not taken yet is written down before this returns. */
  leave(): void;
  stop(): void;
}

/** Writes the strip, the runs and the edits to this browser as they change, and brings them back after a reload. */
export function createKeepUnsaved(options: KeepUnsavedOptions): KeepUnsaved {
  const { queue, filter, db, journal, toUrl, onFailure, delayMs = 300 } = options;
  /** By id, as last seen: the queue's items are replaced when they change. */
  const known = new Map<string, PhotoItem>();
  const dirty = new Set<string>();
  /** Edits on their way into the database. */
  const writing = new Map<string, number>();
  const editors = new Map<string, () => void>();
  let isSessionDirty = false;
  /** Sessions on their way into the database. */
  let writingSessions = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let hasFailed = false;
  let unsubscribe = () => {};

  async function attempt(task: () => Promise<void>): Promise<void> {
    try {
      await task();
    } catch (error) {
      if (!hasFailed) onFailure(error);
      hasFailed = true;
    }
  }

  function plan(): void {
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), delayMs);
  }

  async function writeWork(photo: PhotoItem): Promise<void> {
    writing.set(photo.id, (writing.get(photo.id) ?? 0) + 1);
    await attempt(() => db.putWork(toWork(photo)));
    const left = (writing.get(photo.id) ?? 1) - 1;
    if (left > 0) writing.set(photo.id, left);
    else {
      writing.delete(photo.id);
      if (!dirty.has(photo.id)) journal.remove(photo.id);
    }
  }

  function sessionNow(): KeptSession {
    const { photos, activeId } = queue.getState();
    const { filter: current, initial } = filter.getState();
    const defaults = { confidence: initial.confidence, iou: initial.iou };
    return { order: photos.map(({ id }) => id), activeId, filter: current, defaults };
  }

  async function writeSession(): Promise<void> {
    writingSessions++;
    await attempt(() => db.putSession(sessionNow()));
    writingSessions--;
    if (writingSessions === 0 && !isSessionDirty) journal.removeSession();
  }

  function attemptNow(task: () => void): void {
    try {
      task();
    } catch (error) {
      if (!hasFailed) onFailure(error);
      hasFailed = true;
    }
  }

  function leave(): void {
    for (const photo of queue.getState().photos.filter(({ id }) => dirty.has(id) || writing.has(id)))
      attemptNow(() => journal.write(photo.id, toEntry(photo)));
    if (isSessionDirty || writingSessions > 0) attemptNow(() => journal.writeSession(sessionNow()));
    void flush();
  }

  async function flush(): Promise<void> {
    clearTimeout(timer);
    const { photos } = queue.getState();
    const ids = [...dirty];
    dirty.clear();
    const shouldWriteSession = isSessionDirty;
    isSessionDirty = false;
    const session = shouldWriteSession ? writeSession() : undefined;
    for (const photo of photos.filter(({ id }) => ids.includes(id))) await writeWork(photo);
    await session;
  }

  function follow(photo: PhotoItem): void {
    known.set(photo.id, photo);
    const stop = photo.editor.subscribe((now, before) => {
      if (now.document === before.document && now.isDirty === before.isDirty) return;
      dirty.add(photo.id);
      plan();
    });
    editors.set(photo.id, stop);
  }

  function onQueueChange(): void {
    const { photos } = queue.getState();
    const present = new Set(photos.map(({ id }) => id));
    for (const photo of photos) {
      if (!known.has(photo.id)) {
        follow(photo);
        void attempt(() => db.putPhoto(toKeptPhoto(photo)));
        dirty.add(photo.id);
      } else if (known.get(photo.id) !== photo) {
        known.set(photo.id, photo);
        dirty.add(photo.id);
      }
    }
    for (const id of known.keys()) {
      if (present.has(id)) continue;
      known.delete(id);
      editors.get(id)?.();
      editors.delete(id);
      journal.remove(id);
      void attempt(() => db.remove(id));
    }
    isSessionDirty = true;
    plan();
  }

  async function restore(): Promise<void> {
    await attempt(async () => {
      const { photos, work, session: lastSession } = await db.readAll();
      const session = journal.readSession() ?? lastSession;
      const order = session?.order ?? [];
      const place = (id: string) => (order.includes(id) ? order.indexOf(id) : order.length);
      const items = [...photos]
        .sort((a, b) => place(a.id) - place(b.id) || a.addedAt - b.addedAt)
        .map((photo) => {
          const left = journal.read(photo.id);
          if (left) dirty.add(photo.id);
          const kept = work.find(({ id }) => id === photo.id);
          return toItem(photo, left ? { run: null, ...kept, id: photo.id, ...left } : kept, toUrl);
        });
      if (session) filter.getState().replace(session.filter, session.defaults);
      for (const item of items) follow(item);
      queue.getState().add(items);
      if (session?.activeId && queue.getState().photos.length === items.length) {
        queue.getState().activate(session.activeId);
      }
    });
    const stops = [
      queue.subscribe(onQueueChange),
      filter.subscribe(() => {
        isSessionDirty = true;
        plan();
      }),
    ];
    unsubscribe = () => {
      for (const stop of stops) stop();
    };
    onQueueChange();
  }

  return {
    restore,
    flush,
    leave,
    stop() {
      clearTimeout(timer);
      unsubscribe();
      for (const stop of editors.values()) stop();
    },
  };
}

function toKeptPhoto(photo: PhotoItem): KeptPhoto {
  const { id, name, blob, thumbnail, size, addedAt, contentHash } = photo;
  return { id, name, blob, thumbnail, size, addedAt, contentHash };
}

function toEntry(photo: PhotoItem): JournalEntry {
  const { editor, libraryId, base, run, lookedAt } = photo;
  return {
    ...{ libraryId, base },
    editor: editor.getState().serialise(),
    hasUnsavedEdits: hasUnsavedEdits(photo),
    lookedAt: run ? { recordedAs: run.recordedAs } : lookedAt,
  };
}

function toWork(photo: PhotoItem): KeptWork {
  const { id, run } = photo;
  return {
    id,
    ...toEntry(photo),
    run: run && {
      key: run.key,
      modelId: run.modelId,
      backend: run.backend,
      timings: run.timings,
      count: run.candidates.count,
      boxes: run.candidates.boxes,
      scores: run.candidates.scores,
      classIds: run.candidates.classIds,
      others: run.candidates.others,
      naming: run.candidates.naming,
      features: run.features,
      recordedAs: run.recordedAs,
      savedWith: run.savedWith,
      savedBoxes: run.savedBoxes,
    },
  };
}

function toItem(photo: KeptPhoto, work: KeptWork | undefined, toUrl: (blob: Blob) => string): PhotoItem {
  const editor = createEditorStore({ photo: photo.size });
  if (work) editor.getState().restore(work.editor);
  const kept = work?.run ?? null;
  return {
    ...photo,
    url: toUrl(photo.blob),
    thumbUrl: toUrl(photo.thumbnail),
    editor,
    // a saved photo is not detected again automatically
    state: kept || work?.libraryId ? "done" : "queued",
    run: kept && {
      key: kept.key,
      modelId: kept.modelId,
      backend: kept.backend,
      timings: kept.timings,
      features: kept.features,
      recordedAs: kept.recordedAs,
      savedWith: kept.savedWith,
      savedBoxes: kept.savedBoxes,
      candidates: {
        ...{ count: kept.count, boxes: kept.boxes, scores: kept.scores, classIds: kept.classIds },
        others: kept.others,
        naming: kept.naming,
      },
    },
    error: null,
    save: "idle",
    saveError: null,
    libraryId: work?.libraryId ?? null,
    base: work?.base ?? null,
    conflict: null,
    lookedAt: kept ? undefined : work?.lookedAt,
    hasRestoredEdits: work?.hasUnsavedEdits ?? false,
  };
}
