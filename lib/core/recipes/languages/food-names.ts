import { foodWords } from "../food-words";
import de from "./foods/de.json";
import es from "./foods/es.json";
import fr from "./foods/fr.json";
import it from "./foods/it.json";
import nl from "./foods/nl.json";
import pl from "./foods/pl.json";
import pt from "./foods/pt.json";
import sv from "./foods/sv.json";
import { readNames } from "./language";

/** A food's name in some language, as it is written and in plain words to compare by. */
export interface ForeignName {
  readonly text: string;
  readonly plain: string;
}

/** What foods are called in the languages beside English, by food. Loaded where somebody types a name. */
export const FOREIGN_NAMES: ReadonlyMap<string, readonly ForeignName[]> = collect();

function collect(): Map<string, readonly ForeignName[]> {
  const byFood = new Map<string, Map<string, ForeignName>>();
  for (const data of [de, fr, es, it, nl, pt, sv, pl])
    for (const [id, { names }] of readNames(data)) {
      const known = byFood.get(id) ?? new Map<string, ForeignName>();
      for (const { text } of names) {
        const plain = plainName(text);
        if (!known.has(plain)) known.set(plain, { text, plain });
      }
      byFood.set(id, known);
    }
  return new Map([...byFood].map(([id, names]) => [id, [...names.values()]]));
}

/** A name in plain words, the apostrophe of "huile d'olive" between two. */
export function plainName(text: string): string {
  return foodWords(text.replace(/['’]/g, " ")).join(" ");
}

/** Words of English that are a food elsewhere: whoever types them means the English word. */
const ENGLISH_WORDS = new Set("pan more room look sale rape latte date ham fond sal rum".split(" "));

/** Foods that go by exactly this name in one of the languages. @param plain from `plainName` */
export function foodsCalled(plain: string): readonly string[] {
  if (plain.length < 2 || ENGLISH_WORDS.has(plain)) return [];
  return [...FOREIGN_NAMES].flatMap(([id, names]) =>
    names.some((name) => name.plain === plain) ? [id] : [],
  );
}
