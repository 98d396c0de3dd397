import { describe, expect, it, vi } from "vitest";
import { freeOf } from "@/lib/core/recipes/allergens";
import { ALLERGENS, OTHER_FOOD } from "@/lib/core/recipes/food";
import { allAlike } from "@/lib/core/recipes/food-phrase";
import { readLine } from "@/lib/core/recipes/import/draft";
import { LANGUAGES } from "@/lib/core/recipes/languages/language";
import { loadLanguages } from "@/lib/core/recipes/languages/registry";
import { createVocabulary, inLanguage } from "@/lib/core/recipes/vocabulary";
import { readCatalogue } from "./catalogue";

// reads every name of every food
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const catalogue = await readCatalogue();
const english = createVocabulary(catalogue.foods, catalogue.substitutions);
const languageOf = await loadLanguages();
const foreign = LANGUAGES.filter((code) => code !== "en");
const read = (code: string, text: string) => {
  const vocabulary = inLanguage(english, languageOf(code));
  const { ingredient, isDoubtful } = readLine({ text, foodId: null }, vocabulary);
  return { ...ingredient, isDoubtful: isDoubtful, food: english.byId.get(ingredient.foodId)! };
};

describe.each(foreign)("the names in %s", (code) => {
  const names = [...languageOf(code).names!];
  const foodsOf = new Map<string, string[]>();
  for (const [id, { names: list }] of names)
    for (const { words } of list) foodsOf.set(words.join(" "), [...new Set([...(foodsOf.get(words.join(" ")) ?? []), id])]);

  it("are of foods the vocabulary has, at least two hundred", () => {
    expect(names.map(([id]) => id).filter((id) => !english.byId.has(id))).toEqual([]);
    expect(names.length).toBeGreaterThanOrEqual(200);
  });

  it("are read as their own food, or asked about where several share one", () => {
    const wrong = names.flatMap(([id, { names: list }]) =>
      list.flatMap(({ text, words }) => {
        const sharing = foodsOf.get(words.join(" ")) ?? [];
        // a name that begins like a packet counts packets
        const isPacket = languageOf(code).amounts.containers.has(words[0]!);
        const found = read(code, isPacket ? `2 ${text}` : `100 g ${text}`);
        if (sharing.length === 1) return found.foodId === id && (isPacket || !found.isDoubtful) ? [] : [`${text} -> ${found.foodId}`];
        // several foods: one of them where they hold the same, and nothing where they do not
        const isRight = found.foodId === OTHER_FOOD ? found.isDoubtful : sharing.includes(found.foodId);
        const isSafe = found.foodId === OTHER_FOOD || allAlike(sharing.map((one) => english.byId.get(one)!));
        return isRight && isSafe ? [] : [`${text} -> ${found.foodId} of ${sharing.join(", ")}`];
      }),
    );
    expect(wrong).toEqual([]);
  });
});

/** Lines whose shorter name would hide an allergen, or free the recipe of one it may hold. */
const HIDDEN: Readonly<Record<string, readonly string[]>> = {
  de: ["200 g getrocknete Feigen", "1 TL gemahlener Ingwer", "100 g geräucherter Fisch",
    "200 ml Mandelsahne", "100 g vegane Butter", "250 g glutenfreies Mehl", "200 ml laktosefreie Milch", "100 g Mehl (glutenfrei)",
    "200 g Butter, vegan", "1 Becher Schlagcreme", "100 g Butter oder Margarine", "2 EL Sojajoghurt", "200 ml Milch (Hafer)",
    "200 g Cashewkäse", "100 g Milchpulver", "1 Pck. Vanillepuddingpulver", "50 g Buchweizenmehl", "100 ml Hafermilch ohne Zucker",
  ],
  fr: ["100 g de figues séchées",
    "20 cl de crème de soja", "100 g de beurre végétal", "250 g de farine sans gluten", "20 cl de lait sans lactose", "100 g de farine (sans gluten)",
    "20 cl de lait d'avoine ou de soja", "2 cuillères à soupe de purée d'amandes", "100 g de beurre ou margarine", "30 g de lait en poudre",
    "100 g de fromage végétal", "200 g de farine de châtaigne", "100 g de chocolat", "10 cl de lait (amande)",
  ],
  es: ["100 g de higos secos",
    "200 ml de nata vegetal", "100 g de mantequilla vegana", "250 g de harina sin gluten", "200 ml de leche sin lactosa", "100 g de harina (sin gluten)",
    "100 g de queso vegano", "100 g de mantequilla o margarina", "2 cucharadas de leche en polvo", "200 g de harina de almendras y trigo", "1 yogur de soja",
    "100 g de chocolate", "100 g de manteca",
  ],
  it: ["100 g di fichi secchi",
    "200 ml di panna vegetale", "100 g di burro vegetale", "250 g di farina senza glutine", "200 ml di latte senza lattosio", "Farina (senza glutine) 250 g",
    "200 ml di panna di soia", "100 g di burro o margarina", "2 cucchiai di latte in polvere", "100 g di cioccolato", "100 g di formaggio vegano", "Pasta di nocciole 50 g",
  ],
  nl: ["100 g gedroogde vijgen",
    "200 ml plantaardige room", "100 g vegan boter", "250 g glutenvrije bloem", "200 ml lactosevrije melk", "100 g bloem (glutenvrij)", "200 ml sojaroom",
    "100 g boter of margarine", "2 el melkpoeder", "100 g chocolade", "100 g vegan kaas", "200 ml melk, haver",
  ],
  pt: ["100 g de figos secos",
    "200 ml de natas vegetais", "100 g de manteiga vegan", "250 g de farinha sem glúten", "200 ml de leite sem lactose", "100 g de farinha (sem glúten)",
    "200 ml de natas de soja", "100 g de manteiga ou margarina", "2 colheres de sopa de leite em pó", "100 g de chocolate", "100 g de queijo vegan",
  ],
  sv: ["100 g torkade fikon",
    "2 dl växtbaserad grädde", "100 g veganskt smör", "5 dl glutenfritt mjöl", "2 dl laktosfri mjölk", "3 dl mjöl (glutenfritt)", "2 dl sojagrädde",
    "100 g smör eller margarin", "2 msk mjölkpulver", "100 g choklad", "100 g vegansk ost", "2 dl mjölk, havre",
  ],
  pl: ["100 g suszonych fig",
    "200 ml śmietanki roślinnej", "100 g masła roślinnego", "250 g mąki bezglutenowej", "200 ml mleka bez laktozy", "100 g mąki (bezglutenowej)",
    "200 ml śmietanki sojowej", "100 g masła lub margaryny", "2 łyżki mleka w proszku", "100 g czekolady", "100 g wegańskiego sera", "200 ml mleka ryżowego",
  ],
};

describe.each(Object.entries(HIDDEN))("in %s", (code, lines) => {
  it.each(lines)("%s is no other food by a shorter name", (text) => {
    const { food, isDoubtful, foodId } = read(code, text);
    // a food of its own in the vocabulary, or none
    if (foodId !== OTHER_FOOD) expect(["milk-powder", "oat-milk", "buckwheat-flour", "soy-yogurt", "soy-cream"]).toContain(foodId);
    else {
      expect(isDoubtful).toBe(true);
      for (const allergen of ALLERGENS) expect(freeOf(allergen, [food])).toBe("unknown");
    }
  });
});
