import { z } from "zod";
import { createStore, type StoreApi } from "zustand/vanilla";
import { type Memory, readRemembered } from "@/lib/client/browser/remembered";
import { type PhotoItem, type PhotoQueueStore, photoById } from "@/lib/client/photos/photo-queue-store";
import type { Label } from "@/lib/core/editor/types";
import { type NamedBox, rememberBox } from "@/lib/core/named-boxes/named-box";
import { lookOf } from "./look-of";
import type { NamedBoxDb } from "./named-box-db";

export interface NamedBoxState {
  /** Oldest first. */
  readonly named: readonly NamedBox[];
  /** Off: nothing is kept and nothing proposed; what was kept stays until it is forgotten. */
  readonly isOn: boolean;
  setOn(isOn: boolean): void;
  forget(): void;
}

export interface NamedBoxStore extends StoreApi<NamedBoxState> {
  /** Reads what earlier visits kept, once; call in the browser. */
  open(): Promise<void>;
}

export interface NamedBoxStoreOptions {
  readonly queue: PhotoQueueStore;
  readonly db: NamedBoxDb;
  readonly memory: Memory;
  readonly now: () => number;
}

const KEY = "named-boxes";

/** A person gave the box its name, or said that the model's is right. */
function isNamed({ state, origin, classId }: Label): boolean {
  if (origin.by !== "model") return false;
  return state === "confirmed" || (state === "edited" && classId !== origin.classId);
}

/** Remembers on this device what the model saw where a person named a box, and takes it back with an undo. */
export function createNamedBoxStore({ queue, db, memory, now }: NamedBoxStoreOptions): NamedBoxStore {
  const store = createStore<NamedBoxState>()((set) => ({
    named: [],
    isOn: readRemembered(memory, KEY, z.boolean(), true),
    setOn(isOn) {
      memory.write(KEY, JSON.stringify(isOn));
      set({ isOn });
    },
    forget() {
      mine.clear();
      keep([]);
    },
  }));
  /** Named in this visit: an undo takes back these alone. */
  const mine = new Set<string>();
  let writing: Promise<void> = Promise.resolve();
  let opening: Promise<void> | null = null;

  function keep(named: readonly NamedBox[]): void {
    store.setState({ named });
    // full or blocked storage: they hold for this visit
    writing = writing.then(() => db.replace(named)).catch(() => {});
  }

  async function take(photoId: string, labels: readonly Label[], before: readonly Label[]): Promise<void> {
    await opening;
    const photo = photoById(queue.getState(), photoId);
    if (!photo || !store.getState().isOn) return;
    const had = new Map(before.filter(isNamed).map((label) => [label.id, label.classId]));
    const has = labels.filter(isNamed);
    const { named } = store.getState();
    let next = named;
    // only what this edit named: what was forgotten, or named while this was off, does not come back with the next edit
    for (const label of has) {
      const look = had.get(label.id) === label.classId ? undefined : lookOfLabel(photo, label);
      if (!look) continue;
      mine.add(label.id);
      next = rememberBox(next, { ...look, id: label.id, classId: label.classId, namedAt: now() });
    }
    const isBack = (id: string) => mine.has(id) && had.has(id) && !has.some((label) => label.id === id);
    if (next.some(({ id }) => isBack(id))) next = next.filter(({ id }) => !isBack(id));
    if (next !== named) keep(next);
  }

  const followed = new Set<string>();
  queue.subscribe(({ photos }) => {
    for (const photo of photos) {
      if (followed.has(photo.id)) continue;
      followed.add(photo.id);
      photo.editor.subscribe((editor, before) => {
        if (editor.labels !== before.labels) void take(photo.id, editor.labels, before.labels);
      });
    }
  });

  return Object.assign(store, {
    open() {
      opening ??= db
        .readAll()
        .then((known) => {
          const sorted = [...known].sort((a, b) => a.namedAt - b.namedAt);
          store.setState({ named: [...sorted, ...store.getState().named] });
        })
        .catch(() => {});
      return opening;
    },
  });
}

function lookOfLabel(photo: PhotoItem, label: Label) {
  const { document, detections } = photo.editor.getState();
  const claim = document.claims[label.id];
  if (claim?.run !== photo.run?.key) return undefined;
  const detection = detections.find(({ candidate }) => candidate === claim?.candidate);
  return detection && lookOf(photo.run, detection);
}
