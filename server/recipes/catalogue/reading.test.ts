import { isSafe } from "@/lib/core/recipes/diet-and-allergen-filter";
import { requiredMask } from "@/lib/core/recipes/diet-and-allergen-filter";
import { safetyMask } from "@/lib/core/recipes/diet-and-allergen-filter";
import { freeOf } from "@/lib/core/recipes/allergens";
import { describe, expect, it, vi } from "vitest";
import { suits } from "@/lib/core/recipes/diets";
import { ingredientText } from "@/lib/core/recipes/export/json-ld";
import { ALLERGENS, type Food, OTHER_FOOD } from "@/lib/core/recipes/food";
import { readFoodPhrase } from "@/lib/core/recipes/food-phrase";
import { foodWords } from "@/lib/core/recipes/food-words";
import { readLine } from "@/lib/core/recipes/import/draft";
import { createVocabulary } from "@/lib/core/recipes/vocabulary";
import { readCatalogue } from "./catalogue";

// reads every recipe
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const catalogue = await readCatalogue();
const vocabulary = createVocabulary(catalogue.foods, catalogue.substitutions);
const named = catalogue.foods.filter((food) => food.id !== OTHER_FOOD);
const read = (text: string) => {
  const { ingredient, isDoubtful, candidates } = readLine({ text, foodId: null }, vocabulary);
  return { food: vocabulary.byId.get(ingredient.foodId)!, ingredient, isDoubtful, candidates };
};

/** Words that make another food of whatever they stand beside, or say what it is free of. */
const MODIFIERS = `
  almond|cashew|hazelnut|walnut|pecan|pistachio|macadamia|brazil nut|peanut|chestnut|tigernut|coconut|nut|mixed nut|pine nut|
  almond milk|soy|soya|soybean|oat|rice|hemp|pea protein|lupin|lupine|flax|sesame|sunflower seed|pumpkin seed|poppy seed|chia|
  buckwheat|spelt|rye|barley|kamut|einkorn|emmer|teff|sorghum|millet|amaranth|quinoa|cassava|tapioca|arrowroot|maize|corn|
  chickpea|lentil|bean|potato|banana|plantain|konjac|seaweed|
  beef|veal|pork|lamb|mutton|goat|chicken|turkey|duck|goose|venison|rabbit|bacon|ham|chorizo|sausage|
  fish|salmon|tuna|anchovy|cod|crab|lobster|shrimp|prawn|oyster|clam|mussel|squid|octopus|crayfish|surimi|
  cow|ewe|buffalo|camel|cheese|cheddar|butter|cream|yogurt|whey|casein|milk|buttermilk|egg|egg white|mayonnaise|
  vegan|vegetarian|veggie|meatless|meat free|plant based|plant|dairy free|milk free|lactose free|gluten free|wheat free|egg free|
  nut free|soy free|sugar free|alcohol free|free from|non dairy|no egg|mock|imitation|faux|fake|substitute|alternative|style|
  flavoured|flavored|flavour|vanilla flavoured|chocolate coated|yoghurt coated|chocolate|white chocolate|caramel|honey|
  maple|vanilla|cinnamon spiced|mustard|celery|garlic|onion|herb|pepper|chilli|curry|teriyaki|barbecue|
  extract|essence|flavouring|broth|stock|soup|gravy|bouillon|seasoning|flakes|sauce|paste|puree|powder|flour|meal|starch|bran|
  germ|protein|isolate|oil|fat|lard|shortening|vinegar|wine|beer|liqueur|brandy|juice|syrup|jam|jelly|spread|dip|dressing|
  pesto|salsa|relish|pickle|chutney|crisps|chips|crackers|biscuit|cookie|cake|bread|bun|pie|pastry|dough|pizza|pasta|noodles|
  cereal|granola|muesli|bar|candy|marzipan|nougat|praline|ice cream|custard|pudding|mousse|yogurt drink|milkshake|smoothie|
  stuffed|breaded|battered|marinated|glazed|candied|malted|fortified|filled|coated|infused|crusted|smoky bacon|
  baby formula|baking|salad|sandwich|burger|nuggets|fingers|sticks of rock|roe|liver|blood|gelatine|bone|worcestershire|miso
`
  .split("|")
  .map((word) => word.trim())
  .filter(Boolean);

const namesOf = (food: Food) => [food.name, food.plural, ...(food.names ?? [])];
const nameKeys = new Map<string, Food[]>();
for (const food of named)
  for (const name of namesOf(food))
    nameKeys.set(foodWords(name).join(" "), [...(nameKeys.get(foodWords(name).join(" ")) ?? []), food]);

/** Juice of a lemon is the lemon's. */
const SQUEEZED = ["lemon", "lime"];

/** Whether the food says itself that the modifier leaves it this food, or a longer name holds it. */
const saysIt = (food: Food, modifier: string) => {
  if (modifier === "juice" && SQUEEZED.includes(food.id)) return true;
  const words = foodWords(modifier);
  const own = [...(food.kinds ?? []), ...namesOf(food)].map((entry) => ` ${foodWords(entry).join(" ")} `);
  return own.some((entry) => entry.includes(` ${words.join(" ")} `) || words.every((word) => entry.includes(` ${word}`)));
};

describe("a longer name", () => {
  it("is tried with at least 200 modifiers", () => {
    expect(new Set(MODIFIERS).size).toBeGreaterThanOrEqual(200);
  });

  it.each(named.map((food) => [food.id, food] as const))("is never %s by a shorter one inside it", (_, food) => {
    const wrong: string[] = [];
    for (const name of namesOf(food))
      for (const modifier of MODIFIERS)
        for (const phrase of [
          `${modifier} ${name}`,
          `${name} ${modifier}`,
          `${name}, ${modifier}`,
          ...(name === food.name ? [`${name} (${modifier})`, `fresh ${modifier}-${name}, chopped`] : []),
        ]) {
          const found = readFoodPhrase(phrase, vocabulary.foods).food;
          if (found && !saysIt(found, modifier)) wrong.push(`${phrase} -> ${found.id}`);
        }
    expect(wrong).toEqual([]);
  });
});

it("reads every food by each of its own names", () => {
  const wrong = named.flatMap((food) =>
    namesOf(food)
      .filter((name) => nameKeys.get(foodWords(name).join(" "))?.length === 1)
      .filter((name) => read(`100 g ${name}`).food.id !== food.id)
      .map((name) => `${name} -> ${read(`100 g ${name}`).food.id}`),
  );
  expect(wrong).toEqual([]);
});

it("reads the catalogue's own lines as the foods they are", () => {
  const wrong = catalogue.recipes.flatMap((recipe) =>
    recipe.ingredients.flatMap((item) => {
      const text = ingredientText(item, vocabulary);
      const found = read(text);
      return found.food.id === item.foodId && !found.isDoubtful ? [] : [`${text} -> ${found.food.id}`];
    }),
  );
  expect(wrong).toEqual([]);
});

describe("what hides an allergen", () => {
  it.each([
    ["2 cups almond flour", ["nuts"]],
    ["2 cups ground almonds", ["nuts"]],
    ["1 cup soy milk", ["soy"]],
    ["1 cup soya milk", ["soy"]],
    ["2 tbsp cashew butter", ["nuts"]],
    ["1 cup hazelnut milk", ["nuts"]],
    ["1 tsp almond extract", ["nuts"]],
    ["1 tbsp walnut oil", ["nuts"]],
    ["100 g oat flour", ["gluten"]],
    ["1 tsp celery salt", ["celery"]],
    ["100 g lupin flour", ["lupin"]],
    ["100 g crab meat", ["crustaceans"]],
  ])("%s is known and holds %j", (text, allergens) => {
    const { food, isDoubtful } = read(text);
    expect(isDoubtful).toBe(false);
    for (const allergen of [...(food.allergens ?? []), ...food.allergensToCheck])
      expect(ALLERGENS).toContain(allergen);
    for (const allergen of allergens) {
      const held = [...(food.allergens ?? []), ...food.allergensToCheck];
      expect(held).toContain(allergen);
    }
  });

  it.each([
    "1 cup macadamia cream",
    "2 cups tigernut flour",
    "200 g vegan sausage",
    "100 g vegan butter",
    "1 cup non-dairy milk",
    "200 g gluten-free flour",
    "1 cup beef gravy",
    "100 g butter (or almond butter)",
    "1 cup milk, or almond milk",
    "100 g flour, gluten free",
    "100 g butter / cashew butter",
    "2 tbsp garlic bread",
    "1 cup chicken seasoning",
    "100 g cream (vegan)",
    "200 g surimi crab",
    "1 tbsp almond-based cream",
    "1 cup half and half",
    "1 tbsp honey mustard",
    "300 g cheese for a vegan version",
    "2 tbsp vinegar",
    "1 l stock",
    "200 g noodles",
    "300 g mince",
    "100 g chocolate",
    "1 tortilla",
  ])("%s is something else, of which nothing is known", (text) => {
    const { food, isDoubtful } = read(text);
    expect([food.id, isDoubtful]).toEqual([OTHER_FOOD, true]);
    for (const allergen of ALLERGENS) {
      expect(freeOf(allergen, [food])).toBe("unknown");
      expect(isSafe(safetyMask([food]), requiredMask([], [allergen]))).toBe(false);
    }
    expect(suits("vegan", [food])).toBe("unknown");
  });
});

it.each([
  ["1 tsp red pepper flakes", "chili-flakes"],
  ["2 cups beef broth", "beef-stock"],
  ["2 boneless, skinless chicken breasts, cut into 1-inch cubes", "chicken"],
  ["2 tablespoons extra-virgin olive oil, plus more for drizzling", "olive-oil"],
  ["1 lb. Yukon Gold potatoes (about 3), peeled and diced", "potato"],
  ["3 cloves garlic, minced", "garlic"],
  ["1/2 cup freshly grated Parmesan cheese", "parmesan"],
  ["1 large egg, at room temperature, lightly beaten", "egg"],
  ["Freshly ground black pepper, to taste", "black-pepper"],
  ["2 % milk", "milk"],
  ["1 cup 2% milk", "milk"],
  ["juice of 1 lemon", "lemon"],
  ["2 tbsp lemon juice", "lemon"],
  ["crème fraîche", "creme-fraiche"],
  ["cre\u0300me frai\u0302che", "creme-fraiche"],
  ["200 g cherry tomatoes, halved", "tomato"],
  ["400 g tin chopped tomatoes", "tinned-tomatoes"],
  ["1 tsp pepper", "black-pepper"],
])("%s is %s", (text, foodId) => {
  expect(read(text).food.id).toBe(foodId);
});
