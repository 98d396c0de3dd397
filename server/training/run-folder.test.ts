import { appendFileSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { openRunFile } from "./run-files";
import { parseEvent, runFolder } from "./run-folder";
import { followFile } from "./tail-file";

describe("followFile", () => {
  it("gives whole lines once, however they are written", async () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), "tail-")), "log.txt");
    const tail = followFile(file);
    expect(await tail.read()).toEqual([]);
    writeFileSync(file, "one\ntwo\nth");
    expect(await tail.read()).toEqual(["one", "two"]);
    expect(await tail.read()).toEqual([]);
    appendFileSync(file, "ree ü\n");
    expect(await tail.read()).toEqual(["three ü"]);
  });

  it("begins at a line when it begins near the end", async () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), "tail-")), "log.txt");
    writeFileSync(file, "first line\nsecond line\nthird\n");
    expect(await followFile(file, { lastBytes: 10 }).read()).toEqual(["third"]);
  });
});

describe("parseEvent", () => {
  it("leaves out a line that a kill cut off", () => {
    expect(parseEvent('{"type": "log", "at": "2026-11-22T10:00:00.000Z", "text": "a"}')).toMatchObject({
      text: "a",
    });
    expect(parseEvent('{"type": "log", "at": "2026-11-')).toBeUndefined();
  });
});

describe("files of a run", () => {
  it.each([
    [["runs", "../../etc", "contact-sheet.jpg"]],
    [["runs", "8c6f0d9c-2c7f-4a57-9d53-3a0e6b2f6e11", "request.json"]],
    [["runs", "8c6f0d9c-2c7f-4a57-9d53-3a0e6b2f6e11", "photos", "..", `${"0".repeat(64)}.jpg`]],
    [["sheets", "../x.jpg"]],
  ])("does not give out %j", async (words) => {
    await expect(openRunFile(words)).rejects.toMatchObject({ name: "AppError" });
  });

  it("takes only an id for a run", () => {
    expect(() => runFolder("../x")).toThrow("request/invalid");
  });
});
