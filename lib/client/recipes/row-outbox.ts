import { z } from "zod";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Memory } from "@/lib/client/browser/remembered";
import { readRemembered } from "@/lib/client/browser/remembered";
import { type AppError, isAppError } from "@/lib/core/errors";
import type { RowChange } from "@/lib/core/recipes/stock/row-changes";

export interface RowOutboxOptions<Values> {
  readonly memory: Memory;
  /** Under which changes that wait outlive a reload. */
  readonly key: string;
  readonly schema: z.ZodType<RowChange<Values>>;
  /** Rejects with AppError. */
  readonly send: (change: RowChange<Values>) => Promise<unknown>;
  /** The server has made a change: what was read before is brought up to date before this returns. */
  readonly onMade: (change: RowChange<Values>) => void;
  /** The server has refused a change, and with it those that follow from it. */
  readonly onRefused: (error: AppError) => void;
  /** @returns cancels it */
  readonly later: (task: () => void, ms: number) => () => void;
}

export interface RowOutboxState<Values> {
  /** Changes the server has not answered yet, oldest first. */
  readonly pending: readonly RowChange<Values>[];
  /** True while the server does not answer. */
  readonly isWaiting: boolean;
}

export interface RowOutbox<Values> extends StoreApi<RowOutboxState<Values>> {
  add(change: RowChange<Values>): void;
  /** Sends now what waits. */
  retry(): Promise<void>;
}

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

/** The server or the way to it is gone for a while; the same change may be made later. */
const AWAY = new Set<AppError["code"]>(["server/offline", "server/database-down", "storage/disk-full"]);

/**
 * Sends changes of rows one after another until the server has answered each. A change waits in this browser's memory, so
 * that it outlives a reload, and carries its id, so that sending it twice makes it once. What the server refuses is dropped
 * with every later change that is based on it, and said.
 */
export function createRowOutbox<Values>(options: RowOutboxOptions<Values>): RowOutbox<Values> {
  const { memory, key, schema, send, onMade, onRefused, later } = options;
  const kept = () => readRemembered(memory, key, z.array(schema), []);
  const store = createStore<RowOutboxState<Values>>()(() => ({ pending: kept(), isWaiting: false }));
  let isSending = false;
  let pauseMs = FIRST_PAUSE_MS;
  let cancel = () => {};

  /** Other tabs keep their changes in the same place: only this change is added or taken out. */
  const keep = (change: RowChange<Values>) => memory.write(key, JSON.stringify([...kept(), change]));
  const forget = (ids: ReadonlySet<string>) => {
    memory.write(key, JSON.stringify(kept().filter(({ id }) => !ids.has(id))));
    store.setState(({ pending }) => ({ pending: pending.filter(({ id }) => !ids.has(id)) }));
  };

  async function retry(): Promise<void> {
    cancel();
    if (isSending) return;
    isSending = true;
    for (let next = store.getState().pending[0]; next; next = store.getState().pending[0]) {
      try {
        await send(next);
        pauseMs = FIRST_PAUSE_MS;
        onMade(next);
        forget(new Set([next.id]));
        store.setState({ isWaiting: false });
      } catch (error) {
        if (!isAppError(error)) throw error;
        if (AWAY.has(error.code)) {
          store.setState({ isWaiting: true });
          cancel = later(() => void retry(), pauseMs);
          pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
          break;
        }
        forget(following(next.id, store.getState().pending));
        store.setState({ isWaiting: false });
        onRefused(error);
      }
    }
    isSending = false;
  }

  return {
    ...store,
    add(change) {
      keep(change);
      store.setState(({ pending }) => ({ pending: [...pending, change] }));
      void retry();
    },
    retry,
  };
}

/** A change and all later ones that are based on it, directly or not. */
function following<Values>(id: string, pending: readonly RowChange<Values>[]): Set<string> {
  const dropped = new Set([id]);
  for (const change of pending)
    if (change.steps.some(({ base }) => base !== null && dropped.has(base))) dropped.add(change.id);
  return dropped;
}
