import { z } from "zod";
import type { SerialisedEditor } from "@/lib/client/editor/editor-state";
import type { SavedBase } from "@/lib/client/photos/photo-queue-store";

/** A photo's edits as they were when the page went away. */
export interface JournalEntry {
  readonly editor: SerialisedEditor;
  readonly hasUnsavedEdits: boolean;
  readonly libraryId: string | null;
  readonly base?: SavedBase | null | undefined;
}

/**
 * Edits that the database had not taken yet when the page went away. Its calls are done when they return: a page being left
 * has no more time.
 */
export interface UnsavedJournal {
  /** @throws DOMException where storage is full or blocked */
  write(id: string, entry: JournalEntry): void;
  read(id: string): JournalEntry | null;
  remove(id: string): void;
}

const PREFIX = "forage.unsaved.";

const entrySchema: z.ZodType<JournalEntry> = z.object({
  editor: z.custom<SerialisedEditor>((value) => typeof value === "object" && value !== null),
  hasUnsavedEdits: z.boolean(),
  libraryId: z.string().nullable(),
  base: z.custom<SavedBase | null | undefined>((value) => value === undefined || typeof value === "object"),
});

/** The journal in a browser's localStorage, one entry a photo. */
export function openUnsavedJournal(storage: () => Storage): UnsavedJournal {
  return {
    write: (id, entry) => storage().setItem(PREFIX + id, JSON.stringify(entry)),
    read(id) {
      try {
        const text = storage().getItem(PREFIX + id);
        return text === null ? null : entrySchema.parse(JSON.parse(text));
      } catch {
        return null; // blocked, or of another version: the database has what came before
      }
    },
    remove(id) {
      try {
        storage().removeItem(PREFIX + id);
      } catch {
        // blocked: nothing was written either
      }
    },
  };
}
