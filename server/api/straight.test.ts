import { EventEmitter, once } from "node:events";
import { createServer, type IncomingHttpHeaders, request as send } from "node:http";
import { gunzipSync } from "node:zlib";
import { afterEach, expect, it, vi } from "vitest";
import { freePort } from "@/server/storage/testing/free-port";
import { answerStraight, passOn } from "./straight";

let close: () => Promise<unknown> = async () => undefined;
afterEach(async () => {
  vi.unstubAllEnvs();
  await close();
});

/** A server of Node's that gives everything to the handler. @returns its address */
async function serve(handler: Parameters<typeof passOn>[2]): Promise<string> {
  const port = await freePort();
  const server = createServer((incoming, outgoing) => void passOn(incoming, outgoing, handler));
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  close = () => new Promise((resolve) => server.close(resolve).closeAllConnections());
  return `http://127.0.0.1:${port}`;
}

it("hands address, method, headers and body on, and the answer back", async () => {
  const address = await serve(async (request) =>
    Response.json(
      {
        method: request.method,
        url: request.url,
        kind: request.headers.get("x-kind"),
        host: request.headers.get("host"),
        body: await request.text(),
      },
      { status: 201, headers: { "x-answer": "yes" } },
    ),
  );
  const body = "a".repeat(300_000);
  const answer = await fetch(`${address}/api/v1/detect?conf=0.5`, {
    method: "POST",
    headers: { "x-kind": "photo" },
    body,
  });
  expect(answer.status).toBe(201);
  expect(answer.headers.get("x-answer")).toBe("yes");
  expect(await answer.json()).toEqual({
    method: "POST",
    url: `${address}/api/v1/detect?conf=0.5`,
    kind: "photo",
    host: new URL(address).host,
    body,
  });
  const got = await fetch(address);
  expect(await got.json()).toMatchObject({ method: "GET", body: "" });
});

it.each([
  { accepted: "gzip, deflate, br", encoding: "gzip" },
  { accepted: "br;q=1.0, *;q=0.1", encoding: "gzip" },
  { accepted: "gzip;q=0, br", encoding: undefined },
  { accepted: "identity", encoding: undefined },
  { accepted: undefined, encoding: undefined },
])("compresses long text for a client that takes gzip: $accepted", async ({ accepted, encoding }) => {
  const text = JSON.stringify({ boxes: Array(1_000).fill(0.5) });
  const address = await serve(async ({ url }) =>
    Response.json(JSON.parse(url.endsWith("/short") ? "{}" : text)),
  );
  const get = (path: string) =>
    new Promise<{ headers: IncomingHttpHeaders; body: Buffer }>((resolve) => {
      const headers = accepted === undefined ? {} : { "accept-encoding": accepted };
      send(address + path, { headers, agent: false }, async (answer) => {
        resolve({ headers: answer.headers, body: Buffer.concat(await answer.toArray()) });
      }).end();
    });
  const { headers, body } = await get("/long");
  expect(headers["content-encoding"]).toBe(encoding);
  expect(headers.vary).toBe("Accept-Encoding");
  expect(headers["content-length"]).toBe(String(body.length));
  expect((encoding ? gunzipSync(body) : body).toString()).toBe(text);
  const short = await get("/short");
  expect(short.headers["content-encoding"]).toBeUndefined();
  expect(short.body.toString()).toBe("{}");
});

it("keeps the connection when the handler did not want the body, or only its beginning", async () => {
  const address = await serve(async (request) => {
    if (request.url.endsWith("/some")) {
      const reader = request.body?.getReader();
      await reader?.read();
      await reader?.cancel();
    }
    return new Response("no", { status: 503 });
  });
  for (const path of ["/none", "/some", "/none", "/some"]) {
    const answer = await fetch(address + path, { method: "POST", body: Buffer.alloc(4_000_000) });
    expect(answer.status).toBe(503);
    await answer.text();
  }
});

it("tells the handler that the client has left", async () => {
  const happened = new EventEmitter();
  const wasSeen = once(happened, "seen");
  const hasLeft = once(happened, "left");
  const address = await serve(async (request) => {
    request.signal.addEventListener("abort", () => happened.emit("left"));
    happened.emit("seen");
    await hasLeft;
    return new Response();
  });
  const sending = send(address, { method: "POST" });
  sending.once("error", () => undefined);
  sending.end("photo");
  await wasSeen;
  sending.destroy();
  await hasLeft;
});

it("does not say so of one that has its answer", async () => {
  let signal: AbortSignal | undefined;
  const address = await serve(async (request) => {
    signal = request.signal;
    return new Response("yes");
  });
  await (await fetch(address, { headers: { connection: "close" } })).text();
  await close();
  expect(signal?.aborted).toBe(false);
});

it("stands aside while Forage is developed: Next loads routes anew", () => {
  const known = globalThis as { forageStraight?: Map<string, unknown> };
  answerStraight("GET /some", async () => new Response());
  expect(known.forageStraight?.has("GET /some") ?? false).toBe(false);
  vi.stubEnv("NODE_ENV", "production");
  answerStraight("GET /some", async () => new Response());
  expect(known.forageStraight?.has("GET /some")).toBe(true);
});
