import type { IncomingMessage, ServerResponse } from "node:http";
import { promisify } from "node:util";
import { constants, gzip } from "node:zlib";

type Handler = (
  request: Request,
  given: { readonly params: Promise<Record<string, never>> },
) => Promise<Response>;

/** On globalThis, for `server/start/front-door.cjs`, which stands before all of our modules. */
const holder = globalThis as {
  forageStraight?: Map<string, (incoming: IncomingMessage, outgoing: ServerResponse) => void>;
};

/**
 * Lets the front door give a route's requests to its handler itself, past Next's server, which takes some milliseconds of
 * processor time for each. Checks and limits are the handler's own (`route`), so they are the same on both ways. For routes that are asked
 * many times a second, in production; the first request still comes by Next, which loads the route.
 * @param name method and address, such as `POST /api/v1/detect`
 */
export function answerStraight<T extends Handler>(name: string, handler: T): T {
  if (process.env.NODE_ENV !== "production") return handler;
  holder.forageStraight ??= new Map();
  holder.forageStraight.set(name, (incoming, outgoing) => {
    // what a handler throws it has not made an answer of: there is nothing to tell
    passOn(incoming, outgoing, handler).catch(() => outgoing.destroy());
  });
  return handler;
}

/** A request of Node's server answered by a handler of web requests. */
export async function passOn(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  handler: Handler,
): Promise<void> {
  const request = toRequest(incoming, outgoing);
  const answer = await handler(request, { params: Promise.resolve({}) });
  const whole = Buffer.from(await answer.arrayBuffer());
  const { headers, body } = await asWanted(whole, answer.headers, incoming.headers["accept-encoding"]);
  if (outgoing.destroyed) return;
  outgoing.writeHead(answer.status, { ...Object.fromEntries(headers), "content-length": body.length });
  outgoing.end(body);
}

const compressed = promisify(gzip);
/** A shorter answer fits into a packet anyway. */
const LEAST_COMPRESSED_BYTES = 1_024;

/** The answer as gzip where it is text, the client takes that, and it is long enough; in a thread of its own. */
async function asWanted(
  body: Buffer,
  headers: Headers,
  accepted: IncomingMessage["headers"]["accept-encoding"],
) {
  const isText = /^(application\/json|text\/)/.test(headers.get("content-type") ?? "");
  if (!isText || headers.has("content-encoding") || body.length < LEAST_COMPRESSED_BYTES) {
    return { headers, body };
  }
  const varied = new Headers(headers);
  varied.append("vary", "Accept-Encoding");
  if (!takesGzip(accepted)) return { headers: varied, body };
  varied.set("content-encoding", "gzip");
  return { headers: varied, body: await compressed(body, { level: constants.Z_BEST_SPEED }) };
}

/** @param accepted an `Accept-Encoding`, such as `gzip, br;q=0.5` */
function takesGzip(accepted = ""): boolean {
  return accepted.split(",").some((one) => {
    const [name = "", ...settings] = one.split(";").map((part) => part.trim().toLowerCase());
    const isRefused = settings.some((setting) => /^q=0(\.0*)?$/.test(setting));
    return (name === "gzip" || name === "*") && !isRefused;
  });
}

function toRequest(incoming: IncomingMessage, outgoing: ServerResponse): Request {
  const leaving = new AbortController();
  outgoing.once("close", () => {
    if (!outgoing.writableFinished) leaving.abort();
  });
  const { method = "GET", url = "/", headers } = incoming;
  const hasBody = method !== "GET" && method !== "HEAD";
  return new Request(`http://${headers.host}${url}`, {
    method,
    headers: toHeaders(headers),
    signal: leaving.signal,
    ...(hasBody && { body: toStream(incoming), duplex: "half" }),
  });
}

function toHeaders(headers: IncomingMessage["headers"]): Headers {
  const all = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value === "string") all.set(name, value);
    else for (const one of value ?? []) all.append(name, one);
  }
  return all;
}

/** Nothing is read before it is asked for: a body that nobody wants is dropped by Node's server after the answer. */
function toStream(incoming: IncomingMessage): ReadableStream<Uint8Array> {
  let parts: AsyncIterator<Buffer> | undefined;
  const source: UnderlyingDefaultSource<Uint8Array> = {
    async pull(controller) {
      parts ??= incoming.iterator({ destroyOnReturn: false });
      const { done, value } = await parts.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await parts?.return?.();
      incoming.resume();
    },
  };
  return new ReadableStream(source, { highWaterMark: 0 });
}
