import type { IncomingMessage, ServerResponse } from "node:http";

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
  const { status, headers, body } = await readWhole(await handler(request, { params: Promise.resolve({}) }));
  if (outgoing.destroyed) return;
  outgoing.writeHead(status, { ...Object.fromEntries(headers), "content-length": body.length });
  outgoing.end(body);
}

async function readWhole(answer: Response) {
  return { status: answer.status, headers: answer.headers, body: Buffer.from(await answer.arrayBuffer()) };
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
