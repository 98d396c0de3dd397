import { EventEmitter, once } from "node:events";
import { createServer, request as send } from "node:http";
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
