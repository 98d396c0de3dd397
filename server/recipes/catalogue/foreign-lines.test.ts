import { expect, it } from "vitest";
import { draftFrom, markUnmarked, partLines, readLines } from "@/lib/core/recipes/import/draft";
import { loadLanguages } from "@/lib/core/recipes/languages/registry";
import { createVocabulary, inLanguage } from "@/lib/core/recipes/vocabulary";
import { readCatalogue } from "./catalogue";

const catalogue = await readCatalogue();
const languageOf = await loadLanguages();
const english = createVocabulary(catalogue.foods, []);
const read = (code: string, ...ingredients: string[]) => {
  const draft = draftFrom({
    title: "x",
    summary: null,
    cuisine: null,
    servings: 4,
    prepMinutes: null,
    cookMinutes: null,
    totalMinutes: null,
    ingredients,
    steps: ["y"],
    url: null,
    extras: { language: code },
  });
  const vocabulary = inLanguage(english, languageOf(code));
  return readLines(partLines(draft, vocabulary), vocabulary).map(({ ingredient, isDoubtful }) =>
    [ingredient.quantity, ingredient.unit, ingredient.foodId, isDoubtful ? "asks" : "sure"].join(" "),
  );
};

it.each([
  ["de", "1,5 kg Kartoffel(n)", "1.5 kg potato sure"],
  ["de", "1.000 g Mehl", "1000 g flour sure"],
  ["de", "1 TL, gestr. Salz", "1 tsp salt sure"],
  ["de", "2 Knoblauchzehen", "2 clove garlic sure"],
  ["de", "1 Dose Mais (285 g)", "285 g corn sure"],
  ["de", "1 Becher Sahne", "1 pc cream asks"],
  ["fr", "1 bouquet garni", "1 pc bouquet-garni sure"],
  ["fr", "2 c. à s. d'huile d'olive", "2 tbsp olive-oil sure"],
  ["fr", "le jus d'1/2 citron", "0.5 pc lemon sure"],
  ["es", "1/4 de cucharadita de canela", "0.25 tsp cinnamon sure"],
  ["es", "1 lata de 400 g de tomate triturado", "400 g tinned-tomatoes sure"],
  ["it", "Uova 3", "3 pc egg sure"],
  ["it", "Farina 00 250 g", "250 g flour sure"],
  ["it", "1 etto di burro", "100 g butter sure"],
  ["nl", "1 ons geraspte kaas", "100 g cheese sure"],
  ["pt", "2 colheres (sopa) de azeite", "2 tbsp olive-oil sure"],
  ["pt", "2 e 1/2 xícaras de farinha de trigo", "2.5 cup flour asks"],
  ["sv", "2 krm salt", "2 ml salt sure"],
  ["pl", "20 dag masła", "200 g butter sure"],
  ["pl", "1 i 1/2 szklanki mąki", "1.5 cup flour asks"],
])("in %s, %s is %s", (code, line, wanted) => {
  expect(read(code, line)).toEqual([wanted]);
});

it("parts salt and pepper in every language", () => {
  for (const [code, line] of Object.entries({
    de: "Salz und Pfeffer",
    fr: "sel et poivre",
    es: "sal y pimienta",
    it: "sale e pepe",
    nl: "zout en peper",
    sv: "salt och peppar",
    pl: "sól i pieprz",
  }))
    expect(read(code, line).sort()).toEqual(["  black-pepper sure", "  salt sure"]);
});

it("reads a word by the page's language: French raisins are grapes", () => {
  expect(read("fr", "200 g de raisins")).toEqual(["200 g grape sure"]);
  expect(read("en", "200 g raisins")).toEqual(["200 g raisins sure"]);
});

it("makes every line of an unmarked page doubtful", () => {
  const [draft] = [draftFrom({ title: "x", summary: null, cuisine: null, servings: 4, prepMinutes: null, cookMinutes: null, totalMinutes: null, ingredients: ["2 onions"], steps: ["y"], url: null, isUnmarked: true })];
  const [line] = markUnmarked(draft!, readLines(draft!, english));
  expect(line).toMatchObject({ isDoubtful: true, ingredient: { foodId: "onion", isDoubtful: true } });
});
