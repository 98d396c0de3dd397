import { appendFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { followEvents } from "./follow-events";

let folder: string;

const log = (second: number, text: string) =>
  `${JSON.stringify({ type: "log", at: `2026-11-30T10:00:0${second}.000Z`, text })}\n`;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "forage-events-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it("reads tasks side by side in the order of their times, each event once", async () => {
  const tail = followEvents(folder);
  expect(await tail.read()).toEqual([]);
  await writeFile(path.join(folder, "events.jsonl"), log(1, "begins"));
  await mkdir(path.join(folder, "events"));
  await writeFile(path.join(folder, "events", "train-bold.jsonl"), log(2, "bold 1") + log(4, "bold 2"));
  await writeFile(path.join(folder, "events", "train-gentle.jsonl"), log(3, "gentle 1"));
  const texts = async () => (await tail.read()).map((event) => event.type === "log" && event.text);
  expect(await texts()).toEqual(["begins", "bold 1", "gentle 1", "bold 2"]);
  expect(await texts()).toEqual([]);
  await appendFile(path.join(folder, "events", "train-gentle.jsonl"), `${log(5, "gentle 2")}{"type":"lo`);
  expect(await texts()).toEqual(["gentle 2"]);
});
