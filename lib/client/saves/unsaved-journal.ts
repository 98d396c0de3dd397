import { z } from "zod";
import type { SerialisedEditor } from "@/lib/client/editor/editor-state";
import type { LookedAt, SavedBase } from "@/lib/client/photos/photo-queue-store";
import type { KeptSession } from "./unsaved-db";

/** A photo's edits as they were when the page went away. */
export interface JournalEntry {
  readonly editor: SerialisedEditor;
  readonly hasUnsavedEdits: boolean;
  readonly libraryId: string | null;
  readonly base?: SavedBase | null | undefined;
  /** The photo was looked at, whose boxes are too many for here: they are found again, and not counted again. */
  readonly lookedAt?: LookedAt | undefined;
}

/**
 * Edits, sliders and the strip's order that the database had not taken yet when the page went away. Its calls are done when they return: a page being left
 * has no more time.
 */
export interface UnsavedJournal {
  /** @throws DOMException where storage is full or blocked */
  write(id: string, entry: JournalEntry): void;
  read(id: string): JournalEntry | null;
  remove(id: string): void;
  /** @throws DOMException where storage is full or blocked */
  writeSession(session: KeptSession): void;
  readSession(): KeptSession | null;
  removeSession(): void;
}

const PREFIX = "forage.unsaved.";
/** No photo has this id. */
const SESSION = "session";

const entrySchema: z.ZodType<JournalEntry> = z.object({
  editor: z.custom<SerialisedEditor>((value) => typeof value === "object" && value !== null),
  hasUnsavedEdits: z.boolean(),
  libraryId: z.string().nullable(),
  base: z.custom<SavedBase | null | undefined>((value) => value === undefined || typeof value === "object"),
  lookedAt: z.object({ recordedAs: z.object({ id: z.string(), at: z.string() }).optional() }).optional(),
});

const sessionSchema: z.ZodType<KeptSession> = z.object({
  order: z.array(z.string()),
  activeId: z.string().nullable(),
  filter: z.object({
    confidence: z.number(),
    iou: z.number(),
    confidenceByClass: z.record(z.string(), z.number()),
    hiddenClasses: z.array(z.number()),
    maxDetections: z.number(),
  }),
  defaults: z.object({ confidence: z.number(), iou: z.number() }).optional(),
});

/** The journal in a browser's localStorage: one entry a photo, and one for the session. */
export function openUnsavedJournal(storage: () => Storage): UnsavedJournal {
  const write = (id: string, value: unknown) => storage().setItem(PREFIX + id, JSON.stringify(value));
  function read<T>(id: string, schema: z.ZodType<T>): T | null {
    try {
      const text = storage().getItem(PREFIX + id);
      return text === null ? null : schema.parse(JSON.parse(text));
    } catch {
      return null; // blocked, or of another version: the database has what came before
    }
  }
  function remove(id: string): void {
    try {
      storage().removeItem(PREFIX + id);
    } catch {
      // blocked: nothing was written either
    }
  }
  return {
    write,
    read: (id) => read(id, entrySchema),
    remove,
    writeSession: (session) => write(SESSION, session),
    readSession: () => read(SESSION, sessionSchema),
    removeSession: () => remove(SESSION),
  };
}
