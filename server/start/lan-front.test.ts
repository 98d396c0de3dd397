import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lanCertificates } from "@/server/lan/files";
import { prepareFront } from "@/server/lan/front";
import { projectRoot } from "@/server/storage/project-root";
import { freePort } from "@/server/storage/testing/free-port";
import { frontDoor } from "./front-door";

/** A double of Next that answers in parts, tells who asks, counts what is sent and notes who hangs up. */
const NEXT = `
let ended = 0;
require("node:http").createServer((request, response) => {
  if (request.url === "/events") {
    response.setHeader("content-type", "text/event-stream");
    response.write("data: one\\n\\n");
    request.socket.once("close", () => { ended += 1; });
    const timer = setInterval(() => response.write("data: more\\n\\n"), 20);
    response.on("close", () => clearInterval(timer));
  } else if (request.url === "/ended") response.end(String(ended));
  else if (request.method === "POST") {
    let bytes = 0;
    request.on("data", (part) => { bytes += part.length; });
    request.on("end", () => response.end(String(bytes)));
  } else response.end(JSON.stringify({ ...request.headers }));
}).listen(Number(process.env.PORT), "127.0.0.1", () => console.log("up"));`;

const LAN = "127.0.0.2";
let port: number;
let folder: string;
let authority: string;
const servers: ChildProcess[] = [];

async function startServer(environment: Record<string, string>): Promise<void> {
  const required = ["front-door.cjs", "lan-front.cjs"].flatMap((file) => [
    "--require",
    join(projectRoot(), "server/start", file),
  ]);
  const server = spawn(process.execPath, [...required, "-e", NEXT], {
    env: {
      ...process.env,
      PORT: environment.PORT,
      FORAGE_FRONT_DOOR: JSON.stringify(frontDoor(Number(environment.PORT))),
      ...environment,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  servers.push(server);
  await once(server.stdout ?? server, "data");
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "forage-front-"));
  port = await freePort();
  const place = { addresses: [LAN], names: ["kitchen.local"] };
  const { file, hosts } = await prepareFront(folder, { port }, place);
  authority = (await lanCertificates(folder, place)).authority.certificate;
  await startServer({ PORT: String(port), FORAGE_LAN_FRONT: file, FORAGE_TLS_HOSTS: hosts.join(",") });
  await waitFor(() => ask("/").then(({ status }) => status === 200));
});
afterAll(() => {
  for (const server of servers) server.kill();
  rmSync(folder, { recursive: true, force: true });
});

async function waitFor(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds().catch(() => false))) await sleep(25);
}

interface Asked {
  readonly host?: string;
  readonly at?: string;
  readonly plain?: boolean;
  readonly headers?: Record<string, string>;
  readonly body?: Buffer;
  readonly atPort?: number;
  readonly more?: https.RequestOptions;
}

function ask(path: string, { host, at = LAN, plain, headers, body, atPort = port, more }: Asked = {}) {
  const client = plain ? http : https;
  return new Promise<{ status: number; text: string; headers: http.IncomingHttpHeaders }>(
    (resolve, reject) => {
      const request = client.request(
        {
          host: at,
          port: atPort,
          path,
          method: body ? "POST" : "GET",
          headers: { host: host ?? `${at}:${atPort}`, ...headers },
          ca: authority,
          // what a rebound name's own certificate would let pass
          ...(host?.startsWith("evil") && { checkServerIdentity: () => undefined }),
          agent: false,
          ...more,
        },
        (response) => {
          let text = "";
          response.setEncoding("utf8").on("data", (part) => {
            text += part;
          });
          response.on("end", () =>
            resolve({ status: response.statusCode ?? 0, text, headers: response.headers }),
          );
        },
      );
      request.on("error", reject);
      request.end(body);
    },
  );
}

describe("the front in the network", () => {
  it("answers over TLS, trusted through the authority, at its address and its name", async () => {
    expect((await ask("/")).status).toBe(200);
    expect((await ask("/", { host: `kitchen.local:${port}` })).status).toBe(200);
  });

  it.each(["evil.example", "192.168.1.7"])("refuses the name %s over TLS and plain", async (name) => {
    for (const plain of [false, true]) {
      const answer = await ask("/ca", { host: `${name}:${port}`, plain });
      expect(answer).toMatchObject({ status: 403 });
      expect(answer.text).not.toMatch(/forage-ca/);
    }
  });

  it.each(["127.0.0.1", "localhost", "[::1]"])(
    "refuses %s, which is this computer's own name, to whoever comes by the network",
    async (name) => {
      for (const plain of [false, true]) {
        const trusting = { checkServerIdentity: () => undefined };
        const answer = await ask("/", { host: `${name}:${port}`, plain, more: trusting });
        expect(answer).toMatchObject({ status: 403 });
      }
      expect((await ask("/", { at: "127.0.0.1", plain: true })).status).toBe(200);
    },
  );

  it("tells who asks, whatever the sender writes, and passes no forwarded header on", async () => {
    const headers = {
      "x-forage-address": "127.0.0.1",
      "x-forwarded-for": "127.0.0.1",
      "x-forwarded-host": "evil.example",
      forwarded: "for=127.0.0.1",
      "x-real-ip": "127.0.0.1",
    };
    const seen = JSON.parse((await ask("/", { headers })).text);
    // what stands for the LAN is a loopback address too: its sender is the other end of the same connection
    expect(seen["x-forage-address"]).toBe(LAN === "127.0.0.2" ? "127.0.0.1" : LAN);
    const spoofed = JSON.parse(
      (await ask("/", { headers: { ...headers, "x-forage-address": "9.9.9.9" } })).text,
    );
    expect(spoofed["x-forage-address"]).not.toBe("9.9.9.9");
    for (const name of ["x-forwarded-for", "x-forwarded-host", "forwarded", "x-real-ip"])
      expect(seen).not.toHaveProperty(name);
  });

  it("hands a stream on part by part, and its end when the reader leaves", async () => {
    const before = Number((await ask("/ended")).text);
    await new Promise<void>((resolve, reject) => {
      const request = https.get(
        { host: LAN, port, path: "/events", ca: authority, agent: false },
        (response) => {
          response.once("data", (part: Buffer) => {
            // the stream has no end: this came while it goes on
            expect(String(part)).toMatch(/^data: one/);
            request.destroy();
            resolve();
          });
        },
      );
      request.on("error", reject);
    });
    await waitFor(async () => Number((await ask("/ended")).text) > before);
  });

  it("takes an upload of many parts", async () => {
    expect((await ask("/upload", { body: Buffer.alloc(5_000_000, 7) })).text).toBe("5000000");
  });

  it("sends plain HTTP to https at the same path, and serves nothing of the app", async () => {
    const answer = await ask("/library?search=egg", { plain: true });
    expect(answer).toMatchObject({ status: 307, text: "" });
    expect(answer.headers.location).toBe(`https://${LAN}:${port}/library?search=egg`);
  });

  it("gives the authority's page and certificate without TLS, before it is trusted", async () => {
    const page = await ask("/ca", { plain: true });
    expect(page.headers["content-type"]).toMatch(/text\/html/);
    const { X509Certificate } = await import("node:crypto");
    const known = new X509Certificate(authority);
    // it may be broken between two bytes on a narrow screen
    expect(page.text.replaceAll("<wbr>", "")).toContain(known.fingerprint256);
    const file = await ask("/ca/forage-ca.crt", { plain: true });
    expect(file.headers["content-type"]).toBe("application/x-x509-ca-cert");
    // and over TLS
    expect((await ask("/ca")).text).toBe(page.text);
  });

  it("sends no HSTS with an authority of its own", async () => {
    expect((await ask("/")).headers).not.toHaveProperty("strict-transport-security");
  });

  it("still answers at this computer without TLS, but gives no page about the authority there", async () => {
    expect(await ask("/", { at: "127.0.0.1", plain: true })).toMatchObject({ status: 200 });
  });

  it("follows to another address, with a certificate for it, without being started again", async () => {
    await prepareFront(folder, { port }, { addresses: [LAN, "127.0.0.3"], names: ["kitchen.local"] });
    await waitFor(() => ask("/", { at: "127.0.0.3" }).then(({ status }) => status === 200));
    await prepareFront(folder, { port }, { addresses: [LAN], names: ["kitchen.local"] });
    await waitFor(() =>
      ask("/", { at: "127.0.0.3" }).then(
        () => false,
        () => true,
      ),
    );
    expect((await ask("/", { host: `127.0.0.3:${port}` })).status).toBe(403);
  });
});

describe("behind a reverse proxy", () => {
  let own: number;
  beforeAll(async () => {
    own = await freePort();
    await startServer({
      PORT: String(own),
      FORAGE_PUBLIC_URL: "https://forage.example",
      FORAGE_TLS_HOSTS: "forage.example",
      FORAGE_HSTS: "1",
    });
  });
  const through = (headers: Record<string, string>, host = "forage.example") =>
    ask("/", { at: "127.0.0.1", atPort: own, plain: true, host, headers });
  const addressSeen = async (headers: Record<string, string>, host?: string) =>
    JSON.parse((await through(headers, host)).text)["x-forage-address"];

  it("takes the address that the proxy wrote last", async () => {
    expect(await addressSeen({ "x-forwarded-for": "127.0.0.1, 203.0.113.9" })).toBe("203.0.113.9");
  });

  it.each([
    {},
    { "x-forwarded-for": "127.0.0.1" },
    { "x-forwarded-for": "::1" },
    { "x-forwarded-for": "me" },
  ])("takes nobody for the person at this computer: %j", async (headers) => {
    expect(await addressSeen(headers as Record<string, string>)).toBe("0.0.0.0");
  });

  it("knows the person at this computer by the address they opened", async () => {
    expect(await addressSeen({}, `127.0.0.1:${own}`)).toMatch(/127\.0\.0\.1$/);
    expect(await addressSeen({ "x-forwarded-for": "203.0.113.9" }, `127.0.0.1:${own}`)).toBe("203.0.113.9");
  });

  it("sends HSTS at the public name alone", async () => {
    expect((await through({})).headers["strict-transport-security"]).toBe("max-age=31536000");
    expect((await through({}, `127.0.0.1:${own}`)).headers).not.toHaveProperty("strict-transport-security");
  });
});
