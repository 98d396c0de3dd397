import type { LibraryApi } from "@/lib/client/library/library-api";
import { toPhotoError } from "@/lib/client/photos/detection-queue";
import { type PhotoItem, type PhotoQueueStore, photoById } from "@/lib/client/photos/photo-queue-store";
import { applyCorrection, toBase } from "@/lib/client/saves/reopen-photo";
import type { UnsavedDb } from "@/lib/client/saves/unsaved-db";
import { type Correction, type SaveConflict, saveConflictSchema } from "@/lib/contracts/corrections";
import { type AppError, isAppError } from "@/lib/core/errors";
import { isTheirs, mergedSave, mergeSave } from "./merge-save";
import { saveIdentityOf, type WaitingSave } from "./waiting-save";

export type SaveOutcome =
  /** @property fromTheirs differences that somebody else had saved meanwhile, and that are kept */
  | { readonly kind: "saved"; readonly fromTheirs: number }
  | { readonly kind: "waiting" }
  | { readonly kind: "conflict"; readonly conflict: SaveConflict }
  | { readonly kind: "failed"; readonly code: string; readonly facts: AppError["facts"] };

export interface OutboxOptions {
  readonly queue: PhotoQueueStore;
  readonly api: Pick<LibraryApi, "saveCorrection" | "savePhoto">;
  readonly db: Pick<UnsavedDb, "putSave" | "removeSave">;
  readonly newId: () => string;
  /** Writes down what the strip holds now, before a save is forgotten. */
  readonly flush: () => Promise<void>;
  /** Calls back later. @returns takes it back */
  readonly later: (task: () => void, ms: number) => () => void;
}

export interface Outbox {
  /** The save of a photo that has had no answer yet. */
  pending(photoId: string): WaitingSave | undefined;
  /** Keeps a save and sends it. */
  send(save: WaitingSave): Promise<SaveOutcome>;
  /** Sends the unsent saves of an earlier visit. */
  resume(saves: readonly WaitingSave[]): void;
  /** Sends waiting saves now. */
  retry(): Promise<void>;
  /** Called for every answer that comes without a press. @returns stops it */
  onAnswer(listener: (save: WaitingSave, outcome: SaveOutcome) => void): () => void;
  stop(): void;
}

/** The server is away and will be back: the save waits for it. */
const AWAY = ["server/offline", "server/database-down", "storage/unreachable"];
/** It is unknown whether it arrived; sent again, it is the same save. */
const UNKNOWN = ["server/unexpected", ...AWAY];
const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 30_000;
/** Stops after this many saves by somebody else. */
const MOST_MERGES = 3;

/**
 * Sends each save until the server has answered, once: a save is kept in this browser from the press on, and carries an
 * id by which the server knows it again.
 */
export function createOutbox(options: OutboxOptions): Outbox {
  const { queue, api, db, newId, flush, later } = options;
  const saves = new Map<string, WaitingSave>();
  const waiting = new Set<string>();
  /** Ids of saves that a reload does not lose. */
  const kept = new Set<string>();
  const listeners = new Set<(save: WaitingSave, outcome: SaveOutcome) => void>();
  let waitMs = FIRST_WAIT_MS;
  let cancelRetry = () => {};
  let isRetrying = false;

  const photoOf = ({ photoId }: WaitingSave) => photoById(queue.getState(), photoId);
  const tell = (save: WaitingSave, patch: Partial<PhotoItem>) => queue.getState().update(save.photoId, patch);

  async function keep(save: WaitingSave): Promise<void> {
    saves.set(save.photoId, save);
    await db.putSave(save).then(
      () => kept.add(save.id),
      () => {}, // a browser that keeps nothing sends all the same
    );
  }

  async function forget(save: WaitingSave): Promise<void> {
    if (saves.get(save.photoId)?.id === save.id) {
      saves.delete(save.photoId);
      waiting.delete(save.photoId);
    }
    await flush();
    await db.removeSave(save).catch(() => {});
  }

  function request(save: WaitingSave): Promise<Correction> {
    const { photo, libraryId, name, size, correction, features, seenOn } = save;
    const beside = { ...(features ? { features: [...features] } : {}), ...(seenOn ? { seenOn } : {}) };
    const sent = { ...correction, ...saveIdentityOf(save), ...beside };
    if (libraryId !== null) return api.saveCorrection({ ...sent, photoId: libraryId });
    if (photo === null) throw new RangeError(`a save of ${name} has neither a photo nor its id`);
    return api.savePhoto(photo, name, { ...sent, size });
  }

  /** Another save of the photo was pressed since: this one's answer no longer matters. */
  const isPassed = (save: WaitingSave) => saves.get(save.photoId)?.id !== save.id;

  /** The photo's boxes are still those of the press. */
  function isUntouched(save: WaitingSave): boolean {
    const photo = photoOf(save);
    return !photo || JSON.stringify(photo.editor.getState().labels) === JSON.stringify(save.stageLabels);
  }

  function show(save: WaitingSave, saved: Correction, isEdited: boolean): void {
    if (save.showsSaved && !isEdited) {
      applyCorrection(saved, queue, save.photoId);
      return;
    }
    if (!isEdited) photoOf(save)?.editor.getState().markSaved();
    tell(save, {
      save: "idle",
      saveError: null,
      conflict: null,
      libraryId: saved.photoId,
      base: toBase(saved, photoOf(save)?.run?.key),
      // edits made while the save was under way are not in it: they stay unsaved
      ...(isEdited ? {} : { hasRestoredEdits: false }),
    });
  }

  async function meet(save: WaitingSave, conflict: SaveConflict, merges: number): Promise<SaveOutcome> {
    const { settled, questions, fromTheirs } = mergeSave(save.correction, conflict);
    const isEdited = !isUntouched(save);
    if (questions.length === 0 && !isEdited && isTheirs(settled, conflict)) {
      applyCorrection(conflict.newest, queue, save.photoId);
      await forget(save);
      return { kind: "saved", fromTheirs };
    }
    if (questions.length > 0 || isEdited || merges >= MOST_MERGES) {
      tell(save, { save: "conflict", saveError: null, conflict });
      await forget(save);
      return { kind: "conflict", conflict };
    }
    const merged = mergedSave(save, conflict, { id: newId(), chosen: settled });
    await keep(merged);
    const outcome = await attempt(merged, merges + 1);
    return outcome.kind === "saved"
      ? { kind: "saved", fromTheirs: outcome.fromTheirs + fromTheirs }
      : outcome;
  }

  async function refuse(save: WaitingSave, error: unknown, merges: number): Promise<SaveOutcome> {
    const problem = toPhotoError(error);
    const outcome: SaveOutcome = { kind: "failed", ...problem };
    if (AWAY.includes(problem.code) && kept.has(save.id)) {
      tell(save, { save: "waiting", saveError: problem });
      waiting.add(save.photoId);
      plan();
      return { kind: "waiting" };
    }
    const conflict = isAppError(error) && saveConflictSchema.safeParse(error.detail).data;
    if (problem.code === "correction/outdated" && conflict) return meet(save, conflict, merges);
    waiting.delete(save.photoId);
    if (problem.code === "request/not-found" && save.libraryId !== null) {
      // deleted meanwhile: the next press keeps it as a new photo
      tell(save, { save: "failed", saveError: problem, libraryId: null, base: null });
    } else tell(save, { save: "failed", saveError: problem });
    if (!UNKNOWN.includes(problem.code)) await forget(save);
    return outcome;
  }

  async function attempt(save: WaitingSave, merges: number): Promise<SaveOutcome> {
    try {
      const saved = await request(save);
      if (isPassed(save)) return { kind: "waiting" };
      show(save, saved, !isUntouched(save));
      await forget(save);
      return { kind: "saved", fromTheirs: 0 };
    } catch (error) {
      return isPassed(save) ? { kind: "waiting" } : refuse(save, error, merges);
    }
  }

  function plan(): void {
    cancelRetry();
    cancelRetry = later(() => void retry(), waitMs);
  }

  async function retry(): Promise<void> {
    if (isRetrying) return;
    isRetrying = true;
    cancelRetry();
    try {
      for (const photoId of [...waiting]) {
        const save = saves.get(photoId);
        if (!save) continue;
        const outcome = await attempt(save, 0);
        if (outcome.kind === "waiting") {
          waitMs = Math.min(LONGEST_WAIT_MS, waitMs * 1.6);
          plan();
          return;
        }
        waitMs = FIRST_WAIT_MS;
        for (const listener of listeners) listener(save, outcome);
      }
    } finally {
      isRetrying = false;
    }
  }

  return {
    pending: (photoId) => saves.get(photoId),
    async send(save) {
      tell(save, { save: "saving", saveError: null });
      await keep(save);
      return attempt(save, 0);
    },
    resume(left) {
      for (const save of left) {
        if (saves.has(save.photoId)) continue;
        saves.set(save.photoId, save);
        kept.add(save.id);
        waiting.add(save.photoId);
        tell(save, { save: "waiting", saveError: { code: "server/offline", facts: {} } });
      }
      if (left.length > 0) void retry();
    },
    retry() {
      waitMs = FIRST_WAIT_MS;
      return retry();
    },
    onAnswer(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop() {
      cancelRetry();
    },
  };
}
