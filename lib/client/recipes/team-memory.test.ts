import { expect, it } from "vitest";
import { createTeamMemory } from "./team-memory";
import { memoryOf } from "./testing/memory-of";

it("gives what was kept before there were teams to the first, and nothing of one team to another", () => {
  const browser = memoryOf({ "pantry-changes": "[1]" });
  const memory = createTeamMemory(browser, ["pantry-changes"]);
  expect(memory.read("pantry-changes")).toBe("[1]");
  expect(memory.belongTo("home")).toBe(true);
  expect(memory.read("pantry-changes")).toBe("[1]");
  expect(memory.belongTo("work")).toBe(true);
  expect(memory.read("pantry-changes")).toBeNull();
  memory.write("pantry-changes", "[2]");
  expect(memory.belongTo("home")).toBe(true);
  expect(memory.read("pantry-changes")).toBe("[1]");
  expect(memory.belongTo("home")).toBe(false);
});

it("knows at the next visit whose it was", () => {
  const browser = memoryOf();
  createTeamMemory(browser, []).belongTo("home");
  createTeamMemory(browser, []).write("pantry-known", "here");
  expect(browser.values["pantry-known@home"]).toBe("here");
});
