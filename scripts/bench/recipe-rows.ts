import { packPoints } from "@/lib/core/recipes/points";
import { RANK_MODES } from "@/lib/core/recipes/rank-mode";
import { createRecipeIndex, type IndexedRecipe, type RankQuery } from "@/lib/core/recipes/recipe-index";
import type { BenchRow } from "./row";

const FOODS = 2_000;
const STAPLES = 10;
const QUERIES = 300;
/** First queries are not counted: the code is not compiled yet. */
const WARM_UP = 60;
const MB = 1_000_000;

/** Generated recipes of 4 to 13 foods, foods as unequally common as in real collections (Zipf). */
function generateRecipes(count: number, random: () => number): IndexedRecipe[] {
  const pick = zipf(random);
  return Array.from({ length: count }, (_, id) => {
    const foods = new Set<number>();
    const size = 4 + Math.floor(random() * 10);
    while (foods.size < size) foods.add(pick());
    return {
      id,
      foods: Uint16Array.from(foods),
      mainFoods: Uint16Array.from([...foods].slice(0, 2)),
      minutes: 5 + Math.floor(random() * 120),
      safeMask: Math.floor(random() * 2 ** 21),
      servings: 1 + Math.floor(random() * 8),
      effort: Math.floor(random() * 4),
    };
  });
}

function generateQuery(number: number, random: () => number): RankQuery {
  const pick = zipf(random);
  const weights = new Map<number, number>();
  const size = 3 + Math.floor(random() * 20);
  while (weights.size < size) {
    const food = pick();
    if (food >= STAPLES) weights.set(food, random() < 0.7 ? 1 : 0.1 + random() * 0.9);
  }
  return {
    weights,
    staples: new Set(Array.from({ length: STAPLES }, (_, food) => food)),
    mode: RANK_MODES[number % RANK_MODES.length]!,
    maxMissing: number % 4 === 0 ? 2 : null,
    requiredMask: number % 5 === 0 ? 1 : 0,
    seasonal: new Set(Array.from({ length: 8 }, (_, place) => STAPLES + place * 7)),
    spoiling: new Set(Array.from({ length: 8 }, (_, place) => STAPLES + place * 5)),
    ...(number % 3 === 0 ? { personal: generatePerson(random) } : {}),
    limits: { now: 20, one: 20, trip: 20 },
  };
}

/** A person with wishes: two disliked foods, forty marked recipes, a household and a skill. */
function generatePerson(random: () => number): NonNullable<RankQuery["personal"]> {
  const pick = zipf(random);
  return {
    byFood: new Map([
      [pick(), packPoints({ push: -3 })],
      [pick(), packPoints({ push: -3 })],
    ]),
    byRecipe: new Map(
      Array.from({ length: 40 }, () => [Math.floor(random() * 100_000), packPoints({ taste: 60 })]),
    ),
    byShape: Int16Array.from({ length: 128 }, (_, shape) => (shape % 32 === 4 ? 10 : 0)),
  };
}

/** Ranking from memory at 100,000 and 1,000,000 generated recipes, and what one more recipe costs. */
export function recipeRows(): BenchRow[] {
  return [100_000, 1_000_000].flatMap((count) => {
    const random = mulberry32(7);
    const staples = new Set(Array.from({ length: STAPLES }, (_, food) => food));
    const index = createRecipeIndex(generateRecipes(count, random), staples);
    for (let number = 0; number < WARM_UP; number++) index.rank(generateQuery(number, random));
    const times = Array.from({ length: QUERIES }, (_, number) => {
      const query = generateQuery(number, random);
      return elapsed(() => index.rank(query));
    }).sort((a, b) => a - b);
    const name = `rank ${count.toLocaleString("en")} recipes`;
    const at = (share: number) => times[Math.floor(times.length * share)] ?? Number.NaN;
    const upsert = elapsed(() => {
      for (let i = 0; i < 100; i++)
        index.upsert({ id: count + i, foods: [1, 50, 100, 200], minutes: 10, safeMask: 0 });
    });
    const row = { group: "server", unit: "ms" } as const;
    return [
      {
        ...row,
        name: `${name}, median`,
        ours: at(0.5),
        runs: QUERIES,
        note: `${(index.bytes / MB).toFixed(0)} MB of lists`,
      },
      { ...row, name: `${name}, 99th percentile`, ours: at(0.99), runs: QUERIES },
      { ...row, name: `add one recipe to ${count.toLocaleString("en")}`, ours: upsert / 100, runs: 100 },
    ];
  });
}

function elapsed(work: () => void): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}

function zipf(random: () => number): () => number {
  const sums = new Float64Array(FOODS);
  let total = 0;
  for (let food = 0; food < FOODS; food++) {
    total += 1 / (food + 5);
    sums[food] = total;
  }
  return () => {
    const wanted = random() * total;
    let low = 0;
    let high = FOODS - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle]! < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

/** Source: Tommy Ettinger's mulberry32, public domain. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
  };
}
