import type { EditorDocument } from "./document";

/** What undo brings back: the document, and what was selected then. */
export interface Moment {
  readonly document: EditorDocument;
  readonly selection: readonly string[];
}

/** Undo and redo by whole documents; they share structure, so a step costs one label. */
export interface History {
  readonly past: readonly Moment[];
  readonly present: Moment;
  readonly future: readonly Moment[];
  /** Set by a repeatable step (a nudge); the next step with the same key before `until` joins it. */
  readonly joining: { readonly key: string; readonly until: number } | null;
}

export const HISTORY_LIMIT = 200;
/** Repeats of a nudge within this time are one undo step. */
export const JOIN_MS = 900;

export function startHistory(document: EditorDocument): History {
  return { past: [], present: { document, selection: [] }, future: [], joining: null };
}

export interface HistoryStep {
  readonly document: EditorDocument;
  readonly selection: readonly string[];
  /** Steps with the same key close in time become one. */
  readonly joinKey?: string;
  readonly now?: number;
}

/** One commit is one undo step. The same document is no step: only the selection is taken over. */
export function commit(history: History, step: HistoryStep): History {
  const present: Moment = { document: step.document, selection: step.selection };
  if (step.document === history.present.document) return { ...history, present };
  const now = step.now ?? 0;
  const joins =
    step.joinKey !== undefined && history.joining?.key === step.joinKey && now <= history.joining.until;
  const past = joins ? history.past : [...history.past, history.present].slice(-HISTORY_LIMIT);
  const joining = step.joinKey === undefined ? null : { key: step.joinKey, until: now + JOIN_MS };
  return { past, present, future: [], joining };
}

/** Changes the present without an undo step: the class chosen for a box drawn just now. */
export function amend(history: History, document: EditorDocument): History {
  return { ...history, present: { ...history.present, document }, joining: null };
}

/** Remembers what is selected, so that undo can bring it back. */
export function noteSelection(history: History, selection: readonly string[]): History {
  return { ...history, present: { ...history.present, selection } };
}

/** @returns the same history when there is nothing to undo */
export function undo(history: History): History {
  const previous = history.past.at(-1);
  if (!previous) return history;
  return {
    past: history.past.slice(0, -1),
    present: previous,
    future: [history.present, ...history.future],
    joining: null,
  };
}

/** @returns the same history when there is nothing to redo */
export function redo(history: History): History {
  const next = history.future[0];
  if (!next) return history;
  return {
    past: [...history.past, history.present],
    present: next,
    future: history.future.slice(1),
    joining: null,
  };
}
