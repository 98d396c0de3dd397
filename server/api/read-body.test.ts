import { describe, expect, it } from "vitest";
import { readJsonBody } from "./check-text";
import { checkLength, readBody, withLimitedBody } from "./read-body";

/** A body that arrives in pieces and does not state its length; counts what was read. */
function streamed(pieces: number, pieceBytes: number) {
  let given = 0;
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      if (given === pieces) controller.close();
      else controller.enqueue(new Uint8Array(pieceBytes).fill(++given));
    },
  });
  const request = new Request("http://127.0.0.1/", { method: "POST", body, duplex: "half" } as RequestInit);
  return { request, given: () => given };
}

describe("readBody", () => {
  it("takes exactly the limit, and nothing for no body", async () => {
    expect(await readBody(streamed(4, 256).request, 1_024)).toHaveLength(1_024);
    expect(await readBody(new Request("http://127.0.0.1/"), 10)).toHaveLength(0);
  });

  it("refuses what comes over it without reading on", async () => {
    const { request, given } = streamed(1_000, 1_024);
    await expect(readBody(request, 4_096)).rejects.toMatchObject({ code: "request/too-large" });
    expect(given()).toBeLessThan(10);
  });

  it("refuses by what the length says, before a byte is read", async () => {
    const request = new Request("http://127.0.0.1/", {
      method: "POST",
      body: "x",
      headers: { "content-length": "5000" },
    });
    expect(() => checkLength(request, 4_096)).toThrowError(/request\/too-large/);
  });
});

it("readJson refuses what is no JSON or no UTF-8", async () => {
  for (const body of ["{", "", new Uint8Array([0x22, 0xff, 0x22])]) {
    const request = new Request("http://127.0.0.1/", { method: "POST", body });
    await expect(readJsonBody(request, 100)).rejects.toMatchObject({ code: "request/invalid" });
  }
});

it("withLimitedBody hands the same request on", async () => {
  const request = new Request("http://127.0.0.1/a?b=c", {
    method: "POST",
    body: '{"a":1}',
    headers: { "content-type": "application/json" },
  });
  const limited = await withLimitedBody(request, 100);
  expect([limited.url, limited.method, limited.headers.get("content-type")]).toEqual([
    "http://127.0.0.1/a?b=c",
    "POST",
    "application/json",
  ]);
  expect(await limited.json()).toEqual({ a: 1 });
});
