import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import http from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { errorResponseSchema } from "@/lib/contracts/error-response";
import { projectRoot } from "@/server/storage/project-root";
import { freePort } from "@/server/storage/testing/free-port";
import { frontDoor } from "./front-door";

/** A double of Next: 200 for everything, but an empty 405 when asked for one. */
const NEXT = `
let full = false;
globalThis.forageDetectionFull = () =>
  full ? { status: 503, seconds: 7, body: { error: { code: "detection/busy", message: "Busy.", facts: {} } } } : undefined;
globalThis.forageStraight = new Map([["POST /straight", (request, response) => response.end("straight on " + request.headers["x-forage-address"])]]);
globalThis.forageOtherBuild = async (address) =>
  address.endsWith("other.js") ? { stream: require("node:stream").Readable.from([address]), type: "text/javascript" } : undefined;
const server = require("node:http").createServer((request, response) => {
  if (request.url === "/fill") full = true;
  response.statusCode = request.url.includes("wordless") ? 405 : 200;
  response.end(request.url.includes("wordless") ? undefined : "inside");
});
// as Next does: it takes what is none of its own, and never answers
server.on("upgrade", () => undefined);
server.listen(Number(process.env.PORT), "127.0.0.1", () => console.log("up"));`;

let port: number;
let server: ChildProcess;
beforeAll(async () => {
  port = await freePort();
  const door = join(projectRoot(), "server/start/front-door.cjs");
  server = spawn(process.execPath, ["--require", door, "-e", NEXT], {
    env: { ...process.env, PORT: String(port), FORAGE_FRONT_DOOR: JSON.stringify(frontDoor(port)) },
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(server.stdout ?? server, "data");
});
afterAll(() => {
  server.kill();
});

interface Asked {
  readonly method?: string;
  readonly host?: string;
}

/** Sends the path unchanged: fetch would normalise it. */
function ask(path: string, { method = "GET", host = `127.0.0.1:${port}` }: Asked = {}) {
  return new Promise<{ status: number; text: string; type: string; retryAfter?: string; policy?: unknown }>(
    (resolve, reject) => {
      const request = http.request({ port, method, path, headers: { host }, agent: false }, (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (part) => {
          text += part;
        });
        response.on("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            text,
            type: response.headers["content-type"] ?? "",
            retryAfter: response.headers["retry-after"],
            policy: response.headers["cross-origin-embedder-policy"],
          }),
        );
      });
      request.on("error", reject);
      request.end();
    },
  );
}

/** Sends bytes, and waits until the server hangs up. */
async function raw(text: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  let answer = "";
  socket.setEncoding("latin1").on("data", (part) => {
    answer += part;
    if (answer.includes("\r\n\r\n")) socket.end();
  });
  socket.write(text);
  await once(socket, "close");
  return answer;
}

describe("the front door", () => {
  it("gives a script of a version that runs beside this one, and leaves its own to Next", async () => {
    expect(await ask("/_next/static/chunks/other.js?dpl=1")).toMatchObject({
      status: 200,
      text: "_next/static/chunks/other.js",
      type: "text/javascript",
    });
    expect(await ask("/worker/other.js", { method: "HEAD" })).toMatchObject({ status: 200, text: "" });
    for (const path of ["/_next/static/chunks/mine.js", "/recipes/other.js", "/_next/static/"])
      expect(await ask(path)).toMatchObject({ text: "inside" });
    expect(await ask("/_next/static/other.js", { method: "POST" })).toMatchObject({ text: "inside" });
  });

  it.each(["http://evil.example/library", "evil.example/library", "*"])(
    "sends nobody on to %s, which is no address of its own",
    async (address) => {
      expect(await ask(address)).toMatchObject({ status: 400 });
    },
  );

  it.each(["127.0.0.1", "localhost", "LOCALHOST", "[::1]"])("lets %s in", async (name) => {
    expect(await ask("/library", { host: `${name}:${port}` })).toMatchObject({ status: 200, text: "inside" });
  });

  it.each([
    "/",
    "/_next/static/chunks/a.js",
    "/_next/image?url=%2Ficon.svg&w=640&q=75",
    "/worker/detection.js",
    "/examples/leaf.jpg",
    "/sw.js",
    "/icon.svg",
    "/api/v1/models/forage-n/3/tfjs/model.json",
    "/api/trpc/library.list",
  ])("refuses %s to a name that was rebound to this computer", async (path) => {
    for (const host of [
      `evil.example:${port}`,
      "127.0.0.1",
      `127.0.0.1:${port + 1}`,
      `127.0.0.1.evil.example:${port}`,
    ]) {
      expect((await ask(path, { host })).status).toBe(403);
    }
  });

  it("refuses a request that names two hosts, whichever comes first", async () => {
    for (const hosts of [
      [`127.0.0.1:${port}`, "evil.example"],
      ["evil.example", `127.0.0.1:${port}`],
    ])
      expect(await raw(`GET / HTTP/1.1\r\n${hosts.map((host) => `Host: ${host}\r\n`).join("")}\r\n`)).toMatch(
        /^HTTP\/1\.1 403/,
      );
  });

  it.each(["evil.example", "127.0.0.1"])(
    "ends a change to another protocol at once, from %s",
    async (name) => {
      const answer = await raw(
        `GET /_next/webpack-hmr HTTP/1.1\r\nHost: ${name}:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
      );
      expect(answer).toMatch(/^HTTP\/1\.1 400/);
    },
  );

  it.each(["TRACE", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"])(
    "answers %s with 405",
    async (method) => {
      for (const path of ["/", "/api/trpc/library.list", "/_next/static/x.js"]) {
        const { status, text } = await ask(path, { method });
        expect([path, status]).toEqual([path, 405]);
        expect(text).toContain("does not accept this kind of request");
      }
    },
  );

  it.each([
    "/%ff",
    "/recipes/%",
    "/recipes/%E0%A4%A",
    "/api/v1/photos/%ff/image",
    "/plants/%00",
    "/_next/static/%c0%80",
  ])("answers the address %s with 400", async (path) => {
    const { status, text } = await ask(path);
    expect(status).toBe(400);
    expect(text).toContain("characters that cannot be read");
  });

  it("speaks JSON under /api and words elsewhere", async () => {
    const inApi = await ask("/api/v1/photos/%ff/image");
    expect(inApi.type).toBe("application/json");
    expect(errorResponseSchema.parse(JSON.parse(inApi.text)).error.code).toBe("request/invalid");
    expect((await ask("/%ff")).type).toMatch(/^text\/plain/);
  });

  it("gives Next's own 405 of a route a sentence", async () => {
    const { status, text } = await ask("/api/v1/wordless");
    expect(status).toBe(405);
    expect(errorResponseSchema.parse(JSON.parse(text)).error.code).toBe("request/method");
  });

  it("lets names of other alphabets through", async () => {
    expect((await ask("/recipes/%D0%B1%D0%BE%D1%80%D1%89")).status).toBe(200);
  });
});

it("gives what a route wants to have straight to it, behind the same door and with the same headers as Next's", async () => {
  const answer = await ask("/straight?name=a", { method: "POST" });
  expect(answer).toMatchObject({ status: 200, text: "straight on 127.0.0.1", policy: "require-corp" });
  expect(await ask("/straight")).toMatchObject({ text: "inside" });
  expect((await ask("/straight", { method: "POST", host: "evil.example" })).status).toBe(403);
});

it("says by itself that the server lives, and to a photo that no more can wait", async () => {
  expect(await ask("/health/live")).toMatchObject({ status: 200, text: '{"ok":true}' });
  expect(await ask("/api/v1/detect?conf=0.5", { method: "POST" })).toMatchObject({ text: "inside" });
  await ask("/fill");
  expect(await ask("/api/v1/detect?conf=0.5", { method: "POST" })).toMatchObject({
    status: 503,
    retryAfter: "7",
    text: expect.stringContaining("detection/busy"),
  });
  // everything else goes in
  expect(await ask("/api/v1/health")).toMatchObject({ status: 200, text: "inside" });
});
