import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import messages from "@/lib/client/messages/en.json";
import { INTERNAL_NAMES, KNOWN_SETTINGS } from "@/server/settings/installation/known-settings";
import { settingsTable } from "./settings-table";

const known = new Set(KNOWN_SETTINGS.map(({ name }) => name));

function sources(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(ts|tsx|mjs)$/.test(file) && !/\.test\.tsx?$|(^|\/)testing\//.test(file))
    .map((file) => readFileSync(join(folder, file), "utf8"));
}

it("knows every environment variable that the program reads", () => {
  const read = ["server", "app", "lib", "components"]
    .flatMap(sources)
    .flatMap((text) => [
      ...[...text.matchAll(/\bFORAGE_[A-Z0-9_]*[A-Z0-9]\b/g)].map(([name]) => name),
      ...[...text.matchAll(/\b(?:process\.env|environment)\.([A-Z][A-Z0-9_]+)\b/g)].map(
        ([, name]) => name ?? "",
      ),
    ]);
  const missing = new Set(read.filter((name) => !known.has(name) && !INTERNAL_NAMES.has(name)));
  // FORAGE_S3 and FORAGE_SMTP are beginnings of names in sentences
  expect([...missing].filter((name) => !["FORAGE_S3", "FORAGE_SMTP"].includes(name))).toEqual([]);
  expect(read.length).toBeGreaterThan(50);
});

it("has each name once, and says of each what it is", () => {
  expect(known.size).toBe(KNOWN_SETTINGS.length);
  expect(Object.keys(messages.settings.about).toSorted()).toEqual([...known].toSorted());
});

it("stands in docs/settings.md as it is", () => {
  expect(readFileSync("docs/settings.md", "utf8")).toContain(settingsTable());
});
