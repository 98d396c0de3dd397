import { describe, expect, it } from "vitest";
import { findRecipesInText } from "../find-in-text";
import { SAMPLES } from "./testing/samples";

const first = (name: keyof typeof SAMPLES) => findRecipesInText(SAMPLES[name])[0];

describe("each field of an app's export is kept", () => {
  it("Mealie's", () => {
    expect(first("mealie")).toEqual({
      title: "Plum cake",
      summary: "A tray of plums.",
      cuisine: null,
      servings: 12,
      prepMinutes: 20,
      cookMinutes: 40,
      totalMinutes: 60,
      ingredients: ["Dough:", "250 g flour", "Topping:", "500 g plums, halved", "pinch of cinnamon"],
      steps: ["Dough:", "Knead.", "Topping:", "Lay the plums on.", "Bake: Until brown."],
      url: "https://example.org/plums",
      pictures: [],
      extras: {
        yieldText: "1 tray",
        tags: ["Autumn"],
        categories: ["Cake"],
        rating: { stars: 4.5, count: null },
        notes: [
          "Keeping: Keeps three days.",
          "Tools: Baking tray",
          "Nutrition: calories 210, fat 8",
          "Good with cream.",
        ],
      },
    });
  });

  it("Tandoor's", () => {
    expect(first("tandoor")).toMatchObject({
      servings: 3,
      prepMinutes: 10,
      totalMinutes: 30,
      ingredients: ["Rice:", "250 g rice, rinsed", "Peas:", "1.5 cup peas", "salt"],
      steps: ["Rice:", "Boil the rice. (15 min)", "Peas:", "Stir in for 2 minutes."],
      extras: {
        yieldText: "3 bowls",
        tags: ["Quick", "Rice"],
        notes: ["Nutrition: calories 300, proteins 9"],
      },
    });
  });

  it("Paprika's, with its picture before the address of it", () => {
    const found = first("paprika");
    expect(found).toMatchObject({
      ingredients: ["Dough:", "2 cups flour", "200 ml water"],
      steps: ["Dough:", "Knead.", "Bake."],
      extras: {
        yieldText: "1 loaf",
        tags: ["Easy"],
        categories: ["Bread"],
        rating: { stars: 4, count: null },
        notes: ["Freezes well.", "Slice first.", "Nutrition: 200 kcal"],
        author: "A book",
      },
    });
    expect(found?.pictures?.map((address) => address.slice(0, 27))).toEqual([
      "data:image/jpeg;base64,AAAA",
      "https://example.org/loaf.jp",
    ]);
  });

  it("Nextcloud's", () => {
    expect(first("nextcloud")).toMatchObject({
      url: "https://example.org/lentils",
      servings: 4,
      pictures: ["/Recipes/Lentil pot/full.jpg"],
      ingredients: ["Pot:", "200 g lentils"],
      extras: {
        tags: ["winter", "stew"],
        categories: ["Main"],
        notes: ["Tools: Large pot", "Nutrition: calories 250 kcal"],
      },
    });
  });

  it("RecipeSage's, headings in brackets among the lines", () => {
    expect(first("recipe-sage")).toMatchObject({
      url: "https://example.org/beans",
      pictures: ["https://example.org/beans.jpg"],
      ingredients: ["Salad:", "1 can beans", "Dressing:", "1 tbsp oil"],
      steps: ["Salad:", "Drain the beans.", "Dressing:", "Stir the oil in."],
      extras: {
        yieldText: "2 bowls",
        categories: ["salad", "quick"],
        author: "Aunt Ida",
        notes: ["Better the next day."],
      },
    });
  });

  it("CopyMeThat's", () => {
    expect(first("copy-me-that")).toMatchObject({
      title: "Fig tart",
      summary: "Sweet.",
      servings: 8,
      url: "https://example.org/figs",
      pictures: ["images/fig.jpg"],
      ingredients: ["Crust:", "200 g flour", "6 figs"],
      steps: ["Make the crust.", "Bake."],
      extras: {
        tags: ["Dessert", "Favourite", "Made"],
        rating: { stars: 4, count: null },
        notes: ["Serve warm."],
      },
    });
  });

  it("Recipe Keeper's", () => {
    expect(first("recipe-keeper")).toMatchObject({
      title: "Dumplings",
      prepMinutes: 30,
      cookMinutes: 10,
      url: "https://example.org/dumplings",
      pictures: ["images/dumplings_0.jpg"],
      ingredients: ["Dough:", "300 g flour", "1 cup water"],
      steps: ["Knead.", "Fill."],
      extras: {
        yieldText: "20 dumplings",
        tags: ["Weekend", "Favourite"],
        categories: ["Main", "Asian"],
        rating: { stars: 5, count: null },
        notes: ["Freeze the rest.", "Nutrition: calories 90"],
      },
    });
  });

  it("Chowdown's", () => {
    expect(first("chowdown")).toMatchObject({
      title: "Corn soup",
      summary: "A soup for August.",
      servings: 4,
      prepMinutes: 10,
      url: "https://example.org/corn",
      pictures: ["corn.jpg", "images/corn.jpg"],
      ingredients: ["4 ears corn", "1 onion, diced"],
      steps: ["Fry the onion.", "Add the corn: it takes 10 minutes."],
      extras: { tags: ["soup", "summer"], notes: ["Good cold."] },
    });
  });

  it("Plan to Eat's text", () => {
    const found = findRecipesInText(SAMPLES["plan-to-eat"]);
    expect(found).toHaveLength(2);
    expect(found[0]).toMatchObject({
      title: "Potato bake",
      servings: 6,
      prepMinutes: 15,
      cookMinutes: 45,
      url: "https://example.org/bake",
      pictures: ["https://example.org/bake.jpg"],
      ingredients: ["1 kg potatoes", "200 ml cream"],
      steps: ["Slice.", "Bake."],
      extras: {
        tags: ["easy", "oven", "Potato"],
        categories: ["Main"],
        rating: { stars: 4, count: null },
      },
    });
  });

  it("Plan to Eat's table", () => {
    expect(first("plan-to-eat-table")).toMatchObject({
      title: "Table bake",
      cuisine: "Polish",
      servings: 6,
      url: "https://example.org/t",
      pictures: ["https://example.org/t.jpg"],
      extras: {
        yieldText: "1 dish",
        tags: ["easy", "oven", "Potato"],
        categories: ["Main"],
        rating: { stars: 4, count: null },
        author: "A friend",
      },
    });
  });

  it("Markdown's, recipe by recipe", () => {
    const found = findRecipesInText(SAMPLES.markdown);
    expect(found.map(({ title }) => title)).toEqual(["Rice pudding", "Milk toast"]);
    expect(found[0]).toMatchObject({
      summary: "Warm and plain.",
      servings: 4,
      cookMinutes: 40,
      url: "https://example.org/rice",
      pictures: ["rice.jpg"],
      ingredients: ["Pudding:", "150 g rice", "1 l milk"],
      steps: ["Simmer for 40 minutes.", "Rest."],
      extras: { tags: ["sweet", "winter"], notes: ["Stir often."] },
    });
  });

  it("a plain text's", () => {
    expect(first("plain text")).toMatchObject({
      title: "Grandmother's Beans",
      ingredients: ["500 g green beans", "1 onion"],
      steps: ["Boil the beans.", "Fry the onion."],
    });
  });
});

describe("what is no recipe", () => {
  it.each([
    ["a readme", "# A project\n\nInstall it.\n\n## Method\n\nRun it.\n"],
    ["front matter without a recipe", "---\ntitle: About\n---\nHello.\n"],
    ["broken front matter", "---\ntitle: [a\n---\nHello.\n"],
    ["a table of other things", "a,b,c\n1,2,3\n"],
    ["settings", '{"theme": "dark", "steps": []}'],
  ])("%s", (_, text) => {
    expect(findRecipesInText(text)).toEqual([]);
  });
});
