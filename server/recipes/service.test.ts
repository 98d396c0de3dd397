import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Suggestion } from "@/lib/contracts/recipes";
import { isAppError } from "@/lib/core/errors";
import { DIETS } from "@/lib/core/recipes/diets";
import { ALLERGENS, OTHER_FOOD } from "@/lib/core/recipes/food";
import { SHELVES } from "@/lib/core/recipes/shelves";
import { getDatabase } from "@/server/db/client";
import { LOCAL_USER_ID } from "@/server/db/schema/users";
import { alone } from "@/server/db/testing/alone";
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
import { suggestRecipes as askForSuggestions } from "./suggest/suggest";

const me = LOCAL_USER_ID;
const stranger = "00000000-0000-4000-8000-00000000000f";
const getRecipe = (slug: string) => service.getRecipe(slug, alone(me));
const listRecipes = (request: Parameters<typeof service.listRecipes>[0]) => service.listRecipes(request, me);
type Asked = Omit<Parameters<typeof askForSuggestions>[0], "limits">;
/** The shelves, and all of them after one another. */
const suggestRecipes = async (request: Asked, userId = me) => {
  const limits = { now: 60, one: 60, trip: 60 };
  const { shelves, unknown } = await askForSuggestions({ ...request, limits }, alone(userId));
  return {
    shelves,
    unknown,
    suggestions: SHELVES.flatMap((shelf) => shelves[shelf].suggestions),
    total: SHELVES.reduce((sum, shelf) => sum + shelves[shelf].total, 0),
  };
};
const given = ({ foods }: Suggestion) => foods.flatMap((food) => food.by ?? []);
const missing = ({ foods }: Suggestion) => foods.filter((food) => food.state === "missing");
const swaps = ({ foods }: Suggestion) => foods.flatMap((food) => food.swap ?? []);

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

/** Somebody's scrambled eggs. */
const own = {
  title: "Scrambled",
  servings: 4,
  cookMinutes: 5,
  ingredients: [{ foodId: "egg", quantity: 4, unit: "pc" as const, note: null, optional: false }],
  steps: ["Fry."],
};

describe("suggestRecipes", () => {
  it("puts on each shelf what lacks nothing, one food or more, uses more first, and counts no staple", async () => {
    const { suggestions, shelves, total } = await suggestRecipes({ foods: seen("egg", "tomato", "onion") });
    expect(total).toBeGreaterThan(10);
    const staples = new Set((await listFoods()).foods.filter((food) => food.staple).map((food) => food.id));
    for (const { foods } of suggestions) expect(foods.filter((food) => staples.has(food.foodId))).toEqual([]);
    expect(shelves.now.suggestions.every((entry) => missing(entry).length === 0)).toBe(true);
    expect(shelves.one.suggestions.every((entry) => missing(entry).length === 1)).toBe(true);
    expect(shelves.trip.suggestions.every((entry) => missing(entry).length >= 2)).toBe(true);
    const keys = shelves.one.suggestions.map((entry) =>
      entry.foods
        .filter((food) => food.by !== null)
        .reduce((sum, food) => {
          const worth = entry.mainFoods.includes(food.foodId) ? 1 : 0.5;
          return sum + (food.swap ? 0.75 : 1) * worth;
        }, 0),
    );
    expect(keys.length).toBeGreaterThan(1);
    expect(keys).toEqual([...keys].sort((a, b) => b - a));
  });

  it("moves what does not last for one serving to what lacks a food, and says for how many the rest lasts", async () => {
    const recipe = { ...own, ingredients: [{ ...own.ingredients[0]!, quantity: 4 }] };
    const { slug } = await saveOwnRecipe(recipe, alone(me));
    const shelfFor = async (count: number) => {
      const { shelves } = await suggestRecipes({ foods: [{ foodId: "egg", count }] });
      return SHELVES.flatMap((shelf) =>
        shelves[shelf].suggestions
          .filter((entry) => entry.card.slug === slug)
          .map((entry) => [shelf, entry.servings, entry.foods[0]?.state]),
      );
    };
    // 4 eggs for 4 servings
    expect(await shelfFor(4)).toEqual([["now", 4, "have"]]);
    expect(await shelfFor(3)).toEqual([["now", 3, "some"]]);
    const half = { ...recipe, servings: 1 };
    await service.changeOwnRecipe(slug, half, me);
    expect(await shelfFor(3)).toEqual([["one", 0, "some"]]);
    await removeOwnRecipe(slug, me);
  });

  it("says what would fill an empty shelf, and it does", async () => {
    // a food of no recipe but this one
    const used = new Set(
      catalogue.recipes.flatMap((recipe) => recipe.ingredients.map((item) => item.foodId)),
    );
    const rare = catalogue.foods.find(({ id, staple }) => !used.has(id) && !staple && id !== OTHER_FOOD)!.id;
    const ingredients = [...own.ingredients, { ...own.ingredients[0]!, foodId: rare }];
    const { slug } = await saveOwnRecipe({ ...own, ingredients }, alone(me));
    const { shelves } = await suggestRecipes({ foods: [{ foodId: rare }] });
    expect(shelves.now).toMatchObject({ total: 0, openers: [{ foodId: "egg" }] });
    const [best] = shelves.now.openers;
    const filled = await suggestRecipes({ foods: [{ foodId: rare }, { foodId: "egg" }] });
    expect(filled.shelves.now.total).toBe(best!.recipes);
    expect(filled.shelves.now.openers).toEqual([]);
    await removeOwnRecipe(slug, me);
  });

  it("names what could be bought in place of the one thing missing, within the filters", async () => {
    const { shelves } = await suggestRecipes({ foods: seen("milk", "egg", "potato", "tomato") });
    const withSwap = shelves.one.suggestions.filter((entry) => entry.alternatives.length > 0);
    expect(withSwap.length).toBeGreaterThan(0);
    for (const entry of withSwap)
      expect(entry.alternatives.map((swap) => swap.wanted)).toEqual(
        entry.alternatives.map(() => missing(entry)[0]?.foodId),
      );
  });

  it("changes with a corrected label", async () => {
    const before = slugs(await suggestRecipes({ foods: seen("egg", "zucchini") }));
    const after = slugs(await suggestRecipes({ foods: seen("egg", "mango") }));
    expect(after).not.toEqual(before);
  });

  it("keeps every hard filter", async () => {
    const foods = seen("egg", "milk", "chicken", "tomato", "rice", "yogurt");
    const vegan = await suggestRecipes({ foods, diets: ["vegan"], allergens: ["nuts"] });
    expect(vegan.total).toBeGreaterThan(0);
    for (const entry of vegan.suggestions) {
      expect(entry.card.diets).toContain("vegan");
      expect([...entry.card.contains, ...entry.card.toCheck]).not.toContain("nuts");
      expect(swaps(entry).map((swap) => swap.use)).not.toContain("yogurt");
    }
  });

  it("shows no recipe that is not a clear yes, for any single diet and any single allergen", async () => {
    const foods = (await listFoods()).foods.filter((food) => !food.staple).slice(0, 150);
    const pantry = foods.map((food) => ({ foodId: food.id }));
    for (const diet of DIETS) {
      const { suggestions } = await suggestRecipes({ foods: pantry, diets: [diet] });
      expect(suggestions.length, diet).toBeGreaterThan(0);
      for (const { card } of suggestions) expect(card.diets, `${card.slug} ${diet}`).toContain(diet);
    }
    for (const allergen of ALLERGENS) {
      const { suggestions } = await suggestRecipes({ foods: pantry, allergens: [allergen] });
      for (const { card } of suggestions) {
        expect(card.allergensKnown, card.slug).toBe(true);
        expect([...card.contains, ...card.toCheck], `${card.slug} ${allergen}`).not.toContain(allergen);
      }
    }
  });

  it("keeps to the number of foods to buy", async () => {
    const { suggestions } = await suggestRecipes({ foods: seen("egg", "tomato", "onion"), maxMissing: 1 });
    expect(suggestions.length).toBeGreaterThan(0);
    expect(suggestions.every((entry) => missing(entry).length <= 1)).toBe(true);
  });

  it("names what it does not know", async () => {
    const { unknown, suggestions } = await suggestRecipes({ foods: seen("apple leaf", "unicorn") });
    expect(unknown).toEqual(["apple leaf", "unicorn"]);
    expect(suggestions).toEqual([]);
  });
});

describe("a person's order", () => {
  const foods = seen("egg", "tomato", "onion", "potato");
  const ask = () => suggestRecipes({ foods });

  it("is the plain one before anything is known and after all is erased", async () => {
    const plain = await ask();
    expect(plain.suggestions.flatMap((entry) => entry.reasons)).toEqual([]);
    const withoutPotato = plain.shelves.one.suggestions.filter((entry) => !given(entry).includes("potato"));
    const last = withoutPotato.at(-1)!.card.slug;
    const first = plain.suggestions[0]!.card.slug;
    await setOpinion(last, "favourite", alone(me));
    await setOpinion(first, "dislike", alone(me));
    await setFoodDislike("potato", true, me);
    await addCooked(slugs(plain)[1]!, 2, alone(me));
    await setProfile({ household: 2, skill: "new" }, me);
    const shaped = await ask();
    expect(slugs(shaped)).not.toEqual(slugs(plain));
    expect(shaped.total).toBe(plain.total);
    const favourite = shaped.suggestions.find((entry) => entry.card.slug === last);
    expect(favourite?.reasons).toContainEqual({ kind: "favourite", points: 60, force: "taste" });
    expect(await getCook(alone(me))).toMatchObject({
      favourites: [{ slug: last }],
      dislikedRecipes: [{ slug: first }],
      dislikedFoods: ["potato"],
      cooked: [{ slug: slugs(plain)[1], servings: 2 }],
      household: 2,
      skill: "new",
    });

    expect(await suggestRecipes({ foods }, stranger)).toEqual(plain);
    await eraseCook("all", alone(me));
    expect(await ask()).toEqual(plain);
    expect(await getCook(alone(me))).toEqual({
      favourites: [],
      dislikedRecipes: [],
      dislikedFoods: [],
      cooked: [],
      household: null,
      skill: null,
      stockedFoods: 0,
      shoppingLines: 0,
      plannedMeals: 0,
    });
  });

  it("erases one entry and one part at a time", async () => {
    await addCooked("hummus", 4, alone(me));
    await addCooked("hummus", 4, alone(me));
    await setOpinion("hummus", "favourite", alone(me));
    expect(await getRecipe("hummus")).toMatchObject({ opinion: "favourite", cooked: { times: 2 } });
    const [newest] = (await getCook(alone(me))).cooked;
    await removeCooked(newest!.id, me);
    await expect(removeCooked(newest!.id, me)).rejects.toSatisfy(isAppError);
    expect((await getRecipe("hummus")).cooked.times).toBe(1);
    await eraseCook("history", alone(me));
    expect(await getRecipe("hummus")).toMatchObject({ opinion: "favourite", cooked: { times: 0 } });
    await setOpinion("hummus", null, alone(me));
    expect((await getRecipe("hummus")).opinion).toBeNull();
  });

  it("says what is in season and what to use soon", async () => {
    const season = { month: 8, hemisphere: "north" as const };
    const { suggestions } = await suggestRecipes({ foods: seen("tomato", "mushroom"), season });
    const withTomato = suggestions.filter((entry) => given(entry).includes("tomato"));
    expect(withTomato.length).toBeGreaterThan(0);
    expect(withTomato.every((entry) => entry.inSeason.includes("tomato"))).toBe(true);
    const withMushroom = suggestions.filter((entry) => given(entry).includes("mushroom"));
    expect(withMushroom.every((entry) => entry.useSoon.includes("mushroom"))).toBe(true);
    const unasked = await suggestRecipes({ foods: seen("tomato") });
    expect(unasked.suggestions.flatMap((entry) => entry.inSeason)).toEqual([]);
  });

  it("counts a food on the shelf of staples neither as used nor as missing", async () => {
    const staples = [
      ...(await listFoods()).foods.filter((food) => food.staple).map((food) => food.id),
      "onion",
    ];
    const { suggestions } = await suggestRecipes({ foods: seen("egg", "tomato"), staples });
    for (const { foods } of suggestions) expect(foods.map((food) => food.foodId)).not.toContain("onion");
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
    const { slug } = await saveOwnRecipe(mine, alone(me));
    expect(slug).toMatch(/^grandmother-s-eierkuchen-[0-9a-f]{8}$/);
    expect((await getRecipe(slug)).isOwn).toBe(true);
    expect((await listRecipes({ query: "eierkuchen" })).cards.map((card) => card.slug)).toEqual([slug]);
    expect((await listRecipes({ ownOnly: true })).total).toBe(1);
    const foods = [{ foodId: "egg" }, { foodId: "other" }];
    expect(slugs(await suggestRecipes({ foods }))).toContain(slug);

    expect((await service.listRecipes({ query: "eierkuchen" }, stranger)).total).toBe(0);
    expect(slugs(await suggestRecipes({ foods }, stranger))).not.toContain(slug);
    await expect(service.getRecipe(slug, alone(stranger))).rejects.toSatisfy(isAppError);
    await expect(removeOwnRecipe(slug, stranger)).rejects.toSatisfy(isAppError);

    await removeOwnRecipe(slug, me);
    await expect(getRecipe(slug)).rejects.toSatisfy(isAppError);
    expect(slugs(await suggestRecipes({ foods }))).not.toContain(slug);
  });

  it("do not count among anybody else's suggestions", async () => {
    const foods = [{ foodId: "egg" }, { foodId: "other" }];
    const before = (await suggestRecipes({ foods }, stranger)).total;
    const { slug } = await saveOwnRecipe(mine, alone(me));
    expect((await suggestRecipes({ foods }, stranger)).total).toBe(before);
    expect((await suggestRecipes({ foods })).total).toBe(before + 1);
    await removeOwnRecipe(slug, me);
  });

  it("are never safe with a food nobody knows", async () => {
    const { slug } = await saveOwnRecipe(mine, alone(me));
    const { report } = await getRecipe(slug);
    expect(report).toMatchObject({ diets: [], allergensKnown: false });
    expect((await listRecipes({ query: "eierkuchen", allergens: ["nuts"] })).total).toBe(0);
    await removeOwnRecipe(slug, me);
  });

  it("are not overwritten by a seed, nor is the catalogue by them", async () => {
    const { slug } = await saveOwnRecipe(mine, alone(me));
    expect(await seedRecipes(catalogue)).toEqual({ added: 0, changed: 0, removed: 0 });
    expect((await getRecipe(slug)).recipe.title).toBe(mine.title);
    await expect(removeOwnRecipe("hummus", me)).rejects.toSatisfy(isAppError);
    await removeOwnRecipe(slug, me);
  });

  it("are refused with an unknown food, no steps or an address that is no web page", async () => {
    const [egg] = mine.ingredients;
    await expect(
      saveOwnRecipe({ ...mine, ingredients: [{ ...egg!, foodId: "no-food" }] }, alone(me)),
    ).rejects.toThrow();
    await expect(saveOwnRecipe({ ...mine, steps: [] }, alone(me))).rejects.toThrow();
    await expect(saveOwnRecipe({ ...mine, sourceUrl: "javascript:alert(1)" }, alone(me))).rejects.toThrow();
  });
});
