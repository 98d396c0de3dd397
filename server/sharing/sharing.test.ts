import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import sharp from "sharp";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { PageWords } from "@/lib/core/recipes/export/share-page";
import { findRecipesInText } from "@/lib/core/recipes/import/find-in-text";
import { getDatabase } from "@/server/db/client";
import { plannedMeals } from "@/server/db/schema/kitchen";
import { recipes } from "@/server/db/schema/recipes";
import { shareLinks } from "@/server/db/schema/sharing";
import { teams } from "@/server/db/schema/teams";
import { LOCAL_USER_ID } from "@/server/db/schema/users";
import { addPerson, alone } from "@/server/db/testing/alone";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { changeWeek } from "@/server/recipes/kitchen/week/week";
import { addOwnPicture } from "@/server/recipes/pictures/pictures";
import { seedRecipes } from "@/server/recipes/seed/seed-catalogue";
import { removeOwnRecipe, saveOwnRecipe } from "@/server/recipes/service";
import {
  createShare,
  listShares,
  openShare,
  recipeAsPage,
  revokeShare,
  setSharing,
  weekAsPage,
} from "./service";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const me = LOCAL_USER_ID;
const stranger = "00000000-0000-4000-8000-00000000000f";
const words: PageWords = {
  ingredients: "Ingredients",
  method: "Method",
  source: "From",
  pictureFrom: "Picture from",
  madeWith: "Shared",
  servings: (count) => `${count} servings`,
  sharedOn: (date) => `As it was on ${date.getUTCFullYear()}`,
  week: (from, to) => `Week from ${from} to ${to}`,
  day: (day) => `On ${day}`,
  nothingPlanned: "Nothing planned",
  mealTitle: ({ title, leftoverOf }) => (leftoverOf === null ? title : `Left over: ${title}`),
  mealServings: ({ cooked, eaten }) => `${cooked} cooked, ${eaten} eaten`,
};
let database: TestDatabase;
let folder: string;
const savedFolder = process.env.FORAGE_DATA_DIR;

beforeAll(async () => {
  database = await createTestDatabase();
  await seedRecipes();
  folder = mkdtempSync(join(tmpdir(), "forage-sharing-"));
  process.env.FORAGE_DATA_DIR = folder;
});
afterAll(async () => {
  if (savedFolder === undefined) delete process.env.FORAGE_DATA_DIR;
  else process.env.FORAGE_DATA_DIR = savedFolder;
  rmSync(folder, { recursive: true, force: true });
  await database.drop();
});
beforeEach(async () => {
  await getDatabase().delete(recipes).where(eq(recipes.ownerId, me));
  await getDatabase().delete(shareLinks);
  await getDatabase().delete(plannedMeals);
  await setSharing({ isAllowed: true, address: "" });
});

const save = async (title = "Tart") =>
  (
    await saveOwnRecipe(
      {
        title,
        servings: 4,
        ingredients: [
          {
            foodId: "onion",
            quantity: 2,
            unit: "pc",
            note: null,
            optional: false,
            original: "2 onions",
            group: "Filling",
          },
        ],
        steps: ["Fry.", "Bake."],
        sourceUrl: "https://example.org/tart",
        extras: { notes: ["My secret."], rating: { stars: 2, count: null }, tags: ["tart"] },
      },
      alone(me),
    )
  ).slug;
const tokenOf = ({ path }: { path: string }) => path.slice("/share/".length);
const gone = { code: "share/gone" };

describe("a link to a recipe", () => {
  it("shows the recipe with its picture, and neither notes nor rating", async () => {
    const slug = await save();
    const photo = await sharp({ create: { width: 60, height: 40, channels: 3, background: "red" } })
      .jpeg()
      .toBuffer();
    await addOwnPicture(slug, photo, me);
    const link = await createShare({ kind: "recipe", slug, days: null }, me);
    expect(tokenOf(link)).toMatch(/^[\w-]{32}$/);
    const page = await openShare(tokenOf(link), words);
    for (const text of [
      "Tart",
      "2 onions",
      "Filling",
      "Bake.",
      "https://example.org/tart",
      "data:image/jpeg;base64,",
    ])
      expect(page).toContain(text);
    for (const text of ["My secret.", "aggregateRating"]) expect(page).not.toContain(text);
    expect(page).not.toMatch(/<script(?! type="application\/ld\+json")|\son\w+=/);
  });

  it("opens nothing once it is taken back, and the others still do", async () => {
    const slug = await save();
    const [one, two] = [
      await createShare({ kind: "recipe", slug, days: null }, me),
      await createShare({ kind: "recipe", slug, days: 7 }, me),
    ];
    await revokeShare(one.id, me);
    await expect(openShare(tokenOf(one), words)).rejects.toMatchObject(gone);
    expect(await openShare(tokenOf(two), words)).toContain("Tart");
    expect((await listShares(me)).map(({ id }) => id)).toEqual([two.id]);
  });

  it("opens nothing once it has expired", async () => {
    const link = await createShare({ kind: "recipe", slug: await save(), days: 1 }, me);
    await getDatabase()
      .update(shareLinks)
      .set({ expiresAt: new Date(Date.now() - 1000) });
    await expect(openShare(tokenOf(link), words)).rejects.toMatchObject(gone);
    expect(await listShares(me)).toEqual([]);
  });

  it("opens nothing once the recipe is removed", async () => {
    const slug = await save();
    const link = await createShare({ kind: "recipe", slug, days: null }, me);
    await removeOwnRecipe(slug, me);
    await expect(openShare(tokenOf(link), words)).rejects.toMatchObject(gone);
  });

  it("opens nothing while links are not allowed, and none can be made then", async () => {
    const slug = await save();
    const link = await createShare({ kind: "recipe", slug, days: null }, me);
    await setSharing({ isAllowed: false, address: "" });
    await expect(openShare(tokenOf(link), words)).rejects.toMatchObject(gone);
    await expect(createShare({ kind: "recipe", slug, days: null }, me)).rejects.toMatchObject({
      code: "share/off",
    });
  });

  it("can be made of one's own recipes and the catalogue's alone, and taken back by its maker alone", async () => {
    const slug = await save();
    await expect(createShare({ kind: "recipe", slug, days: null }, stranger)).rejects.toMatchObject({
      code: "request/not-found",
    });
    const link = await createShare({ kind: "recipe", slug, days: null }, me);
    await expect(revokeShare(link.id, stranger)).rejects.toMatchObject({ code: "request/not-found" });
    expect(await openShare(tokenOf(link), words)).toContain("Tart");
  });

  it.each(["", "x", "' or 1=1 --", "../../etc/passwd", "a".repeat(400)])(
    "that is made up opens nothing: %j",
    async (token) => {
      await expect(openShare(token, words)).rejects.toMatchObject(gone);
    },
  );
});

it("a list is shown as it stood, its texts as texts", async () => {
  const list = { groups: [{ title: "Vegetables", items: ["<img src=x onerror=alert(1)>", "Onions: 3"] }] };
  const link = await createShare({ kind: "list", title: "Shopping & more", list, days: 30 }, me);
  const page = await openShare(tokenOf(link), words);
  expect(page).toContain("Onions: 3");
  expect(page).toContain("Shopping &amp; more");
  expect(page).toContain("&lt;img src=x onerror=alert(1)&gt;");
  expect(page).not.toContain("<img src=x");
});

describe("a link to a week", () => {
  const monday = "2026-03-09";
  const plan = async (
    slug: string,
    day: string,
    servings = { cooked: 4, eaten: 4 },
    leftoverOf: string | null = null,
  ) => {
    const id = randomUUID();
    await changeWeek(
      { id: randomUUID(), steps: [{ id, base: null, put: { slug, day, ...servings, leftoverOf } }] },
      me,
    );
    return id;
  };
  const share = async (user = me) =>
    await createShare({ kind: "week", day: "2026-03-12", title: "Week", days: 7 }, user);

  it("shows each day's dishes, servings and leftovers as planned now, and no other week", async () => {
    const slug = await save("Tart <b>&</b>");
    const link = await share();
    const dish = await plan(slug, monday, { cooked: 4, eaten: 3 });
    await plan(slug, "2026-03-15", { cooked: 0, eaten: 1 }, dish);
    for (const outside of ["2026-03-08", "2026-03-16"]) await plan(await save("Elsewhere"), outside);
    const page = await openShare(tokenOf(link), words);
    expect(page).toContain("<h1>Week from 2026-03-09 to 2026-03-15</h1>");
    const days = page.split("<h2>").slice(1);
    expect(days).toHaveLength(7);
    expect(days[0]).toContain(
      'On 2026-03-09</h2><ul><li>Tart &lt;b&gt;&amp;&lt;/b&gt; <span class="soft">4 cooked, 3 eaten</span></li></ul>',
    );
    for (const day of days.slice(1, 6)) expect(day).toContain("Nothing planned");
    expect(days[6]).toMatch(/Left over: Tart .+0 cooked, 1 eaten/);
    for (const text of ["Elsewhere", "My secret.", "<script", "<b>"]) expect(page).not.toContain(text);
    expect(await weekAsPage("2026-03-15", me, words)).toBe(page);
  });

  it("no longer shows a dish that was taken off the week or whose recipe was removed", async () => {
    const link = await share();
    const slug = await save();
    const id = randomUUID();
    const put = { slug, day: monday, cooked: 2, eaten: 2, leftoverOf: null };
    const first = randomUUID();
    await changeWeek({ id: first, steps: [{ id, base: null, put }] }, me);
    expect(await openShare(tokenOf(link), words)).toContain("Tart");
    await changeWeek({ id: randomUUID(), steps: [{ id, base: first, put: null }] }, me);
    expect(await openShare(tokenOf(link), words)).not.toContain("Tart");
    await plan(slug, monday);
    await removeOwnRecipe(slug, me);
    expect(await openShare(tokenOf(link), words)).not.toContain("Tart");
  });

  it("opens nothing once it is taken back, and only its maker can take it back", async () => {
    const link = await share();
    await expect(revokeShare(link.id, stranger)).rejects.toMatchObject({ code: "request/not-found" });
    expect(await listShares(me)).toMatchObject([{ kind: "week", title: "Week" }]);
    await revokeShare(link.id, me);
    await expect(openShare(tokenOf(link), words)).rejects.toMatchObject(gone);
  });

  it("opens nothing once it has expired", async () => {
    const link = await share();
    await getDatabase()
      .update(shareLinks)
      .set({ expiresAt: new Date(Date.now() - 1000) });
    await expect(openShare(tokenOf(link), words)).rejects.toMatchObject(gone);
  });

  it("opens nothing while links are not allowed, and none can be made then", async () => {
    const link = await share();
    await setSharing({ isAllowed: false, address: "" });
    await expect(openShare(tokenOf(link), words)).rejects.toMatchObject(gone);
    await expect(share()).rejects.toMatchObject({ code: "share/off" });
  });

  it("shows the week of its maker and nobody else's", async () => {
    await addPerson(stranger, "Stranger");
    await plan(await save(), monday);
    const page = await openShare(tokenOf(await share(stranger)), words);
    await getDatabase().delete(teams).where(eq(teams.id, stranger));
    expect(page.match(/Nothing planned/g)).toHaveLength(7);
    expect(page).not.toContain("Tart");
  });
});

it("a recipe as a file is read again by Forage, with its picture", async () => {
  const slug = await save("A </script> & <b>tart</b>");
  const photo = await sharp({ create: { width: 60, height: 40, channels: 3, background: "red" } })
    .jpeg()
    .toBuffer();
  await addOwnPicture(slug, photo, me);
  const [found] = findRecipesInText(await recipeAsPage(slug, me, words));
  expect(found).toMatchObject({
    ingredients: ["Filling:", "2 onions"],
    steps: ["Fry.", "Bake."],
    servings: 4,
  });
  expect(found?.pictures?.[0]).toMatch(/^data:image\/jpeg;base64,/);
});
