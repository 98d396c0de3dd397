import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { projectRoot } from "@/server/storage/project-root";

const root = projectRoot();
const rows = readFileSync(join(root, "docs/glossary.md"), "utf8")
  .split("\n")
  .filter((line) => /^\| (?!word |---)/.test(line))
  .map((line) => line.split("|").map((cell) => cell.trim()))
  .map(([, word = "", meaning = "", place = ""]) => ({ word, meaning, place: place.replaceAll("`", "") }));

it("has a meaning and an existing file for every word", () => {
  expect(rows.length).toBeGreaterThan(50);
  expect(rows.filter(({ meaning }) => meaning === "")).toEqual([]);
  expect(rows.filter(({ place }) => !existsSync(join(root, place)))).toEqual([]);
});

it("has each word once, in alphabetical order", () => {
  const words = rows.map(({ word }) => word.toLowerCase());
  expect(words).toEqual([...new Set(words)].toSorted());
});
