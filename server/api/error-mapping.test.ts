import { closeSync, openSync, writeSync } from "node:fs";
import { describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { AppError } from "@/lib/core/errors";
import { toAppError } from "@/server/errors/expected-error";
import { errorBody, errorResponse } from "./error-mapping";

const withCode = (code: string, cause?: unknown) => Object.assign(new Error(code, { cause }), { code });
/** As drizzle wraps what node-postgres throws. */
const query = (code: string) => new Error("Failed query: select 1", { cause: withCode(code) });

const codeOf = (error: unknown) => toAppError(error).code;

describe("toAppError", () => {
  it.each(["ECONNREFUSED", "ENOTFOUND", "ETIMEDOUT", "ECONNRESET"])(
    "does not blame the database for a foreign address that answers with %s",
    (code) => {
      expect(codeOf(new AppError("url/unreachable", { cause: withCode(code) }))).toBe("url/unreachable");
      expect(codeOf(new AppError("storage/unreachable", { cause: withCode(code) }))).toBe(
        "storage/unreachable",
      );
    },
  );

  it.each([
    ["a database that is gone", query("ECONNREFUSED"), "server/database-down"],
    ["one that is shutting down", query("57P01"), "server/database-down"],
    ["a NUL that reached a text column", query("22021"), "request/invalid"],
    ["a NUL that reached a JSON column", query("22P05"), "request/invalid"],
    ["a number beyond int4", query("22003"), "request/invalid"],
    ["a date that is none", query("22008"), "request/invalid"],
    ["a text too long for an index", query("54000"), "request/invalid"],
    ["a row that somebody else has made", query("23505"), "request/conflict"],
    ["a deadlock", query("40P01"), "request/conflict"],
    ["the database's disk full", query("53100"), "storage/disk-full"],
    [
      "a disk that is full, deep in the causes",
      new Error("x", { cause: withCode("ENOSPC") }),
      "storage/disk-full",
    ],
    ["a quota that is used up", withCode("EDQUOT"), "storage/disk-full"],
    ["a read-only disk", withCode("EROFS"), "storage/read-only"],
    ["a name too long for a file", withCode("ENAMETOOLONG"), "request/invalid"],
    ["what a schema refuses", z.string().safeParse(1).error, "request/invalid"],
  ])("takes %s for what it is", (_name, error, code) => {
    expect(codeOf(error)).toBe(code);
  });

  it("logs what it did not expect, a missing file of its own too", () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => undefined);
    expect(codeOf(withCode("ENOENT"))).toBe("server/unexpected");
    expect(codeOf(query("42601"))).toBe("server/unexpected");
    expect(log).toHaveBeenCalledTimes(2);
    log.mockRestore();
  });
});

// Linux has a device that is always full
it.runIf(process.platform === "linux")("answers 507 for a write to a full device", async () => {
  const full = openSync("/dev/full", "w");
  let thrown: unknown;
  try {
    writeSync(full, "x");
  } catch (error) {
    thrown = error;
  } finally {
    closeSync(full);
  }
  const response = errorResponse(thrown);
  expect(response.status).toBe(507);
  expect(await response.json()).toMatchObject({ error: { code: "storage/disk-full" } });
});

it("says when to come again, where that is known", () => {
  const busy = errorResponse(new AppError("detection/busy", { facts: { seconds: 3 } }));
  expect([busy.status, busy.headers.get("retry-after")]).toEqual([503, "3"]);
  const away = errorResponse(new AppError("detection/no-backend"));
  expect([away.status, away.headers.get("retry-after")]).toEqual([503, null]);
});

it("shows no path of the server, in sentence or facts", () => {
  const text = JSON.stringify(
    errorBody(new AppError("model/missing", { facts: { file: "/srv/forage/models/x.onnx" } })),
  );
  expect(text).toContain("x.onnx");
  expect(text).not.toContain("srv");
});
