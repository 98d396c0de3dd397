import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { ModelClass } from "@/lib/contracts/model-manifest";
import { getDatabase } from "@/server/db/client";
import { classes } from "@/server/db/schema/datasets";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { championManifest } from "@/server/models/service";
import {
  addClass,
  listClasses,
  mergeClass,
  renameClass,
  seedClasses,
  standingClassId,
  unmergeClass,
} from "./classes";

let testDatabase: TestDatabase;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());
beforeEach(async () => {
  await getDatabase().delete(classes);
});

const food = (id: number, name: string, synonyms: string[] = []): ModelClass => ({
  id,
  name,
  displayName: name,
  kind: "ingredient",
  synonyms,
});

/** What each id means: its present name and every earlier one. */
async function meanings(): Promise<ReadonlyMap<number, ReadonlySet<string>>> {
  return new Map(
    (await listClasses()).map(({ id, name, synonyms }) => [id, new Set([name, ...synonyms])] as const),
  );
}

describe("seedClasses", () => {
  it("takes the champion's classes as they are, and nothing the second time", async () => {
    const { classes: wanted } = await championManifest();
    expect((await seedClasses()).added).toEqual(wanted.map(({ id }) => id));
    expect((await listClasses()).map(({ id, name }) => [id, name])).toEqual(
      wanted.map(({ id, name }) => [id, name]),
    );
    expect(await seedClasses()).toEqual({ added: [], conflicts: [] });
  });

  it("leaves out an id that means something else here, and a name that has another id", async () => {
    await seedClasses([food(0, "egg"), food(1, "bun")]);
    const { added, conflicts } = await seedClasses([food(0, "kiwi"), food(2, "bun"), food(3, "pear")]);
    expect(added).toEqual([3]);
    expect(conflicts).toEqual([
      { id: 0, modelName: "kiwi", known: { id: 0, name: "egg" } },
      { id: 2, modelName: "bun", known: { id: 1, name: "bun" } },
    ]);
    expect((await listClasses()).map(({ id, name }) => [id, name])).toEqual([
      [0, "egg"],
      [1, "bun"],
      [3, "pear"],
    ]);
  });

  it("knows a renamed class by its old name", async () => {
    await seedClasses([food(0, "aubergine")]);
    await renameClass({ classId: 0, name: "eggplant" });
    expect(await seedClasses([food(0, "aubergine")])).toEqual({ added: [], conflicts: [] });
    expect((await listClasses())[0]?.name).toBe("eggplant");
  });
});

describe("addClass", () => {
  it("gives the id after the highest ever given, also to two at a time", async () => {
    await seedClasses([food(0, "egg"), food(4, "bun")]);
    const added = await Promise.all([
      addClass({ name: "Pear", kind: "ingredient" }),
      addClass({ name: "plum", kind: "ingredient" }),
    ]);
    expect(added.map(({ id }) => id).toSorted()).toEqual([5, 6]);
    expect(added.find(({ name }) => name === "pear")?.displayName).toBe("Pear");
  });

  it("starts at 0, and never gives a merged class's id again", async () => {
    expect((await addClass({ name: "egg", kind: "ingredient" })).id).toBe(0);
    expect((await addClass({ name: "hen fruit", kind: "ingredient" })).id).toBe(1);
    await mergeClass(1, 0);
    expect((await addClass({ name: "bun", kind: "ingredient" })).id).toBe(2);
  });

  it("refuses a name, spelling or synonym that a class goes by", async () => {
    await seedClasses([food(0, "bell pepper", ["capsicum"])]);
    for (const name of ["bell pepper", "Bell-Peppers", "capsicum"]) {
      await expect(addClass({ name, kind: "ingredient" })).rejects.toMatchObject({
        code: "dataset/class-name-taken",
        facts: { id: 0 },
      });
    }
    await expect(addClass({ name: "paprika", kind: "ingredient", synonyms: ["Capsicum"] })).rejects.toThrow();
    expect(await listClasses()).toHaveLength(1);
  });
});

describe("mergeClass", () => {
  it("counts a chain of merges at its end, and takes one back", async () => {
    await seedClasses([food(0, "soyabean leaf"), food(1, "soybean leaf"), food(2, "soy leaf")]);
    await mergeClass(0, 1);
    await mergeClass(1, 2);
    const known = await listClasses();
    expect([0, 1, 2, 9].map((id) => standingClassId(known, id))).toEqual([2, 2, 2, undefined]);
    await unmergeClass(1);
    const after = await listClasses();
    expect([0, 1, 2].map((id) => standingClassId(after, id))).toEqual([1, 1, 2]);
  });

  it("refuses a circle, itself, and a class that is not there", async () => {
    await seedClasses([food(0, "a1"), food(1, "b1"), food(2, "c1")]);
    await mergeClass(0, 1);
    await mergeClass(1, 2);
    for (const [from, into] of [
      [2, 0],
      [2, 1],
      [2, 2],
    ] as const) {
      await expect(mergeClass(from, into)).rejects.toMatchObject({ code: "dataset/merge-circle" });
    }
    await expect(mergeClass(0, 7)).rejects.toMatchObject({ code: "request/not-found" });
  });
});

describe("renameClass", () => {
  it("keeps the id, and the old name as a synonym", async () => {
    await seedClasses([food(7, "zucchini")]);
    expect(await renameClass({ classId: 7, name: "Courgette" })).toMatchObject({
      id: 7,
      name: "courgette",
      displayName: "Courgette",
      synonyms: ["zucchini"],
    });
    expect(await renameClass({ classId: 7, name: "zucchini" })).toMatchObject({
      id: 7,
      name: "zucchini",
      synonyms: ["courgette"],
    });
  });

  it("refuses another class's name", async () => {
    await seedClasses([food(0, "egg"), food(1, "bun", ["roll"])]);
    await expect(renameClass({ classId: 0, name: "rolls" })).rejects.toMatchObject({
      code: "dataset/class-name-taken",
    });
  });
});

type Step = readonly ["add" | "rename" | "merge" | "unmerge" | "seed", number, number];

async function take([what, first, second]: Step): Promise<void> {
  const names = ["apple", "bread", "carrot", "dill", "endive", "fig"];
  const name = names[second % names.length] ?? "apple";
  if (what === "add") await addClass({ name, kind: "ingredient" });
  else if (what === "rename") await renameClass({ classId: first, name });
  else if (what === "merge") await mergeClass(first, second);
  else if (what === "unmerge") await unmergeClass(first);
  else await seedClasses([food(first, name)]);
}

describe("an id", () => {
  it("never changes meaning, whatever is added, merged, renamed and seeded in whatever order", async () => {
    const step = fc.tuple(
      fc.constantFrom("add", "rename", "merge", "unmerge", "seed") as fc.Arbitrary<Step[0]>,
      fc.nat(5),
      fc.nat(5),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        await getDatabase().delete(classes);
        for (const one of steps) {
          const before = await meanings();
          await take(one).catch(() => undefined);
          const after = await meanings();
          for (const [id, names] of before) {
            // every name it ever had still leads to it
            for (const name of names) expect(after.get(id)?.has(name)).toBe(true);
          }
        }
      }),
      { numRuns: 12 },
    );
  });
});
