import { expect, it } from "vitest";
import { figuresOf, noteAttempts } from "./remote-figures";

it("counts answers and failures of each server, with the times of its answers", () => {
  const url = "http://counted.example";
  noteAttempts(Array.from({ length: 100 }, (_, at) => ({ url, ms: at + 1 })));
  noteAttempts([{ url, ms: 2_000, failure: "too-slow" }]);
  // 1 to 100 ms: the 51st and the 96th; a failure's time is none of an answer
  expect(figuresOf(url)).toEqual({
    answered: 100,
    failed: 1,
    p50Ms: 51,
    p95Ms: 96,
    lastFailure: { why: "too-slow", at: expect.any(String) },
  });
});

it("knows nothing of a server that was not asked", () => {
  expect(figuresOf("http://new.example")).toMatchObject({ answered: 0, p50Ms: null, lastFailure: null });
});
