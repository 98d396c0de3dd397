import { describe, expect, it } from "vitest";
import { assetsNamedIn, shellOf, strategyFor } from "./strategy";

const ORIGIN = "http://127.0.0.1:3000";
const ask = (path: string, mode = "cors", method = "GET") =>
  strategyFor({ url: new URL(path, ORIGIN).href, mode, method }, ORIGIN);

describe("strategyFor", () => {
  it("opens shells from the server first, whatever follows their path", () => {
    expect(ask("/", "navigate")).toBe("page");
    expect(ask("/?photo=1", "navigate")).toBe("page");
    expect(ask("/recipes/shopping", "navigate")).toBe("page");
  });

  it.each(["/recipes/lentil-soup", "/plants/0b1c", "/studio/data"])(
    "leaves %s to the server: it has data of its own in it",
    (path) => expect(ask(path, "navigate")).toBe("pass"),
  );

  it.each(["/api/trpc/library.list?batch=1", "/api/v1/photos/1/image", "/api/v1/models/champion"])(
    "never keeps %s",
    (path) => {
      expect(ask(path)).toBe("pass");
      expect(ask(path, "navigate")).toBe("pass");
    },
  );

  it("hands figures of a page that ends on itself, and nothing else that is posted", () => {
    expect(ask("/api/v1/detections?sentAt=2026-11-30T12:00:00Z", "no-cors", "POST")).toBe("handed-on");
    expect(ask("/api/v1/detections")).toBe("pass");
    expect(ask("/api/v1/detect", "cors", "POST")).toBe("pass");
    expect(ask("https://other.example/api/v1/detections", "no-cors", "POST")).toBe("pass");
  });

  it("takes a share itself, and no other form", () => {
    expect(ask("/shared", "navigate", "POST")).toBe("shared");
    expect(ask("/shared", "navigate")).toBe("pass");
    expect(ask("/shared/1", "navigate", "POST")).toBe("pass");
    expect(ask("https://other.example/shared", "navigate", "POST")).toBe("pass");
  });

  it("keeps for ever only what is named by its content", () => {
    expect(ask("/_next/static/chunks/0a1b.js")).toBe("for-ever");
    expect(ask("/worker/wasm-HYA6CPED.js")).toBe("for-ever");
    expect(ask("/worker/wasm/1234abcd/tfjs-backend-wasm-simd.wasm")).toBe("for-ever");
    expect(ask("/worker/detection.js")).toBe("fresh");
    expect(ask("/worker/photos.js")).toBe("fresh");
    expect(ask("/worker/heic-decode-HYA6CPED.js")).toBe("for-ever");
    expect(ask("/examples/board.webp")).toBe("fresh");
  });

  it("passes what changes something, what is elsewhere and what Next asks for inside a page", () => {
    expect(ask("/", "navigate", "POST")).toBe("pass");
    expect(ask("https://elsewhere.example/_next/static/a.js")).toBe("pass");
    expect(ask("/library?_rsc=1x2y")).toBe("pass");
    expect(ask("/_next/image?url=a")).toBe("pass");
  });
});

it("knows a shell with and without a slash at its end", () => {
  expect(shellOf("/library/")).toBe("/library");
  expect(shellOf("/")).toBe("/");
  expect(shellOf("/libraryx")).toBeUndefined();
});

it("finds the scripts, styles and fonts that a page names, also inside its data, once each", () => {
  const page = `<script src="/_next/static/chunks/a-1.js"></script><script>push("\\"static/chunks/b_2.js\\"")</script>
    <link href="/_next/static/css/c.css"><script src="/_next/static/chunks/a-1.js">`;
  expect(assetsNamedIn(page)).toEqual([
    "/_next/static/chunks/a-1.js",
    "/_next/static/chunks/b_2.js",
    "/_next/static/css/c.css",
  ]);
});
