import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { isAppError } from "@/lib/core/errors";
import { type FetchPhotoOptions, fetchPhoto } from "./fetch-photo";

// waits for servers that answer slowly
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const PUBLIC = "93.184.216.34";
const MAX_BYTES = 100_000;

/** A real server on this computer answers for every public address; the guard sees only the public one. */
let server: Server;
let jpeg: Buffer;
const asked: { readonly address: string; readonly url: string; readonly host: string }[] = [];

type Answer = (request: IncomingMessage, response: ServerResponse) => void;
const answers: Record<string, Answer> = {
  "/photo.jpg": (_request, response) => response.setHeader("content-type", "image/jpeg").end(jpeg),
  "/download": (_request, response) =>
    response.setHeader("content-type", "application/octet-stream").end(jpeg),
  "/lies.jpg": (_request, response) =>
    response.setHeader("content-type", "image/jpeg").end("<html>login</html>"),
  "/page": (_request, response) =>
    response.setHeader("content-type", "text/html; charset=utf-8").end("<html>"),
  "/huge-said": (_request, response) =>
    response.writeHead(200, { "content-type": "image/jpeg", "content-length": String(10 ** 9) }).end(),
  "/huge-unsaid": (_request, response) => {
    response.setHeader("content-type", "image/jpeg");
    const timer = setInterval(() => response.write(Buffer.alloc(40_000, 0xff)), 1);
    response.on("close", () => clearInterval(timer));
  },
  "/never": () => undefined,
  "/drip": (_request, response) => {
    response.setHeader("content-type", "image/jpeg").write("x");
    const timer = setInterval(() => response.write("x"), 20);
    response.on("close", () => clearInterval(timer));
  },
  "/gone": (_request, response) => response.writeHead(404).end(),
  "/hangs-up": (request) => request.socket.destroy(),
  "/to-photo": (_request, response) => response.writeHead(302, { location: "/photo.jpg" }).end(),
  "/to-loopback": (_request, response) =>
    response.writeHead(302, { location: "http://127.0.0.1:5432/" }).end(),
  "/to-metadata": (_request, response) =>
    response.writeHead(307, { location: "http://169.254.169.254/latest" }).end(),
  "/to-private-name": (_request, response) =>
    response.writeHead(301, { location: "//intranet.example/x" }).end(),
  "/to-file": (_request, response) => response.writeHead(302, { location: "file:///etc/passwd" }).end(),
  "/loop": (_request, response) => response.writeHead(302, { location: "/loop" }).end(),
};

beforeAll(async () => {
  jpeg = await sharp({ create: { width: 8, height: 8, channels: 3, background: "red" } })
    .jpeg()
    .toBuffer();
  server = createServer((request, response) => {
    asked.push({ address: "", url: request.url ?? "", host: request.headers.host ?? "" });
    const answer = answers[request.url ?? ""];
    if (answer) answer(request, response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const names: Record<string, readonly string[]> = {
  "photos.example": [PUBLIC],
  "intranet.example": ["192.168.1.4"],
  "both.example": [PUBLIC, "127.0.0.1"],
  "mapped.example": ["::ffff:10.0.0.1"],
  "nowhere.example": [],
};

function options(overrides: FetchPhotoOptions = {}): FetchPhotoOptions {
  return {
    resolve: async (name) => names[name] ?? Promise.reject(new Error("ENOTFOUND")),
    dial: (address) => {
      if (address !== PUBLIC) throw new Error(`dialled ${address}`);
      return { host: "127.0.0.1", port: (server.address() as AddressInfo).port };
    },
    timeoutMs: 3_000,
    maxBytes: MAX_BYTES,
    ...overrides,
  };
}

async function codeOf(url: string, overrides?: FetchPhotoOptions): Promise<string> {
  const error = await fetchPhoto(url, options(overrides)).catch((thrown: unknown) => thrown);
  if (!isAppError(error)) throw new Error(`fetched, or failed in another way: ${error}`);
  return error.code;
}

describe("fetchPhoto", () => {
  it("fetches a photo, asking for it by its name", async () => {
    asked.length = 0;
    const fetched = await fetchPhoto("http://photos.example/photo.jpg", options());
    expect(Buffer.from(fetched.bytes).equals(jpeg)).toBe(true);
    expect(fetched.contentType).toBe("image/jpeg");
    expect(asked).toMatchObject([{ url: "/photo.jpg", host: "photos.example" }]);
  });

  it("follows a redirect, and believes bytes rather than types", async () => {
    expect((await fetchPhoto("http://photos.example/to-photo", options())).bytes.length).toBe(jpeg.length);
    expect((await fetchPhoto("http://photos.example/download", options())).contentType).toBe("image/jpeg");
  });

  it.each([
    "",
    "photo.jpg",
    "ftp://photos.example/x",
    "file:///etc/passwd",
    "http://",
    "http://user:pw@photos.example/",
    "data:image/png;base64,AA",
  ])("refuses the address %j", async (url) => expect(await codeOf(url)).toBe("url/invalid"));

  it.each([
    "http://127.0.0.1:3000/",
    "http://localhost/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://2130706433/",
    "http://0x7f.1/",
    "http://0177.0.0.1/",
    "http://10.1.2.3/",
    "http://169.254.169.254/latest/meta-data",
    "http://100.64.0.1/",
    "http://[fe80::1]/",
    "http://[fd00::1]/",
    "http://0.0.0.0/",
  ])("refuses %s as private", async (url) => {
    const resolve = async () => ["127.0.0.1"];
    expect(await codeOf(url, { resolve })).toBe("url/private-address");
  });

  it.each(["intranet.example", "both.example", "mapped.example"])(
    "refuses %s: a name with a private address",
    async (name) => {
      expect(await codeOf(`http://${name}/photo.jpg`)).toBe("url/private-address");
    },
  );

  it.each(["/to-loopback", "/to-metadata", "/to-private-name"])("refuses a redirect %s", async (path) => {
    expect(await codeOf(`http://photos.example${path}`)).toBe("url/private-address");
  });

  it("refuses a redirect to a file", async () => {
    expect(await codeOf("http://photos.example/to-file")).toBe("url/invalid");
  });

  it("asks a name once and connects to what it checked, though the name answers otherwise later", async () => {
    let times = 0;
    const resolve = async () => (++times === 1 ? [PUBLIC] : ["127.0.0.1"]);
    await fetchPhoto("http://rebound.example/photo.jpg", options({ resolve }));
    expect(times).toBe(1);
    times = 0;
    expect(await codeOf("http://rebound.example/to-photo", { resolve })).toBe("url/private-address");
  });

  it.each(["/huge-said", "/huge-unsaid"])("stops at the byte limit: %s", async (path) => {
    expect(await codeOf(`http://photos.example${path}`)).toBe("url/too-large");
  });

  it.each(["/never", "/drip"])("stops at the time limit: %s", async (path) => {
    expect(await codeOf(`http://photos.example${path}`, { timeoutMs: 300 })).toBe("url/too-slow");
  });

  it("stops when the name server is slow", async () => {
    const resolve = () => new Promise<readonly string[]>(() => undefined);
    expect(await codeOf("http://photos.example/", { resolve, timeoutMs: 200 })).toBe("url/too-slow");
  });

  it.each(["/page", "/lies.jpg"])("says when it is no photo: %s", async (path) => {
    expect(await codeOf(`http://photos.example${path}`)).toBe("url/not-an-image");
  });

  it.each([
    "http://photos.example/gone",
    "http://photos.example/hangs-up",
    "http://photos.example/loop",
    "http://unknown.example/",
    "http://nowhere.example/",
  ])("says when %s cannot be had", async (url) => expect(await codeOf(url)).toBe("url/unreachable"));
});
