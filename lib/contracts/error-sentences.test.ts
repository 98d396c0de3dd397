import { describe, expect, it } from "vitest";
import { ERROR_CODES, type ErrorFacts } from "@/lib/core/errors";
import { errorSentence } from "./error-sentences";

describe("errorSentence", () => {
  it.each(ERROR_CODES)(
    "says for %s what happened, what is safe and what to do, with and without facts",
    (code) => {
      const known: ErrorFacts = {
        host: "example.org",
        folder: "/data",
        width: 3,
        height: 4,
        port: 1,
        file: "x",
      };
      for (const facts of [{}, known]) {
        const text = errorSentence(code, facts);
        expect(text).not.toMatch(/undefined|null|\[object|\(\)/);
        expect(text.split(/(?<=[.;])\s/).length).toBeGreaterThanOrEqual(2);
        expect(text).toMatch(/^[A-Za-z0-9].*\.$/);
      }
    },
  );

  it.each(ERROR_CODES)("tells nobody at a command line to reload a page (%s)", (code) => {
    const known: ErrorFacts = { field: "there is no folder /x", reason: "x", file: "y" };
    for (const facts of [{}, known]) {
      const text = errorSentence(code, facts, "command line");
      expect(text).not.toMatch(/reload|this page|own tab|to the library|undefined|\(\)/i);
      expect(text.split(/(?<=[.;])\s/).length).toBeGreaterThanOrEqual(2);
      expect(text).toMatch(/^[A-Za-z0-9].*\.$/);
    }
  });

  it("says at a command line what of a command is wrong", () => {
    const say = (facts: ErrorFacts) => errorSentence("request/invalid", facts, "command line");
    expect(say({ field: "there is no folder /x" })).toMatch(
      /^This cannot be done: there is no folder \/x\. /,
    );
    expect(say({ file: "c.json", reason: "no JSON" })).toMatch(/^This cannot be done: c\.json: no JSON\. /);
  });

  it("shows the facts it is given", () => {
    expect(errorSentence("server/port-taken", { port: 3007 })).toContain("Port 3007");
    expect(errorSentence("photo/too-many-pixels", { width: 30_000, height: 30_000 })).toContain(
      "30000 × 30000 px",
    );
  });
});
