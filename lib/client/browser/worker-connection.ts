import type { z } from "zod";

export interface WorkerConnectionOptions<Message extends { readonly type: string }> {
  readonly url: string;
  /** Shown in the browser's tools. */
  readonly name: string;
  readonly isModule?: boolean;
  /** What the worker may say. It says `alive` once it holds the lock. */
  readonly messages: z.ZodType<Message>;
  onMessage(message: Message): void;
  /** The worker is gone or was never there; called at most once, never after `close`. */
  onDead(detail: string): void;
}

/** One worker: typed messages both ways, and a sure sign of its death. */
export interface WorkerConnection<Request> {
  readonly lockName: string;
  send(request: Request): void;
  close(): void;
}

/**
 * Starts a worker. Its death shows as an error event, or, where the browser ends it silently (memory, a
 * developer's hand), as the release of the lock it holds while it lives. Slowness is never taken for death.
 */
export function openWorker<Message extends { readonly type: string }, Request>({
  url,
  name,
  isModule = false,
  messages,
  onMessage,
  onDead,
}: WorkerConnectionOptions<Message>): WorkerConnection<Request> {
  const lockName = `${name}-${crypto.randomUUID()}`;
  const worker = new Worker(url, { name, type: isModule ? "module" : "classic" });
  const lockWatch = new AbortController();
  let isOver = false;

  const end = () => {
    isOver = true;
    lockWatch.abort();
    worker.terminate();
  };
  const die = (detail: string) => {
    if (isOver) return;
    end();
    onDead(detail);
  };
  const watchLock = () => {
    navigator.locks
      ?.request(lockName, { signal: lockWatch.signal }, () => die("the browser ended the worker"))
      .catch(() => {}); // aborted by `close`
  };

  worker.onerror = (event) => {
    event.preventDefault();
    die(event.message || "the worker's script could not be loaded");
  };
  worker.onmessageerror = () => die("a message could not be read");
  worker.onmessage = (event: MessageEvent<unknown>) => {
    if (isOver) return;
    const parsed = messages.safeParse(event.data);
    if (!parsed.success) return die(`not a message: ${parsed.error.message}`);
    if (parsed.data.type === "alive") watchLock();
    onMessage(parsed.data);
  };

  return { lockName, send: (request) => worker.postMessage(request), close: end };
}
