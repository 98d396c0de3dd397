import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import type { ModelBox } from "@/lib/contracts/corrections";
import { LEAST_SHOWN } from "@/lib/contracts/monitoring";
import { DEFAULT_FILTER } from "@/lib/core/detection/types";
import { PLAIN_FOOD } from "@/lib/core/recipes/testing/plain-food";
import { getDatabase } from "@/server/db/client";
import { corrections } from "@/server/db/schema/corrections";
import { photos } from "@/server/db/schema/photos";
import { shadowDisagreements } from "@/server/db/schema/registry";
import { LOCAL_USER_ID } from "@/server/db/schema/users";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { reportShadow, shadowCount } from "@/server/models/shadow/shadow-reports";
import { seedRecipes } from "@/server/recipes/seed/seed-catalogue";
import { fairnessOf } from "./fairness";
import { shadowOf } from "./shadow";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const CHAMPION = "forage-n/4";
const CANDIDATE = "forage-n/9";
/** Of forage-n/4: a fruit, a vegetable. */
const [BANANA, CABBAGE] = [0, 3];
const team = { teamId: LOCAL_USER_ID, modelId: CHAMPION };
const named = (name: string) => ({ id: name, name, plural: name, classes: [name] });
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  const foods = [
    { ...PLAIN_FOOD, ...named("banana"), aisle: "fruit" as const },
    { ...PLAIN_FOOD, ...named("cabbage"), aisle: "vegetables" as const },
  ];
  await seedRecipes({ foods, substitutions: [], recipes: [] });
});
afterAll(() => database.drop());
beforeEach(async () => {
  await getDatabase().execute(sql`delete from corrections`);
  await getDatabase().execute(sql`delete from photos`);
  await getDatabase().execute(sql`delete from settings`);
});

const box = (classId: number): ModelBox => ({
  classId,
  score: 0.9,
  box: { x1: 1, y1: 1, x2: 9, y2: 9 } as never,
});

async function photo(): Promise<string> {
  const id = randomUUID();
  const sha256 = id.replaceAll("-", "").padEnd(64, "0");
  const files = { sha256, bytes: 1, thumbnailSha256: sha256, thumbnailBytes: 1, sourceSha256: sha256 };
  await getDatabase()
    .insert(photos)
    .values({
      id,
      ownerId: LOCAL_USER_ID,
      name: "a.jpg",
      width: 10,
      height: 10,
      contentType: "image/jpeg",
      ...files,
    });
  return id;
}

/** Saved with this model box taken away. */
async function save(photoId: string, found: ModelBox, isWrong: boolean, modelId = CHAMPION): Promise<void> {
  const origin = { by: "model", modelId, score: found.score, box: found.box, classId: found.classId };
  const labels = isWrong
    ? [{ id: "a", box: found.box, classId: found.classId, origin, state: "deleted" }]
    : [];
  await getDatabase()
    .insert(corrections)
    .values({
      ...{ id: randomUUID(), photoId, authorId: LOCAL_USER_ID, revision: 1, modelId, backend: "wasm" },
      ...{ filter: DEFAULT_FILTER, modelBoxes: [found], labels },
    });
}

const report = (photoId: string, candidateBoxes: readonly ModelBox[]) =>
  reportShadow(LOCAL_USER_ID, {
    ...{ photoId, championId: CHAMPION, candidateId: CANDIDATE },
    ...{ championBoxes: [box(BANANA)], candidateBoxes: [...candidateBoxes] },
  });

it("counts the photos on which both agree, and none of before those were kept", async () => {
  expect(await shadowOf(team)).toMatchObject({ since: null, candidates: [], least: LEAST_SHOWN });
  // of a server that kept no photo on which both agree
  await getDatabase()
    .insert(shadowDisagreements)
    .values({
      ...{ id: randomUUID(), photoId: await photo(), championId: CHAMPION, candidateId: CANDIDATE },
      ...{ championBoxes: [box(BANANA)], candidateBoxes: [], disagreement: 1 },
      createdAt: new Date(Date.now() - 60_000),
    });
  for (let count = 1; count < LEAST_SHOWN; count++) await report(await photo(), [box(BANANA)]);
  expect((await shadowOf(team)).candidates).toEqual([
    { candidateId: CANDIDATE, photos: LEAST_SHOWN - 1, figures: null },
  ]);
  const last = await photo();
  await report(last, [box(CABBAGE)]);
  // looked at again, it is one photo
  await report(last, [box(CABBAGE)]);
  const { figures } = (await shadowOf(team)).candidates[0]!;
  expect(figures?.same).toMatchObject({ value: 0.9, photos: LEAST_SHOWN });
  expect(figures?.classes.map(({ classId }) => classId)).toEqual([BANANA, CABBAGE]);
  // the two on which they differ: the count on the Models page knows no agreement
  expect(await shadowCount(CANDIDATE)).toBe(2);
  expect((await shadowOf({ ...team, teamId: randomUUID() })).candidates).toEqual([]);
});

it("measures both against what people saved", async () => {
  for (let count = 0; count < 30; count++) {
    const id = await photo();
    await report(id, [box(BANANA), { ...box(CABBAGE), box: { x1: 5, y1: 1, x2: 9, y2: 4 } as never }]);
    await save(id, box(BANANA), false);
  }
  const judged = (await shadowOf(team)).candidates[0]?.figures?.judged;
  expect(judged?.champion.value).toBe(1);
  // one right of two: 2 / (2 + 1)
  expect(judged?.candidate.value).toBeCloseTo(2 / 3, 12);
  expect(judged!.better.high).toBeLessThan(0);
});

it("groups of foods are told apart by what people saved on top of this model", async () => {
  for (let count = 0; count < 30; count++) {
    await save(await photo(), box(BANANA), count < 3);
    await save(await photo(), box(CABBAGE), count < 15);
    await save(await photo(), box(CABBAGE), true, CANDIDATE);
  }
  const { foods, foodGap } = await fairnessOf({ ...team, userId: LOCAL_USER_ID });
  expect(foods.map(({ group, wrong }) => [group, wrong?.value, wrong?.photos])).toEqual([
    ["vegetables", 0.5, 30],
    ["fruit", 0.1, 30],
  ]);
  expect(foodGap).toMatchObject({ worst: "vegetables", best: "fruit", isBeyondChance: true });
});
