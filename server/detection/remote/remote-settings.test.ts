import { expect, it } from "vitest";
import { remoteSettings } from "./remote-settings";

it("names no server unless the environment does", () => {
  expect(remoteSettings({})).toBeUndefined();
  expect(remoteSettings({ FORAGE_INFERENCE_URL: " , " })).toBeUndefined();
});

it("reads several addresses, each once, with a path in front of /v2 or none", () => {
  const FORAGE_INFERENCE_URL = "http://a.example:8000/, https://b.example/gpu/v2/,http://a.example:8000";
  expect(remoteSettings({ FORAGE_INFERENCE_URL, FORAGE_INFERENCE_TOKEN: "key" })).toEqual({
    urls: ["http://a.example:8000", "https://b.example/gpu"],
    token: "key",
    timeoutMs: 2_000,
  });
});

it.each(["a.example:8000", "ftp://a.example", "http://me:word@a.example", "http://a.example/?key=1"])(
  "refuses %s",
  (FORAGE_INFERENCE_URL) => {
    expect(() => remoteSettings({ FORAGE_INFERENCE_URL })).toThrow(
      expect.objectContaining({ code: "request/invalid" }),
    );
  },
);

it.each(["0", "-1", "61", "soon"])("refuses a time of %s seconds", (FORAGE_INFERENCE_SECONDS) => {
  const environment = { FORAGE_INFERENCE_URL: "http://a.example", FORAGE_INFERENCE_SECONDS };
  expect(() => remoteSettings(environment)).toThrow(expect.objectContaining({ code: "request/invalid" }));
});
