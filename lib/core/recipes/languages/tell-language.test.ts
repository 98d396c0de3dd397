import { expect, it } from "vitest";
import { tellLanguage } from "./tell-language";

it.each([
  ["en", ["2 cups flour", "1 tsp salt", "Bake for 20 minutes."]],
  ["de", ["250 g Mehl", "2 EL Zucker", "1 Prise Salz"]],
  ["fr", ["250 g de farine", "2 cuillères à soupe de sucre", "3 œufs"]],
  ["es", ["250 g de harina", "2 cucharadas de azúcar", "3 huevos"]],
  ["it", ["250 g di farina", "2 cucchiai di zucchero", "3 uova"]],
  ["nl", ["250 g bloem", "2 eetlepels suiker", "3 eieren", "snufje zout"]],
  ["pt", ["250 g de farinha", "2 colheres de sopa de açúcar", "3 ovos"]],
  ["sv", ["3 dl vetemjöl", "2 msk socker", "1 nypa salt", "2 ägg"]],
  ["pl", ["250 g mąki", "2 łyżki cukru", "3 jajka"]],
])("tells %s by its words", (code, lines) => {
  expect(tellLanguage(lines)).toBe(code);
});

it("leaves a page its declared language unless another has far more words", () => {
  const portuguese = ["2 dentes de alho", "azeite", "sal", "3 ovos", "1 cebola"];
  expect(tellLanguage(portuguese, "pt")).toBe("pt");
  expect(tellLanguage(["250 g Mehl", "2 EL Zucker", "1 Prise Salz", "3 Eier"], "en")).toBe("de");
});

it("tells nothing of too little, or of another language", () => {
  expect(tellLanguage([])).toBeNull();
  expect(tellLanguage(["Pesto", "Couscous"])).toBeNull();
  expect(tellLanguage(["200 g jauhoja", "2 rkl sokeria", "1 tl suolaa"])).toBeNull();
});
