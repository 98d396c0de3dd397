import type { LineLanguage } from "./language";
import { type AmountWords, unitMap, wordSet } from "./language";

const OUNCE = 28.349523125;
const FLUID_OUNCE = 29.5735295625;

/** English, and units of other languages that a line in English may hold, without full stops and accents. */
export const ENGLISH_UNITS = unitMap([
  ["g", "g, gr, grs, gm, gms, gram, grams, gramme, grammes, gramm, gramos, gramo, grammi, grammo, gramas"],
  ["kg", "kg, kgs, kilo, kilos, kilogram, kilograms, kilogramm, kilogramme, kilogrammes"],
  ["g", "oz, ozs, ounce, ounces", OUNCE],
  ["g", "lb, lbs, pound, pounds", 16 * OUNCE],
  ["g", "pfund", 500],
  ["ml", "ml, mls, millilitre, millilitres, milliliter, milliliters, millilitros, mililitros, cc"],
  ["ml", "cl, centilitre, centilitres, centiliter, centiliters", 10],
  ["ml", "dl, decilitre, decilitres, deciliter, deciliters", 100],
  ["l", "l, lt, ltr, litre, litres, liter, liters, litro, litros, litri"],
  ["ml", "fl oz, floz, fluid oz, fluid ounce, fluid ounces", FLUID_OUNCE],
  // a pint is 473 ml in the USA and 568 ml in the UK
  ["ml", "pint, pints, pt, pts", 16 * FLUID_OUNCE, false],
  ["ml", "quart, quarts, qt, qts", 32 * FLUID_OUNCE],
  ["ml", "gallon, gallons, gal", 128 * FLUID_OUNCE, false],
  [
    "tsp",
    "tsp, tsps, ts, teaspoon, teaspoons, teaspoonful, teaspoonfuls, tea spoon, tea spoons, tl, teeloffel, tsk, tesked, teskedar, cuillere a cafe, cuilleres a cafe, cuillere a the, cuilleres a the, c a c, c a cafe, cac, cc a cafe, cucharadita, cucharaditas, cdta, cdtas, cucharilla, cucharillas, cucchiaino, cucchiaini",
  ],
  [
    "tbsp",
    "tbsp, tbsps, tbs, tbl, tbls, tblsp, tblsps, tb, tablespoon, tablespoons, tablespoonful, tablespoonfuls, table spoon, table spoons, el, essloffel, msk, matsked, matskedar, cuillere a soupe, cuilleres a soupe, c a s, c a soupe, cas, cucharada, cucharadas, cda, cdas, cucchiaio, cucchiai",
  ],
  ["cup", "cup, cups, cupful, cupfuls, c"],
  // a cup of another country has another size
  ["cup", "tasse, tassen, tasses, taza, tazas, tazza, tazze, kopp, koppar", 1, false],
  [
    "clove",
    "clove, cloves, zehe, zehen, gousse, gousses, diente, dientes, klyfta, klyftor, spicchio, spicchi",
  ],
  [
    "slice",
    "slice, slices, rasher, rashers, scheibe, scheiben, tranche, tranches, rebanada, rebanadas, skiva, skivor, fetta, fette",
  ],
  ["bunch", "bunch, bunches, bund, botte, bottes, bouquet, manojo, manojos, knippe, mazzo"],
  ["handful", "handful, handfuls, handvoll, poignee, poignees, punado, punados, nave, manciata"],
  [
    "pinch",
    "pinch, pinches, dash, dashes, prise, prisen, pincee, pincees, pizca, pizcas, nypa, nypor, krm, pizzico",
  ],
  ["sprig", "sprig, sprigs, zweig, zweige, brin, brins, ramita, ramitas, kvist, kvistar, rametto, rametti"],
  ["leaf", "leaf, leaves, blatt, blatter, feuille, feuilles, hoja, hojas, blad, foglia, foglie"],
  ["sheet", "sheet, sheets"],
  ["stalk", "stalk, stalks, rib, ribs, stange, stangen, branche, branches"],
  ["head", "head, heads"],
  ["cm", "cm, centimetre, centimetres, centimeter, centimeters"],
  ["cm", "inch, inches", 2.54],
  ["pc", "piece, pieces, pc, pcs, stuck, stk, st"],
]);

export const ENGLISH_CONTAINERS = wordSet(
  "can cans tin tins jar jars package packages packet packets pack packs pkg pkgs pkt pkts bag bags box boxes carton cartons bottle bottles container containers tub tubs sachet sachets pouch pouches pot pots dose dosen packung packungen packchen becher glas glaser flasche tute tuten boite boites pot pots sachet sachets lata latas bote botes burk burkar paket forpackning block blocks envelope envelopes tube tubes",
);

export const ENGLISH_AMOUNTS: AmountWords = {
  numbers: {
    counts: {
      a: 1,
      an: 1,
      one: 1,
      two: 2,
      three: 3,
      four: 4,
      five: 5,
      six: 6,
      seven: 7,
      eight: 8,
      nine: 9,
      ten: 10,
      eleven: 11,
      twelve: 12,
      fifteen: 15,
      twenty: 20,
    },
    parts: { half: 1 / 2, third: 1 / 3, quarter: 1 / 4, quarters: 1 / 4, thirds: 1 / 3 },
    andPart: /^ and (?:a|one) (half|quarter|third)(?!\p{L})/iu,
    decimal: null,
  },
  about: /^(?:about|approximately|approx\.?|around|roughly|circa|ca\.?|etwa|environ|~)(?!\p{L}) ?/iu,
  range: /^ ?(?:-|–|—|to|or|bis|à|till) ?/iu,
  vague:
    /^(?:(?:a few|a little|several|a couple(?: of)?|few|some|any|einige|etwas|quelques|unos|unas|några) |(?:a )?(?:(?:large|good|big|small|generous) )?(?:knob|drizzle|splash|glug|squeeze|dollop|lump|pat|bit|touch|sprinkle|sprinkling|drop) of |(?:(?:large|good|big) )?splash )/iu,
  free: null,
  partOf:
    /^((?:the |(?:finely |freshly )?(?:grated |squeezed |strained ))?(?:juice|zest|rind|peel)(?: ?(?:and|&|\+) ?(?:(?:finely )?grated )?(?:juice|zest|rind|peel))?) (?:of|from) /i,
  of: /^(?:(?:of|de|di|av) |d['’])(?=\S)/i,
  dozen: /^(half a dozen|a dozen|dozen) /i,
  size: /^(?:à|of|at|x|×) ?(?=\d)/i,
  units: ENGLISH_UNITS,
  containers: ENGLISH_CONTAINERS,
  manner:
    /^(?:(?:very |extra |good )?(?:large|small|medium|medium-sized|big|good|heaping|heaped|rounded|level|levelled|leveled|scant|generous|packed|fat|thick|thin|long|short|plump|fresh|whole)|lightly packed|firmly packed|tightly packed) /i,
  mannerBehind: null,
  isAmountBehind: false,
};

export const ENGLISH: LineLanguage = {
  code: "en",
  amounts: ENGLISH_AMOUNTS,
  names: null,
  beside: null,
  and: /\s*(?:,|\+|&|\band\b)\s*/i,
  optional: /\boptional\b/i,
  headings: /^(?:for(?: the)?|für|pour|para|per|till|för) [\p{L}\s'’-]+$/iu,
  tins: /^(?:can|tin|jar)s?$/,
  tidy: [],
};
