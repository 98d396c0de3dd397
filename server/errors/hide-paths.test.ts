import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { projectRoot } from "@/server/storage/project-root";
import { hidePaths, shownFacts } from "./hide-paths";

let before: string | undefined;
beforeEach(() => {
  before = process.env.FORAGE_DATA_DIR;
  process.env.FORAGE_DATA_DIR = "/srv/photos of me/forage";
});
afterEach(() => {
  if (before === undefined) delete process.env.FORAGE_DATA_DIR;
  else process.env.FORAGE_DATA_DIR = before;
});

it.each([
  ["the data folder, spaces and all", "/srv/photos of me/forage", "data folder"],
  ["a file in it", "/srv/photos of me/forage/files/ab/abcd", "data folder/files/ab/abcd"],
  [
    "a model's file",
    join(projectRoot(), "models/forage-n/3/manifest.json"),
    "models/forage-n/3/manifest.json",
  ],
  ["the project itself", projectRoot(), "project folder"],
  ["the temporary folder", join(tmpdir(), "forage-gate-x"), "temporary folder/forage-gate-x"],
  ["somebody's home", join(homedir(), "sets", "a b.zip"), "home folder/sets/a b.zip"],
  ["another path", "/var/lib/postgresql/18/main", "main"],
  [
    "a path in a sentence",
    "ENOENT: no such file, open '/etc/forage/key.pem'",
    "ENOENT: no such file, open 'key.pem'",
  ],
  ["a path of Windows", "C:\\Users\\me\\set\\data.yaml is not a file", "data.yaml is not a file"],
])("hides %s", (_name, text, shown) => {
  expect(hidePaths(text)).toBe(shown);
});

it.each([
  "https://example.org/a/b/c.html",
  "images/train/a.jpg",
  "application/octet-stream",
  "1/2 cup",
  "and/or",
  "no such class: tomato leaf",
  "forage-n/3",
])("leaves %s as it is", (text) => {
  expect(hidePaths(text)).toBe(text);
});

it("takes the facts of an error one by one, numbers as they are", () => {
  expect(shownFacts({ folder: "/srv/photos of me/forage", limitFiles: 3 })).toEqual({
    folder: "data folder",
    limitFiles: 3,
  });
});
