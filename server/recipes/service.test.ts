import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isAppError } from "@/lib/core/errors";
import { DIETS } from "@/lib/core/recipes/diets";
import { ALLERGENS } from "@/lib/core/recipes/food";
import { getDatabase } from "@/server/db/client";
import { LOCAL_USER_ID } from "@/server/db/schema/users";
import { createTestDatabase, type TestDatabase } from "@/server/db/testing/test-database";
import { type Catalogue, readCatalogue } from "./catalogue/catalogue";
import {
  addCooked,
  eraseCook,
  getCook,
  removeCooked,
  setFoodDislike,
  setOpinion,
  setProfile,
} from "./cook/cook";
import { seedRecipes } from "./seed/seed-catalogue";
import * as service from "./service";
import { listFoods, removeOwnRecipe, saveOwnRecipe } from "./service";

const me = LOCAL_USER_ID;
const stranger = "00000000-0000-4000-8000-00000000000f";
const getRecipe = (slug: string) => service.getRecipe(slug, me);
const listRecipes = (request: Parameters<typeof service.listRecipes>[0]) => service.listRecipes(request, me);
const suggestRecipes = (request: Parameters<typeof service.suggestRecipes>[0]) =>
  service.suggestRecipes(request, me);

let database: TestDatabase;
let catalogue: Catalogue;

beforeAll(async () => {
  database = await createTestDatabase();
  catalogue = await readCatalogue();
  await seedRecipes(catalogue);
});
afterAll(() => database.drop());

const seen = (...classes: string[]) => classes.map((className) => ({ className, score: 0.9 }));
const slugs = (response: Awaited<ReturnType<typeof suggestRecipes>>) =>
  response.suggestions.map((entry) => entry.card.slug);

describe("seedRecipes", () => {
  it("does nothing the second time", async () => {
    expect(await seedRecipes(catalogue)).toEqual({ added: 0, changed: 0, removed: 0 });
  });

  it("follows an edit, a removal and a return, and so does every answer", async () => {
    const [first, ...rest] = catalogue.recipes;
    const renamed = { ...first!, title: "Another name altogether" };
    expect(await seedRecipes({ ...catalogue, recipes: [renamed, ...rest] })).toEqual({
      added: 0,
      changed: 1,
      removed: 0,
    });
    expect((await getRecipe(first!.slug)).recipe.title).toBe("Another name altogether");
    const foods = first!.ingredients.map((item) => ({ foodId: item.foodId }));
    expect(slugs(await suggestRecipes({ foods }))).toContain(first!.slug);

    expect(await seedRecipes({ ...catalogue, recipes: rest })).toMatchObject({ removed: 1 });
    expect(slugs(await suggestRecipes({ foods }))).not.toContain(first!.slug);
    await expect(getRecipe(first!.slug)).rejects.toSatisfy(
      (error) => isAppError(error) && error.code === "request/not-found",
    );

    expect(await seedRecipes(catalogue)).toEqual({ added: 0, changed: 1, removed: 0 });
    expect(slugs(await suggestRecipes({ foods }))).toContain(first!.slug);
  });

  it("lets two processes seed at once", async () => {
    await expect(Promise.all([seedRecipes(catalogue), seedRecipes(catalogue)])).resolves.toHaveLength(2);
  });
});

describe("suggestRecipes", () => {
  it("orders by foods used, then by foods missing, and counts no staple", async () => {
    const { suggestions, total } = await suggestRecipes({ foods: seen("egg", "tomato", "onion"), limit: 60 });
    expect(total).toBeGreaterThan(10);
    const staples = new Set((await listFoods()).foods.filter((food) => food.staple).map((food) => food.id));
    const keys = suggestions.map(({ used, swaps, missing }) => {
      expect([...used.map((food) => food.foodId), ...missing].filter((id) => staples.has(id))).toEqual([]);
      return [used.length + swaps.length * 0.75, -missing.length] as const;
    });
    const sorted = [...keys].sort((a, b) => b[0] - a[0] || b[1] - a[1]);
    expect(keys).toEqual(sorted);
  });

  it("changes with a corrected label", async () => {
    const before = slugs(await suggestRecipes({ foods: seen("egg", "zucchini") }));
    const after = slugs(await suggestRecipes({ foods: seen("egg", "mango") }));
    expect(after).not.toEqual(before);
  });

  it("keeps every hard filter", async () => {
    const foods = seen("egg", "milk", "chicken", "tomato", "rice", "yogurt");
    const vegan = await suggestRecipes({ foods, diets: ["vegan"], allergens: ["nuts"], limit: 60 });
    expect(vegan.total).toBeGreaterThan(0);
    for (const { card, swaps } of vegan.suggestions) {
      expect(card.diets).toContain("vegan");
      expect([...card.contains, ...card.toCheck]).not.toContain("nuts");
      expect(swaps.map((swap) => swap.use)).not.toContain("yogurt");
    }
  });

  it("shows no recipe that is not a clear yes, for any single diet and any single allergen", async () => {
    const foods = (await listFoods()).foods.filter((food) => !food.staple).slice(0, 150);
    const pantry = foods.map((food) => ({ foodId: food.id }));
    for (const diet of DIETS) {
      const { suggestions } = await suggestRecipes({ foods: pantry, diets: [diet], limit: 60 });
      expect(suggestions.length, diet).toBeGreaterThan(0);
      for (const { card } of suggestions) expect(card.diets, `${card.slug} ${diet}`).toContain(diet);
    }
    for (const allergen of ALLERGENS) {
      const { suggestions } = await suggestRecipes({ foods: pantry, allergens: [allergen], limit: 60 });
      for (const { card } of suggestions) {
        expect(card.allergensKnown, card.slug).toBe(true);
        expect([...card.contains, ...card.toCheck], `${card.slug} ${allergen}`).not.toContain(allergen);
      }
    }
  });

  it("keeps to the number of foods to buy", async () => {
    const { suggestions } = await suggestRecipes({ foods: seen("egg", "tomato", "onion"), maxMissing: 1 });
    expect(suggestions.length).toBeGreaterThan(0);
    expect(suggestions.every((entry) => entry.missing.length <= 1)).toBe(true);
  });

  it("names what it does not know", async () => {
    const { unknown, suggestions } = await suggestRecipes({ foods: seen("apple leaf", "unicorn") });
    expect(unknown).toEqual(["apple leaf", "unicorn"]);
    expect(suggestions).toEqual([]);
  });
});

describe("a person's order", () => {
  const foods = seen("egg", "tomato", "onion", "potato");
  const ask = () => suggestRecipes({ foods, limit: 60 });

  it("is the plain one before anything is known and after all is erased", async () => {
    const plain = await ask();
    expect(plain.suggestions.flatMap((entry) => entry.reasons)).toEqual([]);
    const withoutPotato = plain.suggestions.filter(({ used }) => !used.some(({ by }) => by === "potato"));
    const last = withoutPotato.at(-1)!.card.slug;
    const first = plain.suggestions[0]!.card.slug;
    await setOpinion(last, "favourite", me);
    await setOpinion(first, "dislike", me);
    await setFoodDislike("potato", true, me);
    await addCooked(slugs(plain)[1]!, 2, me);
    await setProfile({ household: 2, skill: "new" }, me);
    const shaped = await ask();
    expect(slugs(shaped)).not.toEqual(slugs(plain));
    expect(shaped.total).toBe(plain.total);
    const favourite = shaped.suggestions.find((entry) => entry.card.slug === last);
    expect(favourite?.reasons).toContainEqual({ kind: "favourite", points: 1.5 });
    expect(await getCook(me)).toMatchObject({
      favourites: [{ slug: last }],
      dislikedRecipes: [{ slug: first }],
      dislikedFoods: ["potato"],
      cooked: [{ slug: slugs(plain)[1], servings: 2 }],
      household: 2,
      skill: "new",
    });

    expect(await service.suggestRecipes({ foods, limit: 60 }, stranger)).toEqual(plain);
    await eraseCook("all", me);
    expect(await ask()).toEqual(plain);
    expect(await getCook(me)).toEqual({
      favourites: [],
      dislikedRecipes: [],
      dislikedFoods: [],
      cooked: [],
      household: null,
      skill: null,
    });
  });

  it("erases one entry and one part at a time", async () => {
    await addCooked("hummus", 4, me);
    await addCooked("hummus", 4, me);
    await setOpinion("hummus", "favourite", me);
    expect(await getRecipe("hummus")).toMatchObject({ opinion: "favourite", cooked: { times: 2 } });
    const [newest] = (await getCook(me)).cooked;
    await removeCooked(newest!.id, me);
    await expect(removeCooked(newest!.id, me)).rejects.toSatisfy(isAppError);
    expect((await getRecipe("hummus")).cooked.times).toBe(1);
    await eraseCook("history", me);
    expect(await getRecipe("hummus")).toMatchObject({ opinion: "favourite", cooked: { times: 0 } });
    await setOpinion("hummus", null, me);
    expect((await getRecipe("hummus")).opinion).toBeNull();
  });

  it("says what is in season and what to use soon", async () => {
    const season = { month: 8, hemisphere: "north" as const };
    const { suggestions } = await suggestRecipes({ foods: seen("tomato", "mushroom"), season, limit: 60 });
    const withTomato = suggestions.filter((entry) => entry.used.some((food) => food.foodId === "tomato"));
    expect(withTomato.length).toBeGreaterThan(0);
    expect(withTomato.every((entry) => entry.inSeason.includes("tomato"))).toBe(true);
    const withMushroom = suggestions.filter((entry) => entry.used.some((food) => food.by === "mushroom"));
    expect(withMushroom.every((entry) => entry.useSoon.includes("mushroom"))).toBe(true);
    const unasked = await suggestRecipes({ foods: seen("tomato"), limit: 60 });
    expect(unasked.suggestions.flatMap((entry) => entry.inSeason)).toEqual([]);
  });

  it("counts a food on the shelf of staples neither as used nor as missing", async () => {
    const staples = [
      ...(await listFoods()).foods.filter((food) => food.staple).map((food) => food.id),
      "onion",
    ];
    const { suggestions } = await suggestRecipes({ foods: seen("egg", "tomato"), staples, limit: 60 });
    for (const { used, missing } of suggestions)
      expect([...used.map((food) => food.foodId), ...missing]).not.toContain("onion");
  });
});

describe("listRecipes", () => {
  it("finds a word from its beginning", async () => {
    const { cards } = await listRecipes({ query: "humm" });
    expect(cards.map((card) => card.slug)).toContain("hummus");
  });

  it("takes any text as words, never as a query language", async () => {
    for (const query of ["a & | !", "';--", "  ", "(:*", "日本"])
      await expect(listRecipes({ query })).resolves.toBeDefined();
  });

  it("filters by cuisine, time, food, dish and diet", async () => {
    const turkish = await listRecipes({ cuisine: "turkish", limit: 100 });
    expect(turkish.cards.every((card) => card.cuisine === "turkish")).toBe(true);
    const quick = await listRecipes({ maxMinutes: 15, limit: 100 });
    expect(quick.cards.every((card) => card.minutes <= 15)).toBe(true);
    const withEgg = await listRecipes({ foodIds: ["egg", "tomato"] });
    expect(withEgg.total).toBeGreaterThan(0);
    expect((await listRecipes({ foodIds: ["no-such-food"] })).total).toBe(0);
    expect((await listRecipes({ dishClass: "hummus" })).cards.map((card) => card.slug)).toEqual(["hummus"]);
    const vegan = await listRecipes({ diets: ["vegan"], limit: 100 });
    expect(vegan.cards.every((card) => card.diets.includes("vegan"))).toBe(true);
  });
});

describe("pages of a list", () => {
  const pages = async (request: Parameters<typeof listRecipes>[0]) => {
    const titles: string[] = [];
    let cursor: Awaited<ReturnType<typeof listRecipes>>["next"] = null;
    do {
      const page: Awaited<ReturnType<typeof listRecipes>> = await listRecipes({ ...request, cursor });
      titles.push(...page.cards.map((card) => card.title));
      cursor = page.next;
    } while (cursor !== null);
    return titles;
  };

  it.each([{}, { query: "tomato" }, { diets: ["vegan" as const] }])(
    "%o: each recipe once, in order",
    async (request) => {
      const { total } = await listRecipes({ ...request, limit: 1 });
      const titles = await pages({ ...request, limit: 480 });
      expect(titles).toHaveLength(total);
      expect(new Set(titles).size).toBe(total);
      expect(await pages({ ...request, limit: 7 })).toEqual(titles);
    },
  );

  it("goes on where it was when a recipe before it is gone", async () => {
    const first = await listRecipes({ limit: 5 });
    const expected = await listRecipes({ limit: 5, cursor: first.next });
    const removed = catalogue.recipes.filter((recipe) => recipe.slug !== first.cards[0]!.slug);
    await seedRecipes({ ...catalogue, recipes: removed });
    expect((await listRecipes({ limit: 5, cursor: first.next })).cards).toEqual(expected.cards);
    await seedRecipes(catalogue);
  });

  it("says that there are more where it does not count to the end", async () => {
    await getDatabase().execute(sql`
      insert into recipes (slug, owner_id, title, cuisine, minutes, food_ids, required_food_ids, safe_mask, body, words,
        content_hash, revision)
      select 'zyx-' || n, ${me}, 'Zyxel ' || n, cuisine, minutes, food_ids, required_food_ids, safe_mask,
        body || jsonb_build_object('slug', 'zyx-' || n, 'title', 'Zyxel ' || n), 'zyxel', '', revision
      from recipes, generate_series(1, 10001) n where slug = 'hummus'`);
    expect(await listRecipes({ query: "zyxel" })).toMatchObject({ total: 2000, isAtLeast: true });
    expect(await listRecipes({ ownOnly: true })).toMatchObject({ total: 10_000, isAtLeast: true });
    await getDatabase().execute(sql`delete from recipes where slug like 'zyx-%' and slug <> 'zyx-1'`);
    expect(await listRecipes({ query: "zyxel" })).toMatchObject({ total: 1, isAtLeast: false });
    await getDatabase().execute(sql`delete from recipes where slug = 'zyx-1'`);
  });
});

describe("own recipes", () => {
  const mine = {
    title: "Grandmother’s Eierkuchen",
    servings: 2,
    cookMinutes: 15,
    ingredients: [
      { foodId: "egg", quantity: 3, unit: "pc" as const, note: null, optional: false },
      { foodId: "other", quantity: null, unit: null, note: "a secret", optional: false },
    ],
    steps: ["Mix and fry."],
  };

  it("are suggested, found and removed, by their owner alone", async () => {
    const { slug } = await saveOwnRecipe(mine, me);
    expect(slug).toMatch(/^grandmother-s-eierkuchen-[0-9a-f]{8}$/);
    expect((await getRecipe(slug)).isOwn).toBe(true);
    expect((await listRecipes({ query: "eierkuchen" })).cards.map((card) => card.slug)).toEqual([slug]);
    expect((await listRecipes({ ownOnly: true })).total).toBe(1);
    const foods = [{ foodId: "egg" }, { foodId: "other" }];
    expect(slugs(await suggestRecipes({ foods }))).toContain(slug);

    expect((await service.listRecipes({ query: "eierkuchen" }, stranger)).total).toBe(0);
    expect(slugs(await service.suggestRecipes({ foods }, stranger))).not.toContain(slug);
    await expect(service.getRecipe(slug, stranger)).rejects.toSatisfy(isAppError);
    await expect(removeOwnRecipe(slug, stranger)).rejects.toSatisfy(isAppError);

    await removeOwnRecipe(slug, me);
    await expect(getRecipe(slug)).rejects.toSatisfy(isAppError);
    expect(slugs(await suggestRecipes({ foods }))).not.toContain(slug);
  });

  it("do not count among anybody else's suggestions", async () => {
    const foods = [{ foodId: "egg" }, { foodId: "other" }];
    const before = (await service.suggestRecipes({ foods }, stranger)).total;
    const { slug } = await saveOwnRecipe(mine, me);
    expect((await service.suggestRecipes({ foods }, stranger)).total).toBe(before);
    expect((await suggestRecipes({ foods })).total).toBe(before + 1);
    await removeOwnRecipe(slug, me);
  });

  it("are never safe with a food nobody knows", async () => {
    const { slug } = await saveOwnRecipe(mine, me);
    const { report } = await getRecipe(slug);
    expect(report).toMatchObject({ diets: [], allergensKnown: false });
    expect((await listRecipes({ query: "eierkuchen", allergens: ["nuts"] })).total).toBe(0);
    await removeOwnRecipe(slug, me);
  });

  it("are not overwritten by a seed, nor is the catalogue by them", async () => {
    const { slug } = await saveOwnRecipe(mine, me);
    expect(await seedRecipes(catalogue)).toEqual({ added: 0, changed: 0, removed: 0 });
    expect((await getRecipe(slug)).recipe.title).toBe(mine.title);
    await expect(removeOwnRecipe("hummus", me)).rejects.toSatisfy(isAppError);
    await removeOwnRecipe(slug, me);
  });

  it("are refused with an unknown food, no steps or an address that is no web page", async () => {
    const [egg] = mine.ingredients;
    await expect(
      saveOwnRecipe({ ...mine, ingredients: [{ ...egg!, foodId: "no-food" }] }, me),
    ).rejects.toThrow();
    await expect(saveOwnRecipe({ ...mine, steps: [] }, me)).rejects.toThrow();
    await expect(saveOwnRecipe({ ...mine, sourceUrl: "javascript:alert(1)" }, me)).rejects.toThrow();
  });
});
