import { expect, it } from "vitest";
import { drawBox } from "./commands";
import { type EditorDocument, EMPTY_DOCUMENT } from "./document";
import { amend, commit, HISTORY_LIMIT, JOIN_MS, redo, startHistory, undo } from "./history";

const PHOTO = { width: 10, height: 10 };
function document(id: string): EditorDocument {
  return drawBox(EMPTY_DOCUMENT, { id, box: { x1: 0, y1: 0, x2: 5, y2: 5 }, classId: 0 }, PHOTO);
}
const start = startHistory(EMPTY_DOCUMENT);
const step = (id: string, more = {}) => ({ document: document(id), selection: [id], ...more });

it("makes no step of a document that is the same", () => {
  expect(commit(start, { document: EMPTY_DOCUMENT, selection: ["a"] }).past).toEqual([]);
});

it("joins repeats of a nudge within the time, and not after it", () => {
  const key = { joinKey: "nudge a" };
  let history = commit(start, step("a", { ...key, now: 0 }));
  history = commit(history, step("b", { ...key, now: JOIN_MS }));
  expect(history.past).toHaveLength(1);
  history = commit(history, step("c", { ...key, now: 2 * JOIN_MS + 1 }));
  expect(history.past).toHaveLength(2);
});

it("does not join across another change or an undo", () => {
  const nudge = (id: string) => step(id, { joinKey: "nudge", now: 0 });
  const other = commit(commit(commit(start, nudge("a")), step("b")), nudge("c"));
  expect(other.past).toHaveLength(3);
  const undone = undo(commit(commit(start, step("x")), nudge("a")));
  expect(commit(undone, nudge("b")).past).toHaveLength(2);
});

it("forgets what could be redone once something else is done", () => {
  const history = commit(undo(commit(start, step("a"))), step("b"));
  expect(redo(history)).toBe(history);
});

it("amends without a step", () => {
  const history = amend(commit(start, step("a")), document("b"));
  expect(undo(history).present.document).toBe(EMPTY_DOCUMENT);
});

it("keeps the last steps only", () => {
  let history = start;
  for (let index = 0; index < HISTORY_LIMIT + 5; index += 1) history = commit(history, step(String(index)));
  expect(history.past).toHaveLength(HISTORY_LIMIT);
});

it("leaves a history with nothing to undo or redo as it is", () => {
  expect(undo(start)).toBe(start);
  expect(redo(start)).toBe(start);
});
