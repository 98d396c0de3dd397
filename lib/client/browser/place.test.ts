import { expect, it } from "vitest";
import { inPlace } from "./place";

it.each([
  ["", "forage-unsaved"],
  ["theme=dark; forage-team=x", "forage-unsaved"],
  ["forage-place=aB-_9", "forage-unsaved aB-_9"],
  ["a=b; __Host-forage-place=aB-_9; c=d", "forage-unsaved aB-_9"],
  ["not-forage-place=zz", "forage-unsaved"],
])("with the cookies %j unsaved work is in %s", (cookies, name) => {
  expect(inPlace("forage-unsaved", cookies)).toBe(name);
});
