/**
 * `npx tsx scripts/tonight/draw-pantries.ts`: draws the 300 kitchens of `pantries.json`, with a seed: half of them foods that
 * stand together in the catalogue's recipes, half of them classes that stand together on photos. They are kept as they
 * were drawn, so that a better catalogue gets the same question: draw again only for another one.
 */
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { createRandom } from "@/lib/core/metrics/random";
import { requiredFoods } from "@/lib/core/recipes/explain";
import { createVocabulary } from "@/lib/core/recipes/vocabulary";
import { readCatalogue } from "@/server/recipes/catalogue/catalogue";
import { projectRoot } from "@/server/storage/project-root";
import type { DrawnPantry } from "./pantries";
import { readPhotoClasses } from "./photo-classes";

const SEED = 13;
const EACH = 150;
const SMALLEST = 3;
const LARGEST = 10;

/** How strongly things stand together: for each thing its neighbours with a weight. */
type Graph = Map<string, Map<string, number>>;

function connect(graph: Graph, first: string, second: string, weight: number): void {
  for (const [from, to] of [
    [first, second],
    [second, first],
  ] as const) {
    const near = graph.get(from) ?? new Map<string, number>();
    graph.set(from, near.set(to, (near.get(to) ?? 0) + weight));
  }
}

function pick(weights: ReadonlyMap<string, number>, random: () => number): string | undefined {
  let rest = random() * [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  for (const [name, weight] of weights) {
    rest -= weight;
    if (rest < 0) return name;
  }
  return undefined;
}

/** Starts with one thing and adds what stands with those already there, until the size is reached. */
function drawOne(
  graph: Graph,
  starts: ReadonlyMap<string, number>,
  size: number,
  random: () => number,
): string[] {
  for (;;) {
    const drawn = new Set([pick(starts, random) ?? ""]);
    while (drawn.size < size) {
      const near = new Map<string, number>();
      for (const name of drawn)
        for (const [other, weight] of graph.get(name) ?? [])
          if (!drawn.has(other)) near.set(other, (near.get(other) ?? 0) + weight);
      const next = pick(near, random);
      if (next === undefined) break;
      drawn.add(next);
    }
    if (drawn.size === size) return [...drawn].sort();
  }
}

function drawAll(graph: Graph, starts: ReadonlyMap<string, number>, random: () => number): string[][] {
  const found = new Map<string, string[]>();
  while (found.size < EACH) {
    const size = SMALLEST + (found.size % (LARGEST - SMALLEST + 1));
    const drawn = drawOne(graph, starts, size, random);
    found.set(drawn.join("|"), drawn);
  }
  return [...found.values()];
}

const { foods, substitutions, recipes } = await readCatalogue();
const vocabulary = createVocabulary(foods, substitutions);
const random = createRandom(SEED);

const inRecipes: Graph = new Map();
const uses = new Map<string, number>();
for (const recipe of recipes) {
  const needed = requiredFoods(recipe.ingredients).filter((id) => !vocabulary.byId.get(id)?.staple);
  for (const [place, id] of needed.entries()) {
    uses.set(id, (uses.get(id) ?? 0) + 1);
    for (const other of needed.slice(place + 1)) connect(inRecipes, id, other, 1);
  }
}

const onPhotos: Graph = new Map();
const shows = new Map<string, number>();
const { photos, together } = await readPhotoClasses();
const isOnlyStaple = (name: string) => vocabulary.byClass.get(name)?.every((food) => food.staple) ?? false;
for (const [first, second, count] of together) {
  if (isOnlyStaple(first) || isOnlyStaple(second)) continue;
  // the root, so that one often photographed kitchen is not in every pantry
  connect(onPhotos, first, second, Math.sqrt(count));
  for (const name of [first, second]) shows.set(name, Math.sqrt(photos[name] ?? 0));
}

const drawn: DrawnPantry[] = [
  ...drawAll(inRecipes, uses, random).map((names) => ({ from: "recipes" as const, names })),
  ...drawAll(onPhotos, shows, random).map((names) => ({ from: "photos" as const, names })),
];
const rows = drawn.map((pantry) => `  ${JSON.stringify(pantry)}`).join(",\n");
await writeFile(path.join(projectRoot(), "scripts", "tonight", "pantries.json"), `[\n${rows}\n]\n`);
console.log(`${drawn.length} pantries`);
