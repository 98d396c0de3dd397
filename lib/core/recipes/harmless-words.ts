import type { Food } from "./food";

/*
 * The closed lists of words that may stand beside the name of a food without making it another food. A word that is in
 * none of them makes the line "something else": it is safer to ask once too often than to call almond flour flour. A
 * word that is harmless for some foods only (red onion, whole milk) is one of the food's own `kinds`.
 */

const list = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Size, freshness, quality, temperature and preparing: before or behind any name. */
const ANYWHERE = list(`
  large small medium big huge tiny jumbo extra xl mini little giant average sized
  fresh freshly ripe overripe young raw frozen thawed defrosted stale new baby tender uncooked leftover
  organic good best quality high fine coarse finely coarsely thinly thickly roughly lightly firmly loosely very well
  packed homemade regular unwaxed seedless pitted unpitted stoned
  cold chilled softened melted cooled warmed
  chopped sliced diced minced grated shredded crushed peeled unpeeled cored trimmed washed rinsed drained halved
  quartered cubed cut torn julienned zested juiced squeezed beaten whisked separated sifted sieved toasted roasted grilled
  cooked boiled steamed blanched soaked strained undrained hulled shelled deveined boned deboned boneless skinless skinned scrubbed
  cleaned picked snipped bruised smashed flaked crumbled shaved slivered pounded butterflied jointed scored divided
  whole half lean heaped heaping level rounded scant generous thick thin long short
  unsweetened unsalted
`);

/** The same, of several words. */
const PHRASES = [
  "free range",
  "grass fed",
  "corn fed",
  "bone in",
  "skin on",
  "skin off",
  "tail on",
  "good quality",
  "best quality",
  "high quality",
  "extra large",
  "medium sized",
  "good sized",
  "bite size",
  "bite sized",
  "low sodium",
  "low salt",
  "reduced salt",
  "reduced sodium",
  "no added salt",
  "no salt added",
  "lightly salted",
  "room temperature",
  "at room temperature",
  "to taste",
  "to serve",
  "to garnish",
  "for serving",
  "if needed",
  "if desired",
  "as needed",
  "or to taste",
  "or more to taste",
  "or more",
  "store bought",
  "shop bought",
  "ready made",
  "home made",
  "day old",
  "ice cold",
  "de seeded",
  "cut up",
  "thumb sized piece",
  "spooned and leveled",
  "spooned and levelled",
  "patted dry",
  "pat dry",
].map((phrase) => phrase.split(" "));

/** The fat content of a dairy food does not make it another food. */
const DAIRY_PHRASES = [
  "full fat",
  "low fat",
  "half fat",
  "reduced fat",
  "non fat",
  "fat free",
  "whole milk",
].map((phrase) => phrase.split(" "));

/** Words only in what stands behind a comma or in brackets. */
const ASIDE = list(`
  to taste serve serving garnish for the a an and or plus more extra about approx approximately ca from into in at if
  needed need as desired desire optional of on off each per then not too but just only left aside set until pieces piece
  chunks cubes strips rings rounds halves quarters wedges slices slice bite size inch inches cm mm wide lengthways
  lengthwise crosswise diagonally half ends end tops top roots root stems stem stalks stalk core cores seeds seed skin skins
  peel rind zest juice leaves leaf parts part bones bone fat excess dry dried patted pat removed remove discarded reserved
  reserve deseeded seeded room temperature note notes see below above recipe total weight g kg ml l oz ounce ounces lb lbs pound
  pounds gram grams cup cups tbsp tsp tablespoon tablespoons teaspoon teaspoons clove cloves can cans tin tins jar jars
  package packet pack bag bunch bunches handful sprig sprigs head heads optionally preferably ideally thawed less
  depending x bite sized by hand both sides all it them you like needed required enough
  matchsticks batons squares ribbons crust crusts dip some soft firm first sold rest stripped two three four fillet fillets
  warm hot lukewarm liquid brine water mashed with without
`);

/** Of these only where something more is said ("fat removed", "in brine"): alone they may be what is meant. */
const NEVER_ALONE = list(
  "juice bone bones fat dip liquid brine water skin skins core seed seeds stem stems root roots peel rind zest rest tin tins can cans jar jars",
);

/** Parts one buys or cuts, behind the name: chicken breast, celery stalks. Never "flakes", "seeds" or "powder". */
const PARTS = {
  produce: list(
    "leaf leaves sprig sprigs stem stems stalk stalks bunch head heads clove cloves bulb bulbs floret florets halves quarters slice slices cube cubes chunk chunks piece pieces strip strips ribs rib spears top tops flesh",
  ),
  stick: list("stick sticks"),
  fruit: list("wedge wedges segments segment"),
  citrus: list("juice zest rind peel wedge wedges slice slices halves"),
  zest: list("zest rind peel"),
  meat: list(
    "breast breasts thigh thighs leg legs drumstick drumsticks fillet fillets filet filets tenderloin shoulder loin belly chop chops chuck brisket shank shanks rib ribs cheek cheeks neck rump sirloin flank pieces piece strips cubes chunks joint rasher rashers lardon lardons slice slices steak steaks meat halves half roast",
  ),
  fish: list("fillet fillets filet filets steak steaks loin loins pieces piece chunks meat tails"),
  dairy: list("slice slices cube cubes piece pieces chunks"),
  nuts: list("halves pieces kernels"),
  bread: list("slice slices piece pieces cubes chunks roll rolls"),
} as const;

const STICKS = list("celery carrot cucumber");
const CITRUS = list("lemon lime");
const MEATS: ReadonlySet<Food["origin"]> = new Set(["poultry", "beef", "lamb", "pork"]);
const SEA: ReadonlySet<Food["origin"]> = new Set(["fish", "crustacean", "mollusc"]);

function partsOf(food: Food): readonly ReadonlySet<string>[] {
  const { aisle, origin, id } = food;
  const sets: ReadonlySet<string>[] = [];
  if (CITRUS.has(id)) sets.push(PARTS.citrus);
  if (id === "orange") sets.push(PARTS.zest);
  if (STICKS.has(id)) sets.push(PARTS.stick);
  if (aisle === "vegetables" || aisle === "herbs") sets.push(PARTS.produce);
  else if (aisle === "fruit") sets.push(PARTS.fruit, PARTS.produce);
  else if (aisle === "nuts") sets.push(PARTS.nuts);
  else if (aisle === "bakery") sets.push(PARTS.bread);
  else if (aisle === "meat" && MEATS.has(origin)) sets.push(PARTS.meat);
  else if (SEA.has(origin) && aisle === "fish") sets.push(PARTS.fish);
  else if (aisle === "dairy" && id !== "milk" && id !== "butter" && id !== "cream") sets.push(PARTS.dairy);
  return sets;
}

/** Phrases by their first word. */
type Phrases = ReadonlyMap<string, readonly (readonly string[])[]>;
function byFirstWord(phrases: readonly (readonly string[])[]): Phrases {
  const map = new Map<string, (readonly string[])[]>();
  for (const phrase of phrases) map.set(phrase[0]!, [...(map.get(phrase[0]!) ?? []), phrase]);
  return map;
}
const COMMON = byFirstWord(PHRASES);

/** What may stand beside a food, worked out once for each. */
interface Beside {
  readonly own: Phrases;
  readonly parts: readonly ReadonlySet<string>[];
}
const worked = new WeakMap<Food, Beside>();
function besideOf(food: Food): Beside {
  const known = worked.get(food);
  if (known) return known;
  const kinds = (food.kinds ?? []).map((kind) => kind.split(" "));
  const own = byFirstWord(food.aisle === "dairy" ? [...DAIRY_PHRASES, ...kinds] : kinds);
  const beside = { own, parts: partsOf(food) };
  worked.set(food, beside);
  return beside;
}

/** The length of the longest phrase that begins at a place; 0 for none. */
function phraseLength(words: readonly string[], at: number, phrases: Phrases): number {
  let longest = 0;
  for (const phrase of phrases.get(words[at]!) ?? [])
    if (phrase.length > longest && phrase.every((word, i) => words[at + i] === word)) longest = phrase.length;
  return longest;
}

export type WordPlace = "before" | "behind" | "aside";

/**
 * Whether all the words beside a food's name leave it that food.
 * @param words from `foodWords`
 * @param place before the name, right behind it, or after a comma or in brackets
 */
export function areHarmless(words: readonly string[], food: Food, place: WordPlace): boolean {
  if (words.length === 0) return true;
  const beside = besideOf(food);
  const parts = place === "before" ? [] : beside.parts;
  const [only] = words;
  if (
    place === "aside" &&
    words.length === 1 &&
    NEVER_ALONE.has(only!) &&
    !beside.own.get(only!)?.some((phrase) => phrase.length === 1) &&
    !parts.some((set) => set.has(only!))
  )
    return false;
  let at = 0;
  while (at < words.length) {
    const phrase = Math.max(phraseLength(words, at, COMMON), phraseLength(words, at, beside.own));
    if (phrase > 0) {
      at += phrase;
      continue;
    }
    const word = words[at]!;
    const isJoin = word === "and" && at > 0 && at < words.length - 1;
    const isShare =
      /^\d+%$/.test(word) &&
      (food.aisle === "dairy" || food.aisle === "meat" || food.id.includes("chocolate"));
    const isNumber = place === "aside" && /^\d+(?:g|kg|ml|l|cm|mm|oz|lb)?$/.test(word);
    const isKnown =
      ANYWHERE.has(word) ||
      parts.some((set) => set.has(word)) ||
      (place === "aside" && ASIDE.has(word)) ||
      isJoin ||
      isShare ||
      isNumber;
    if (!isKnown) return false;
    at++;
  }
  return true;
}

/** True where the words say how, how large, how fresh, and name nothing yet: "boneless", "large and ripe". */
export function isOnlyManner(words: readonly string[]): boolean {
  let at = 0;
  while (at < words.length) {
    const phrase = phraseLength(words, at, COMMON);
    if (phrase > 0) at += phrase;
    else if (ANYWHERE.has(words[at]!) || words[at] === "and") at++;
    else return false;
  }
  return words.length > 0;
}

/** What a food is for is no part of it, unless it says what the food is ("for a vegan version"). */
const PURPOSE_SAYS_MORE = list(
  "vegan vegetarian veggie free dairy gluten lactose nut nuts plant substitute instead alternative use using swap version replace allergy allergies",
);
export function isPlainPurpose(words: readonly string[]): boolean {
  return words.length <= 8 && !words.some((word) => PURPOSE_SAYS_MORE.has(word));
}
