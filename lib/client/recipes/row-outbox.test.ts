import { expect, it, vi } from "vitest";
import { stockChangeSchema } from "@/lib/contracts/stock";
import { AppError, type ErrorCode } from "@/lib/core/errors";
import type { RowChange } from "@/lib/core/recipes/stock/row-changes";
import type { StockValues } from "@/lib/core/recipes/stock/stocked-food";
import { createRowOutbox } from "./row-outbox";
import { memoryOf } from "./testing/memory-of";

const eggs: StockValues = { foodId: "egg", quantity: 6, unit: "pc", place: "fridge", bestBefore: null };
const ids = Array.from({ length: 6 }, (_, place) => `00000000-0000-4000-8000-00000000000${place}`);
const [ROW = "", OTHER = "", A = "", B = "", C = ""] = ids;
const change = (id: string, base: string | null = null, row = ROW): RowChange<StockValues> => ({
  id,
  steps: [{ id: row, base, put: eggs }],
});

function outboxOf(memory = memoryOf()) {
  const sent: string[] = [];
  const made: string[] = [];
  const refused: ErrorCode[] = [];
  const answers: (ErrorCode | null)[] = [];
  let planned: (() => void) | undefined;
  const outbox = createRowOutbox<RowChange<StockValues>>({
    memory,
    key: "pantry-changes",
    schema: stockChangeSchema,
    basesOf: ({ steps }) => steps.map(({ base }) => base),
    send: async ({ id }: RowChange<StockValues>) => {
      sent.push(id);
      const code = answers.shift();
      if (code) throw new AppError(code);
    },
    onMade: ({ id }) => made.push(id),
    onRefused: ({ code }) => refused.push(code),
    later: (task) => {
      planned = task;
      return () => {
        planned = undefined;
      };
    },
  });
  const pending = () => outbox.getState().pending.map(({ id }) => id);
  return { outbox, memory, sent, made, refused, answers, pending, wake: () => planned?.() };
}
const settled = (outbox: { getState(): { pending: readonly unknown[] } }) =>
  vi.waitFor(() => expect(outbox.getState().pending).toEqual([]));

it("sends changes one after another, in order, and forgets what is made", async () => {
  const { outbox, sent, made, memory } = outboxOf();
  outbox.add(change(A));
  outbox.add(change(B, A));
  await settled(outbox);
  expect([sent, made]).toEqual([
    [A, B],
    [A, B],
  ]);
  expect(memory.values["pantry-changes"]).toBe("[]");
});

it("keeps a change while the server is away, also over a reload, and sends the same one again", async () => {
  const first = outboxOf();
  first.answers.push("server/offline");
  first.outbox.add(change(A));
  await vi.waitFor(() => expect(first.outbox.getState().isWaiting).toBe(true));
  first.outbox.add(change(B, A));
  const after = outboxOf(first.memory);
  expect(after.pending()).toEqual([A, B]);
  await after.outbox.retry();
  expect(after.made).toEqual([A, B]);
});

it("tries again later by itself", async () => {
  const { outbox, answers, sent, wake } = outboxOf();
  answers.push("server/database-down");
  outbox.add(change(A));
  await vi.waitFor(() => expect(outbox.getState().isWaiting).toBe(true));
  wake();
  await settled(outbox);
  expect(sent).toEqual([A, A]);
  expect(outbox.getState().isWaiting).toBe(false);
});

it("drops what is refused with what follows from it, keeps the rest, and says so once", async () => {
  const { outbox, answers, made, refused } = outboxOf();
  answers.push("server/offline");
  outbox.add(change(A));
  outbox.add(change(B, A));
  outbox.add(change(C, null, OTHER));
  await vi.waitFor(() => expect(outbox.getState().isWaiting).toBe(true));
  answers.push("kitchen/changed-elsewhere");
  await outbox.retry();
  expect([made, refused]).toEqual([[C], ["kitchen/changed-elsewhere"]]);
  expect(outbox.getState().pending).toEqual([]);
});

it("leaves another tab's changes in the memory they share", async () => {
  const memory = memoryOf();
  const one = outboxOf(memory);
  const other = outboxOf(memory);
  one.answers.push("server/offline");
  one.outbox.add(change(A));
  other.outbox.add(change(B, null, OTHER));
  await settled(other.outbox);
  expect(outboxOf(memory).pending()).toEqual([A]);
});
