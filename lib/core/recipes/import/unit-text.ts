import type { Unit } from "../food";

/** A unit at the beginning of a text. */
export interface UnitText {
  readonly unit: Unit;
  /** Amount of `unit` in one of what is written. Weights: international avoirdupois; volumes: US customary. */
  readonly factor: number;
  readonly rest: string;
  /** False where countries differ by more than a spoon: a pint. */
  readonly isCertain: boolean;
}

interface Meaning {
  readonly unit: Unit;
  readonly factor: number;
  readonly isCertain: boolean;
}
const OUNCE = 28.349523125;
const FLUID_OUNCE = 29.5735295625;
const unitsOf = (unit: Unit, words: string, factor = 1, isCertain = true): [string, Meaning][] =>
  words.split(",").map((word) => [word.trim(), { unit, factor, isCertain }]);

/** Without full stops and accents, lower case; English, German, French, Spanish, Italian and Swedish. */
const MEANINGS: ReadonlyMap<string, Meaning> = new Map([
  ...unitsOf(
    "g",
    "g, gr, grs, gm, gms, gram, grams, gramme, grammes, gramm, gramos, gramo, grammi, grammo, gramas",
  ),
  ...unitsOf("kg", "kg, kgs, kilo, kilos, kilogram, kilograms, kilogramm, kilogramme, kilogrammes"),
  ...unitsOf("g", "oz, ozs, ounce, ounces", OUNCE),
  ...unitsOf("g", "lb, lbs, pound, pounds", 16 * OUNCE),
  ...unitsOf("g", "pfund", 500),
  ...unitsOf("ml", "ml, mls, millilitre, millilitres, milliliter, milliliters, millilitros, mililitros, cc"),
  ...unitsOf("ml", "cl, centilitre, centilitres, centiliter, centiliters", 10),
  ...unitsOf("ml", "dl, decilitre, decilitres, deciliter, deciliters", 100),
  ...unitsOf("l", "l, lt, ltr, litre, litres, liter, liters, litro, litros, litri"),
  ...unitsOf("ml", "fl oz, floz, fluid oz, fluid ounce, fluid ounces", FLUID_OUNCE),
  // a pint is 473 ml in the USA and 568 ml in the UK
  ...unitsOf("ml", "pint, pints, pt, pts", 16 * FLUID_OUNCE, false),
  ...unitsOf("ml", "quart, quarts, qt, qts", 32 * FLUID_OUNCE),
  ...unitsOf("ml", "gallon, gallons, gal", 128 * FLUID_OUNCE, false),
  ...unitsOf(
    "tsp",
    "tsp, tsps, ts, teaspoon, teaspoons, teaspoonful, teaspoonfuls, tea spoon, tea spoons, tl, teeloffel, tsk, tesked, teskedar, cuillere a cafe, cuilleres a cafe, cuillere a the, cuilleres a the, c a c, c a cafe, cac, cc a cafe, cucharadita, cucharaditas, cdta, cdtas, cucharilla, cucharillas, cucchiaino, cucchiaini",
  ),
  ...unitsOf(
    "tbsp",
    "tbsp, tbsps, tbs, tbl, tbls, tblsp, tblsps, tb, tablespoon, tablespoons, tablespoonful, tablespoonfuls, table spoon, table spoons, el, essloffel, msk, matsked, matskedar, cuillere a soupe, cuilleres a soupe, c a s, c a soupe, cas, cucharada, cucharadas, cda, cdas, cucchiaio, cucchiai",
  ),
  ...unitsOf("cup", "cup, cups, cupful, cupfuls, c"),
  // a cup of another country has another size
  ...unitsOf("cup", "tasse, tassen, tasses, taza, tazas, tazza, tazze, kopp, koppar", 1, false),
  ...unitsOf(
    "clove",
    "clove, cloves, zehe, zehen, gousse, gousses, diente, dientes, klyfta, klyftor, spicchio, spicchi",
  ),
  ...unitsOf(
    "slice",
    "slice, slices, rasher, rashers, scheibe, scheiben, tranche, tranches, rebanada, rebanadas, skiva, skivor, fetta, fette",
  ),
  ...unitsOf("bunch", "bunch, bunches, bund, botte, bottes, bouquet, manojo, manojos, knippe, mazzo"),
  ...unitsOf("handful", "handful, handfuls, handvoll, poignee, poignees, punado, punados, nave, manciata"),
  ...unitsOf(
    "pinch",
    "pinch, pinches, dash, dashes, prise, prisen, pincee, pincees, pizca, pizcas, nypa, nypor, krm, pizzico",
  ),
  ...unitsOf(
    "sprig",
    "sprig, sprigs, zweig, zweige, brin, brins, ramita, ramitas, kvist, kvistar, rametto, rametti",
  ),
  ...unitsOf("leaf", "leaf, leaves, blatt, blatter, feuille, feuilles, hoja, hojas, blad, foglia, foglie"),
  ...unitsOf("sheet", "sheet, sheets"),
  ...unitsOf("stalk", "stalk, stalks, rib, ribs, stange, stangen, branche, branches"),
  ...unitsOf("head", "head, heads"),
  ...unitsOf("cm", "cm, centimetre, centimetres, centimeter, centimeters"),
  ...unitsOf("cm", "inch, inches", 2.54),
  ...unitsOf("pc", "piece, pieces, pc, pcs, stuck, stk, st"),
]);
const MOST_WORDS = 3;

/** How to measure, between number and unit: "1 heaping tablespoon", "2 large cloves". */
const MANNER =
  /^(?:(?:very |extra |good )?(?:large|small|medium|medium-sized|big|good|heaping|heaped|rounded|level|levelled|leveled|scant|generous|packed|fat|thick|thin|long|short|plump|fresh|whole)|lightly packed|firmly packed|tightly packed) /i;

/**
 * Reads a unit of one or more words; its end is the end of a word in any alphabet, so that "g" is none in "grün".
 * @param text from `plainFigures`
 */
export function readUnit(text: string): UnitText | null {
  const manner = MANNER.exec(text)?.[0] ?? "";
  const bare = readBareUnit(text.slice(manner.length));
  if (bare && (manner === "" || isMeasured(bare.unit))) return bare;
  return manner === "" ? null : readBareUnit(text);
}

/** There are no large grams. */
function isMeasured(unit: Unit): boolean {
  return !["g", "kg", "ml", "l", "pc", "cm"].includes(unit);
}

function readBareUnit(text: string): UnitText | null {
  // T is a tablespoon and t a teaspoon where they stand alone
  const spoon = /^([Tt])(?![\p{L}\p{M}\d'’-])\.? ?/u.exec(text);
  if (spoon)
    return {
      unit: spoon[1] === "T" ? "tbsp" : "tsp",
      factor: 1,
      rest: text.slice(spoon[0].length),
      isCertain: true,
    };
  const words = wordsAtStart(text, MOST_WORDS);
  for (let count = words.length; count > 0; count--) {
    const meaning = MEANINGS.get(
      words
        .slice(0, count)
        .map((word) => word.plain)
        .join(" "),
    );
    if (meaning) return { ...meaning, rest: text.slice(words[count - 1]!.end) };
  }
  return null;
}

interface StartWord {
  readonly plain: string;
  /** Where the next word begins. */
  readonly end: number;
}

function wordsAtStart(text: string, most: number): StartWord[] {
  const words: StartWord[] = [];
  const next = /([\p{L}\p{M}]+)(\.?)(?:\s*)/uy;
  while (words.length < most) {
    const match = next.exec(text);
    if (!match) break;
    const after = text[match.index + match[1]!.length];
    const plain = match[1]!.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
    // "g2", "l'eau", "cup-sized": no end of a unit
    if (after !== undefined && /[\d'’-]/.test(after)) break;
    words.push({ plain, end: next.lastIndex });
  }
  return words;
}

const CONTAINERS = new Set(
  "can cans tin tins jar jars package packages packet packets pack packs pkg pkgs pkt pkts bag bags box boxes carton cartons bottle bottles container containers tub tubs sachet sachets pouch pouches pot pots dose dosen packung packungen packchen becher glas glaser flasche tute tuten boite boites pot pots sachet sachets lata latas bote botes burk burkar paket forpackning block blocks envelope envelopes tube tubes".split(
    " ",
  ),
);

/** A container at the beginning, whose size the line may give. @returns what comes after it */
export function readContainer(text: string): { readonly word: string; readonly rest: string } | null {
  const bare = text.replace(MANNER, "");
  const [first] = wordsAtStart(bare, 1);
  if (!first || !CONTAINERS.has(first.plain)) return null;
  return { word: first.plain, rest: bare.slice(first.end) };
}
