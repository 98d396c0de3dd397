import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import http from "node:http";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { readyResponseSchema } from "@/lib/contracts/health";
import { projectRoot } from "@/server/storage/project-root";
import { freePort } from "@/server/storage/testing/free-port";
import { frontDoor } from "./front-door";

/** A double of Next: a stream that never ends, an answer that waits to be let go, and 200 for the rest. */
const NEXT = `
let slow;
process.on("message", () => slow.end("slow"));
require("node:http").createServer((request, response) => {
  if (request.url === "/stream") {
    response.setHeader("content-type", "text/event-stream");
    response.write("data: first\\n\\n");
  } else if (request.url === "/slow") {
    slow = response;
    slow.write("begun ");
  } else response.end("inside");
}).listen(Number(process.env.PORT), "127.0.0.1", () => process.send("up"));`;

let server: ChildProcess;
afterEach(() => {
  server.kill("SIGKILL");
});

async function start(environment: Readonly<Record<string, string>>): Promise<number> {
  const port = await freePort();
  const files = ["front-door.cjs", "drain.cjs"].flatMap((file) => [
    "--require",
    join(projectRoot(), "server/start", file),
  ]);
  server = spawn(process.execPath, [...files, "-e", NEXT], {
    env: {
      ...process.env,
      PORT: String(port),
      FORAGE_FRONT_DOOR: JSON.stringify(frontDoor(port)),
      ...environment,
    },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  await once(server, "message");
  return port;
}

function open(port: number, path: string): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    http
      .get({ port, path, headers: { host: `127.0.0.1:${port}` }, agent: false }, resolve)
      .on("error", reject);
  });
}

async function read(answer: http.IncomingMessage): Promise<string> {
  let text = "";
  for await (const part of answer.setEncoding("utf8")) text += part;
  return text;
}

async function ask(port: number, path: string) {
  const answer = await open(port, path);
  return { status: answer.statusCode, text: await read(answer), headers: answer.headers };
}

it("says that it is not ready, and answers everything else while it drains", async () => {
  const port = await start({ FORAGE_DRAIN_SECONDS: "60" });
  expect(await ask(port, "/health/ready")).toMatchObject({ status: 200, text: "inside" });
  server.kill("SIGTERM");
  let ready = await ask(port, "/health/ready");
  while (ready.status === 200) ready = await ask(port, "/health/ready");
  expect(ready.status).toBe(503);
  expect(readyResponseSchema.parse(JSON.parse(ready.text))).toMatchObject({ ok: false, isDraining: true });
  expect(await ask(port, "/health/live")).toMatchObject({ status: 200 });
  // a proxy opens another connection for the next request, maybe elsewhere
  expect(await ask(port, "/recipes")).toMatchObject({
    status: 200,
    text: "inside",
    headers: { connection: "close" },
  });
});

it("then ends streams at once, and what it has begun once that is whole", async () => {
  const port = await start({ FORAGE_DRAIN_SECONDS: "0", FORAGE_FINISH_SECONDS: "60" });
  const [stream, slow] = await Promise.all([open(port, "/stream"), open(port, "/slow")]);
  const ended = once(server, "exit");
  server.kill("SIGTERM");
  expect(await read(stream)).toBe("data: first\n\n");
  await expect(open(port, "/recipes")).rejects.toMatchObject({ code: "ECONNREFUSED" });
  server.send("go on");
  expect(await read(slow)).toBe("begun slow");
  expect(await ended).toEqual([143, null]);
});

it("waits no longer than it may for what does not end", async () => {
  const port = await start({ FORAGE_DRAIN_SECONDS: "0", FORAGE_FINISH_SECONDS: "1" });
  const slow = await open(port, "/slow");
  const ended = once(server, "exit");
  server.kill("SIGTERM");
  expect(await ended).toEqual([143, null]);
  await expect(read(slow)).rejects.toThrow();
});
