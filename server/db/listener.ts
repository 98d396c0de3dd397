import pg from "pg";

const CONNECT_TIMEOUT_MS = 4_000;
const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 5_000;

export interface ListenerOptions {
  readonly url: string | undefined;
  readonly channel: string;
  /** As PostgreSQL lists the connection. */
  readonly name: string;
  /** Called when listening starts, also after each lost connection: earlier changes were not heard. */
  onListening(): void;
  onNotification(payload: string): void;
}

export interface Listener {
  isListening(): boolean;
  close(): void;
}

const ignore = () => undefined;

/** Listens on a connection of its own, and reconnects when it is lost, with growing delays. */
export function openListener({ url, channel, name, onListening, onNotification }: ListenerOptions): Listener {
  let isClosed = false;
  let isListening = false;
  let retryMs = FIRST_RETRY_MS;
  let retry: NodeJS.Timeout | undefined;
  let current: pg.Client | undefined;

  const connect = async () => {
    const client = new pg.Client({
      connectionString: url,
      application_name: name,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
    });
    current = client;
    const lost = () => {
      if (isClosed || current !== client) return;
      current = undefined;
      isListening = false;
      retry = setTimeout(() => void connect(), retryMs);
      retryMs = Math.min(LONGEST_RETRY_MS, retryMs * 2);
      void client.end().catch(ignore);
    };
    client.on("error", lost);
    client.on("end", lost);
    client.on("notification", ({ payload }) => {
      if (!isClosed) onNotification(payload ?? "");
    });
    try {
      await client.connect();
      await client.query(`listen ${channel}`);
    } catch {
      lost();
    }
    if (isClosed || current !== client) return void client.end().catch(ignore);
    isListening = true;
    retryMs = FIRST_RETRY_MS;
    onListening();
  };
  void connect();
  return {
    isListening: () => isListening,
    close: () => {
      isClosed = true;
      clearTimeout(retry);
      void current?.end().catch(ignore);
    },
  };
}
