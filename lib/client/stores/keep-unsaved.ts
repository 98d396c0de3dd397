import { createEditorStore } from "@/lib/client/editor/editor-store";
import type { FilterStore } from "./filter-store";
import { hasUnsavedEdits, type PhotoItem, type PhotoQueueStore } from "./photo-queue-store";
import type { KeptPhoto, KeptWork, UnsavedDb } from "./unsaved-db";

export interface KeepUnsavedOptions {
  readonly queue: PhotoQueueStore;
  readonly filter: FilterStore;
  readonly db: UnsavedDb;
  /** Object URLs: `URL.createObjectURL` in the browser. */
  readonly toUrl: (blob: Blob) => string;
  /** Storage is full or blocked: work goes on, a reload would lose it. Called once. */
  readonly onFailure: (error: unknown) => void;
  readonly delayMs?: number;
}

export interface KeepUnsaved {
  /** Puts what an earlier visit left on the strip, then starts writing. */
  restore(): Promise<void>;
  /** Writes at once what waits. */
  flush(): Promise<void>;
  stop(): void;
}

/** Writes the strip, the runs and the edits to this browser as they change, and brings them back after a reload. */
export function createKeepUnsaved(options: KeepUnsavedOptions): KeepUnsaved {
  const { queue, filter, db, toUrl, onFailure, delayMs = 300 } = options;
  /** By id, as last seen: the queue's items are replaced when they change. */
  const known = new Map<string, PhotoItem>();
  const dirty = new Set<string>();
  const editors = new Map<string, () => void>();
  let isSessionDirty = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let flushedAt = 0;
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

  function plan(waitMs = delayMs): void {
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), waitMs);
  }

  /** An edit after a pause is written at once, since a page that goes away may not wait; those that follow together. */
  function planEdit(): void {
    plan(Date.now() - flushedAt > delayMs ? 0 : delayMs);
  }

  async function flush(): Promise<void> {
    clearTimeout(timer);
    flushedAt = Date.now();
    const { photos, activeId } = queue.getState();
    const ids = [...dirty];
    dirty.clear();
    const shouldWriteSession = isSessionDirty;
    isSessionDirty = false;
    for (const photo of photos.filter(({ id }) => ids.includes(id)))
      await attempt(() => db.putWork(toWork(photo)));
    if (!shouldWriteSession) return;
    const order = photos.map(({ id }) => id);
    await attempt(() => db.putSession({ order, activeId, filter: filter.getState().filter }));
  }

  function follow(photo: PhotoItem): void {
    known.set(photo.id, photo);
    const stop = photo.editor.subscribe((now, before) => {
      if (now.labels === before.labels && now.isDirty === before.isDirty) return;
      dirty.add(photo.id);
      planEdit();
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
      void attempt(() => db.remove(id));
    }
    isSessionDirty = true;
    plan();
  }

  async function restore(): Promise<void> {
    await attempt(async () => {
      const { photos, work, session } = await db.readAll();
      const order = session?.order ?? [];
      const place = (id: string) => (order.includes(id) ? order.indexOf(id) : order.length);
      const items = [...photos]
        .sort((a, b) => place(a.id) - place(b.id) || a.addedAt - b.addedAt)
        .map((photo) =>
          toItem(
            photo,
            work.find(({ id }) => id === photo.id),
            toUrl,
          ),
        );
      if (session) filter.getState().replace(session.filter);
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
    stop() {
      clearTimeout(timer);
      unsubscribe();
      for (const stop of editors.values()) stop();
    },
  };
}

function toKeptPhoto({ id, name, blob, thumbnail, size, addedAt }: PhotoItem): KeptPhoto {
  return { id, name, blob, thumbnail, size, addedAt };
}

function toWork(photo: PhotoItem): KeptWork {
  const { id, editor, libraryId, run } = photo;
  return {
    id,
    libraryId,
    editor: editor.getState().serialise(),
    hasUnsavedEdits: hasUnsavedEdits(photo),
    run: run && {
      key: run.key,
      modelId: run.modelId,
      backend: run.backend,
      timings: run.timings,
      count: run.candidates.count,
      boxes: run.candidates.boxes,
      scores: run.candidates.scores,
      classIds: run.candidates.classIds,
      features: run.features,
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
    state: kept ? "done" : "queued",
    run: kept && {
      key: kept.key,
      modelId: kept.modelId,
      backend: kept.backend,
      timings: kept.timings,
      features: kept.features,
      candidates: { count: kept.count, boxes: kept.boxes, scores: kept.scores, classIds: kept.classIds },
    },
    error: null,
    save: "idle",
    saveError: null,
    libraryId: work?.libraryId ?? null,
    hasRestoredEdits: work?.hasUnsavedEdits ?? false,
  };
}
