import { foodWords } from "../food-words";
import type { LanguageCode } from "./language";

/** Words that recipes of a language hold most: units, small words, what is in every kitchen. Few are in several lists. */
const WORDS: Readonly<Record<LanguageCode, string>> = {
  en: "the of and cup cups tbsp tsp teaspoon teaspoons tablespoon tablespoons with for to until heat add oven minutes chopped sliced large fresh ground sugar flour eggs egg salt pepper butter milk water oil cloves garlic onion bake stir cook serve into large small pinch ounces lb",
  de: "und mit der die das den für tl el prise prisen zehe zehen bund mehl zucker eier ei zwiebel zwiebeln salz pfeffer butter milch wasser öl olivenöl gehackt im in ca backen geben lassen minuten ofen dann oder zum päckchen stück nach sahne käse",
  fr: "de la le les et à des du un une cuillère cuillères soupe café sucre farine œufs œuf sel poivre beurre lait eau huile gousse gousses ail oignon oignons avec dans pour minutes faire ajouter four mélanger pincée crème fraîche dl pendant cuire",
  es: "de la el los las y con una un cucharada cucharadas cucharadita cucharaditas azúcar harina huevos huevo sal pimienta mantequilla leche agua aceite dientes diente ajo cebolla en al para minutos horno añadir gusto oliva picada mezclar cocer hasta",
  it: "di il la le e con una un cucchiai cucchiaio cucchiaino cucchiaini zucchero farina uova uovo sale pepe burro latte acqua olio spicchio spicchi aglio cipolla per minuti qb della nel forno aggiungere extravergine oliva cuocere mescolare fino",
  nl: "van de het en met een eetlepel eetlepels theelepel theelepels el tl suiker bloem eieren ei zout peper boter melk water olie teentje teentjes tenen ui uien knoflook voor minuten oven gesneden fijngehakt gram in snufje roer bak verwarm op olijfolie",
  pt: "de a o os e com uma um colher colheres sopa chá açúcar farinha ovos ovo sal pimenta manteiga leite água azeite óleo dentes dente alho cebola em para minutos forno xícara gosto picada junte leve misture até q.b",
  sv: "och med en ett msk tsk dl krm socker mjöl vetemjöl ägg salt peppar smör mjölk vatten olja klyfta klyftor vitlök lök till i minuter ugnen st stek rör blanda på grädde gul hackad svartpeppar koka",
  pl: "i z na do w łyżka łyżki łyżek łyżeczka łyżeczki szklanka szklanki cukru mąki jajka jajko sól soli pieprz pieprzu masło masła mleka wody oleju ząbki ząbek czosnku cebula cebuli minut dodać piec smaku oraz wymieszać szczypta",
};
const SETS = Object.entries(WORDS).map(
  ([code, words]) => [code as LanguageCode, new Set(foodWords(words))] as const,
);
const MAX_WORDS = 2000;

/**
 * The language of texts by the words in them.
 * @param declared what their page says; it holds unless another has more than twice as many words
 * @returns null where none stands out
 */
export function tellLanguage(texts: readonly string[], declared: string | null = null): LanguageCode | null {
  const words = foodWords(texts.join(" ").slice(0, 40_000).replace(/['’]/g, " ")).slice(0, MAX_WORDS);
  const counted = SETS.map(([code, set]) => ({
    code,
    count: words.filter((word) => set.has(word)).length,
  })).sort((a, b) => b.count - a.count);
  const [best, next] = counted;
  if (!best || !next) return null;
  const said = counted.find(({ code }) => code === declared);
  if (said && said.count > 0 && said.count * 2 >= best.count) return said.code;
  return best.count >= 3 && best.count >= next.count * 1.3 + 1 ? best.code : null;
}
