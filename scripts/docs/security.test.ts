import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { projectPath } from "@/server/storage/project-root";

const text = readFileSync(projectPath("SECURITY.md"), "utf8");
const threats = text
  .split("\n")
  .filter((line) => line.startsWith("| ") && !/^\| (who, from|attack \|)/.test(line));
const testsIn = (line: string) =>
  [...line.matchAll(/`([^`]+\.(?:test|spec)\.ts)`/g)].map(([, file = ""]) => file);

it("names at least one test for each threat", () => {
  expect(threats.length).toBeGreaterThan(10);
  for (const line of threats) expect(testsIn(line), line).not.toEqual([]);
});

it("names only tests that exist", () => {
  expect(testsIn(text).filter((file) => !existsSync(projectPath(file)))).toEqual([]);
});
