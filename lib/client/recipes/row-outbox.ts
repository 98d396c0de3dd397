import { z } from "zod";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Memory } from "@/lib/client/browser/remembered";
import { readRemembered } from "@/lib/client/browser/remembered";
import { type AppError, isAppError } from "@/lib/core/errors";

/** A change that the server makes once, however often it is sent. */
interface Change {
  readonly id: string;
}

export interface RowOutboxOptions<C extends Change> {
  readonly memory: Memory;
  /** Under which changes that wait outlive a reload. */
  readonly key: string;
  readonly schema: z.ZodType<C>;
  /** The earlier changes that it is based on. */
  readonly basesOf: (change: C) => readonly (string | null)[];
  /** False until it is known whose changes these are. */
  readonly maySend?: () => boolean;
  /** Rejects with AppError. */
  readonly send: (change: C) => Promise<unknown>;
  /** The server has made a change: what was read before is brought up to date before this returns. */
  readonly onMade: (change: C) => void;
  /** The server has refused a change, and with it those that follow from it. */
  readonly onRefused: (error: AppError, change: C) => void;
  /** @returns cancels it */
  readonly later: (task: () => void, ms: number) => () => void;
}

export interface RowOutboxState<C extends Change> {
  /** Changes the server has not answered yet, oldest first. */
  readonly pending: readonly C[];
  /** True while the server does not answer. */
  readonly isWaiting: boolean;
}

export interface RowOutbox<C extends Change> extends StoreApi<RowOutboxState<C>> {
  add(change: C): void;
  /** Sends now what waits. */
  retry(): Promise<void>;
  /** Reads anew what waits, where the memory is another team's by now. */
  reload(): void;
}

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

/** The server, the way to it or the session is gone for a while; the same change may be made later. */
const AWAY = new Set<AppError["code"]>([
  "server/offline",
  "server/database-down",
  "storage/disk-full",
  "account/sign-in-needed",
  "team/not-in",
]);

/**
 * Sends changes of rows one after another until the server has answered each. A change waits in this browser's memory, so
 * that it outlives a reload, and carries its id, so that sending it twice makes it once. What the server refuses is dropped
 * with every later change that is based on it, and said.
 */
export function createRowOutbox<C extends Change>(options: RowOutboxOptions<C>): RowOutbox<C> {
  const { memory, key, schema, basesOf, maySend, send, onMade, onRefused, later } = options;
  const kept = () => readRemembered(memory, key, z.array(schema), []);
  const store = createStore<RowOutboxState<C>>()(() => ({ pending: kept(), isWaiting: false }));
  let isSending = false;
  let pauseMs = FIRST_PAUSE_MS;
  let cancel = () => {};

  /** Other tabs keep their changes in the same place: only this change is added or taken out. */
  const keep = (change: C) => memory.write(key, JSON.stringify([...kept(), change]));
  const forget = (ids: ReadonlySet<string>) => {
    memory.write(key, JSON.stringify(kept().filter(({ id }) => !ids.has(id))));
    store.setState(({ pending }) => ({ pending: pending.filter(({ id }) => !ids.has(id)) }));
  };

  async function retry(): Promise<void> {
    cancel();
    if (isSending) return;
    if (maySend && !maySend()) {
      store.setState(({ pending }) => ({ isWaiting: pending.length > 0 }));
      return;
    }
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
        forget(following(next.id, store.getState().pending, basesOf));
        store.setState({ isWaiting: false });
        onRefused(error, next);
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
    reload: () => store.setState({ pending: kept() }),
  };
}

/** A change and all later ones that are based on it, directly or not. */
function following<C extends Change>(
  id: string,
  pending: readonly C[],
  basesOf: RowOutboxOptions<C>["basesOf"],
): Set<string> {
  const dropped = new Set([id]);
  for (const change of pending)
    if (basesOf(change).some((base) => base !== null && dropped.has(base))) dropped.add(change.id);
  return dropped;
}
