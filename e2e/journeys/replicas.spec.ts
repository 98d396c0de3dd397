import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "@playwright/test";
import * as steps from "@/scripts/replicas/steps";
import { createWorld, type World } from "@/scripts/replicas/world";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
let world: World;

test.beforeAll(async () => {
  // the first one builds the app
  test.setTimeout(900_000);
  world = await createWorld(root, {}, console.log);
});
test.afterAll(() => world?.stop());

test("two replicas and a worker are one Forage, one may be lost in the middle of its work, and each is replaced while people work", async () => {
  test.setTimeout(600_000);
  await test.step("they start at once", () => steps.startAtOnce(world, ["a", "b", "worker-a"]));
  await test.step("one sign-in", () => steps.signInOnce(world));
  await test.step("events", () => steps.eventsReachEverybody(world));
  await test.step("settings and limits", () => steps.limitsAreOne(world));
  await test.step("an upload in parts", () => steps.uploadsInParts(world));
  await test.step("scripts of another version", () => steps.scriptsOfOthers(world));
  await test.step("one is lost", () => steps.loseReplica(world));
  await test.step("one after the other is replaced", async () => {
    const old = [...world.replicas.keys()];
    const people = await steps.roll(
      world,
      old.map((name) => [name, `${name.startsWith("worker") ? "worker-" : ""}next-${name}`] as const),
    );
    expect(people.errors).toEqual([]);
    expect(people.asked).toBeGreaterThan(50);
  });
  await test.step("scheduled work", () => steps.schedulesOnce(world));
});
