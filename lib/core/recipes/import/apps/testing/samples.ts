/** A small file as each app writes it, with every field that its makers describe. Made up for the tests. */
export const SAMPLES = {
  mealie: JSON.stringify({
    name: "Plum cake",
    slug: "plum-cake",
    description: "A tray of plums.",
    recipeYield: "tray",
    recipeYieldQuantity: 1,
    recipeServings: 12,
    prepTime: "20 minutes",
    performTime: "40 minutes",
    totalTime: "1 hour",
    rating: 4.5,
    orgURL: "https://example.org/plums",
    tags: [{ name: "Autumn", slug: "autumn" }],
    recipeCategory: [{ name: "Cake", slug: "cake" }],
    tools: [{ name: "Baking tray" }],
    nutrition: { calories: "210", fatContent: "8", sodiumContent: null },
    notes: [{ title: "Keeping", text: "Keeps three days." }],
    comments: [{ text: "Good with cream." }],
    recipeIngredient: [
      { title: "Dough", quantity: 250, unit: { name: "g" }, food: { name: "flour" }, note: "" },
      { title: "Topping", quantity: 500, unit: { name: "g" }, food: { name: "plums" }, note: "halved" },
      { quantity: 1, unit: null, food: null, note: "pinch of cinnamon" },
    ],
    recipeInstructions: [
      { title: "Dough", text: "Knead." },
      { title: "Topping", text: "Lay the plums on." },
      { title: "", summary: "Bake", text: "Until brown." },
    ],
  }),
  tandoor: JSON.stringify({
    name: "Pea rice",
    description: "Rice.",
    keywords: [{ name: "Quick" }, { name: "Rice" }],
    working_time: 10,
    waiting_time: 20,
    servings: 3,
    servings_text: "bowls",
    source_url: "https://example.org/peas",
    nutrition: { calories: 300, proteins: 9, source: "" },
    steps: [
      {
        name: "Rice",
        instruction: "Boil the rice.",
        time: 15,
        order: 0,
        show_as_header: true,
        ingredients: [{ food: { name: "rice" }, unit: { name: "g" }, amount: 250, note: "rinsed", order: 0 }],
      },
      {
        name: "Peas",
        instruction: "Stir in for 2 minutes.",
        time: 0,
        order: 1,
        show_as_header: true,
        ingredients: [
          { food: { name: "salt" }, unit: null, amount: 0, no_amount: true, order: 1 },
          { food: { name: "peas" }, unit: { name: "cup" }, amount: 1.5, note: "", order: 0 },
        ],
      },
    ],
  }),
  paprika: JSON.stringify({
    name: "Loaf",
    description: "Bread.",
    ingredients: "Dough:\n2 cups flour\n\n200 ml water",
    directions: "Dough:\nKnead.\n\nBake.",
    servings: "1 loaf",
    prep_time: "20 mins",
    cook_time: "35 mins",
    difficulty: "Easy",
    rating: 4,
    categories: ["Bread"],
    notes: "Freezes well.\nSlice first.",
    nutritional_info: "200 kcal",
    source: "A book",
    source_url: "https://example.org/loaf",
    image_url: "https://example.org/loaf.jpg",
    photo_data: "A".repeat(200),
  }),
  nextcloud: JSON.stringify({
    "@context": "http://schema.org",
    "@type": "Recipe",
    id: "12",
    name: "Lentil pot",
    description: "Lentils.",
    url: "https://example.org/lentils",
    image: "/Recipes/Lentil pot/full.jpg",
    prepTime: "PT0H10M",
    cookTime: "PT0H30M",
    recipeYield: 4,
    keywords: "winter,stew",
    recipeCategory: "Main",
    tool: ["Large pot"],
    nutrition: { "@type": "NutritionInformation", calories: "250 kcal" },
    recipeIngredient: ["## Pot", "200 g lentils"],
    recipeInstructions: ["Boil.", "Eat."],
  }),
  "recipe-sage": JSON.stringify([
    {
      "@context": "http://schema.org",
      "@type": "Recipe",
      name: "Bean salad",
      description: "Beans.",
      prepTime: "PT10M",
      totalTime: "PT20M",
      recipeYield: "2 bowls",
      image: ["https://example.org/beans.jpg"],
      recipeCategory: ["salad", "quick"],
      creditText: "Aunt Ida",
      isBasedOn: "https://example.org/beans",
      comment: [{ "@type": "Comment", name: "Author Notes", text: "Better the next day." }],
      recipeIngredient: ["[Salad]", "1 can beans", "[Dressing]", "1 tbsp oil"],
      recipeInstructions: [
        { "@type": "HowToStep", text: "[Salad]" },
        { "@type": "HowToStep", text: "Drain the beans." },
        { "@type": "HowToStep", text: "[Dressing]" },
        { "@type": "HowToStep", text: "Stir the oil in." },
      ],
    },
  ]),
  "copy-me-that": `<html><body><div class="recipe">
    <div id="name">Fig tart</div><img class="recipeImage" src="images/fig.jpg">
    <div id="link">Adapted from <a id="original_link" href="https://example.org/figs">example.org</a></div>
    <div id="categories"><span class="recipeCategory">Tags:</span><span class="recipeCategory">Dessert</span></div>
    <div id="extra_info"><span id="starred">*</span><span id="made_this">I made this</span>
      <span id="rating">Rating: <span id="ratingValue">4</span></span></div>
    <div id="description">Sweet.</div>
    <div id="servings">Servings: <a id="recipeYield">8</a></div>
    <ul id="recipeIngredients"><li class="recipeIngredient_subheader">Crust</li><li class="recipeIngredient">200 g flour</li>
      <li class="recipeIngredient">6 figs</li></ul>
    <ol id="recipeInstructions"><li class="instruction">Make the crust.</li><li class="instruction">Bake.</li></ol>
    <ul id="recipeNotes"><li class="recipeNote">Serve warm.</li></ul></div></body></html>`,
  "recipe-keeper": `<html><body><div class="recipe-details">
    <h2 itemprop="name">Dumplings</h2><span itemprop="recipeYield">20 dumplings</span>
    <meta content="PT30M" itemprop="prepTime"><meta content="PT10M" itemprop="cookTime">
    <span itemprop="recipeCourse">Main</span><meta content="Asian" itemprop="recipeCategory">
    <meta content="Weekend" itemprop="recipeCollection"><meta content="5" itemprop="recipeRating">
    <meta content="True" itemprop="recipeIsFavourite">
    <span itemprop="recipeSource"><a href="https://example.org/dumplings">example.org</a></span>
    <img src="images/dumplings_0.jpg" class="recipe-photo" itemprop="photo0">
    <div itemprop="recipeIngredients"><p>Dough:</p><p>300 g flour</p><p>1 cup water</p></div>
    <div itemprop="recipeDirections"><p>1. Knead.</p><p>2. Fill.</p></div>
    <div itemprop="recipeNotes"><p>Freeze the rest.</p></div>
    <meta content="90" itemprop="recipeNutCalories"></div></body></html>`,
  chowdown: `---
layout: recipe
title: "Corn soup"
image: corn.jpg
imagecredit: https://example.org/photographer
tags: soup, summer
yield: 4 servings
prep_time: 10 min
source: https://example.org/corn

ingredients:
- 4 ears corn
- 1 onion, diced

directions:
- Fry the onion.
- Add the corn: it takes 10 minutes.
---
A soup for August.

Good cold.
`,
  "plan-to-eat": `--------------------
Title: "Potato bake"
Description: Potatoes.
Source: https://example.org/bake
Serves: 6
Photo Url: https://example.org/bake.jpg
Prep Time: 15 min
Cook Time: 45 min
Course: Main
Main Ingredient: Potato
Tags: easy^oven
Rating: 4
Ingredients:
1 kg potatoes
200 ml cream
Directions:
Slice.
Bake.
--------------------
Title: Second
Ingredients:
2 eggs
Directions:
Boil them.
`,
  "plan-to-eat-table": `Title,Course,Cuisine,Main Ingredient,Description,Source,Url,Prep Time,Cook Time,Servings,Yield,Ingredients,Directions,Tags,Rating,Photo Url
Table bake,Main,Polish,Potato,Potatoes.,A friend,https://example.org/t,15 min,45 min,6,1 dish,"1 kg potatoes
200 ml cream","Slice.
Bake.","easy, oven",4,https://example.org/t.jpg
`,
  markdown: `# Rice pudding

Warm and plain.

- Serves: 4
- Cook time: 40 min
- Tags: sweet, winter
- Source: [a page](https://example.org/rice)

![The pudding](rice.jpg)

## Ingredients

### Pudding
- 150 g rice
* 1 l **milk**

## Method

1. Simmer for 40 minutes.
2. Rest.

## Notes

Stir often.

# Milk toast

## Ingredients
- 2 slices bread

## Directions
1. Toast.
`,
  "plain text": `Grandmother's Beans

Serves 4

INGREDIENTS
500 g green beans
1 onion

METHOD
Boil the beans.
Fry the onion.
`,
} as const;
