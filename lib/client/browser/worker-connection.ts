import type { z } from "zod";

export interface WorkerConnectionOptions<Message extends { readonly type: string }> {
  readonly url: string;
  /** Started in its place where that file is no longer there: another build is served by now. */
  readonly otherwise?: string | undefined;
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
  otherwise,
  name,
  isModule = false,
  messages,
  onMessage,
  onDead,
}: WorkerConnectionOptions<Message>): WorkerConnection<Request> {
  const lockName = `${name}-${crypto.randomUUID()}`;
  const lockWatch = new AbortController();
  let isOver = false;
  let hasSpoken = false;
  /** Until it speaks. */
  const sent: Request[] = [];

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

  let worker = start(url);
  function start(address: string): Worker {
    const started = new Worker(address, { name, type: isModule ? "module" : "classic" });
    started.onerror = (event) => {
      event.preventDefault();
      if (!hasSpoken && !isOver && address === url && otherwise !== undefined) {
        started.terminate();
        worker = start(otherwise);
        for (const request of sent) worker.postMessage(request);
      } else die(event.message || "the worker's script could not be loaded");
    };
    started.onmessageerror = () => die("a message could not be read");
    started.onmessage = (event: MessageEvent<unknown>) => {
      if (isOver) return;
      hasSpoken = true;
      sent.length = 0;
      const parsed = messages.safeParse(event.data);
      if (!parsed.success) return die(`not a message: ${parsed.error.message}`);
      if (parsed.data.type === "alive") watchLock();
      onMessage(parsed.data);
    };
    return started;
  }

  return {
    lockName,
    send(request) {
      if (!hasSpoken) sent.push(request);
      worker.postMessage(request);
    },
    close: end,
  };
}
