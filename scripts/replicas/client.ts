import { createHmac } from "node:crypto";
import { Agent, type IncomingMessage, request } from "node:http";
import { buffer } from "node:stream/consumers";
import { HOST } from "./replica";

export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly bytes: number;
  readonly headers: IncomingMessage["headers"];
}

/** A browser as far as a server can tell: one person's cookies, sent to whichever port is asked. */
export interface Client {
  ask(path: string, options?: AskOptions): Promise<Answer>;
  query<T>(procedure: string, input?: unknown, options?: Pick<AskOptions, "port">): Promise<T>;
  mutate<T>(procedure: string, input: unknown, options?: Pick<AskOptions, "port">): Promise<T>;
  /** Reads a stream of events until it is closed; each message once. */
  follow(procedure: string, port: number): Promise<{ readonly messages: string[]; close(): void }>;
}

export interface AskOptions {
  readonly method?: string;
  readonly body?: Uint8Array | string;
  readonly type?: string;
  readonly port?: number;
}

/** What the server's own terminal shows to whoever makes the first account from elsewhere. */
export const setupCodeOf = (secret: string) =>
  createHmac("sha256", secret).update("first account").digest("base64url").slice(0, 12);

/** @param port asked unless a request names another: the proxy's */
export function createClient(port: number): Client {
  const cookies = new Map<string, string>();
  const agent = new Agent({ keepAlive: false });
  const headersOf = ({ type, body }: AskOptions) => ({
    host: HOST,
    origin: `https://${HOST}`,
    "sec-fetch-site": "same-origin",
    cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; "),
    // asked without a proxy in between, it is the proxy itself
    "x-forwarded-for": "203.0.113.5",
    ...(type && { "content-type": type }),
    ...(body !== undefined && { "content-length": String(Buffer.byteLength(body)) }),
  });
  const send = (path: string, options: AskOptions): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const asked = request(
        {
          host: "127.0.0.1",
          port: options.port ?? port,
          path,
          method: options.method ?? "GET",
          headers: headersOf(options),
          agent,
        },
        (answer) => {
          for (const line of answer.headers["set-cookie"] ?? []) {
            const [pair = ""] = line.split(";", 1);
            const at = pair.indexOf("=");
            cookies.set(pair.slice(0, at), pair.slice(at + 1));
          }
          resolve(answer);
        },
      );
      asked.on("error", reject);
      asked.end(options.body);
    });
  const ask = async (path: string, options: AskOptions = {}): Promise<Answer> => {
    const answer = await send(path, options);
    const body = await buffer(answer);
    return {
      status: answer.statusCode ?? 0,
      body: body.toString("utf8"),
      bytes: body.length,
      headers: answer.headers,
    };
  };
  const dataOf = <T>(procedure: string, { status, body }: Answer): T => {
    if (status !== 200) throw new Error(`${procedure}: ${status} ${body.slice(0, 400)}`);
    return JSON.parse(body).result.data as T;
  };
  return {
    ask,
    query: async (procedure, input, options = {}) => {
      const asked = input === undefined ? "" : `?input=${encodeURIComponent(JSON.stringify(input))}`;
      return dataOf(procedure, await ask(`/api/trpc/${procedure}${asked}`, options));
    },
    mutate: async (procedure, input, options = {}) =>
      dataOf(
        procedure,
        await ask(`/api/trpc/${procedure}`, {
          ...options,
          method: "POST",
          type: "application/json",
          body: JSON.stringify(input),
        }),
      ),
    follow: async (procedure, at) => {
      const answer = await send(`/api/trpc/${procedure}`, { port: at });
      const messages: string[] = [];
      answer.setEncoding("utf8").on("data", (part: string) => {
        for (const line of part.split("\n")) if (line.startsWith("data: ")) messages.push(line.slice(6));
      });
      answer.on("error", () => undefined);
      return { messages, close: () => answer.destroy() };
    },
  };
}
