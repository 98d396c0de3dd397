import type { Leaf, LeafReading } from "./leaves";

export const HEALTHY = "healthy";

/** Why no plant is named. */
export type Doubt =
  /** No leaf was found. */
  | "no-leaf"
  /** Leaves were found, but none is surely of a known plant. */
  | "weak"
  /** The photo is unlike the leaf photos the model learnt from. */
  | "unlike"
  /** The leaves of a plant, as the person says, name different plants. */
  | "split";

export type PlantVerdict =
  /** Perhaps not a known plant, so the nearest disease is not an answer. */
  | { readonly kind: "unsure"; readonly doubt: Doubt }
  | { readonly kind: "healthy" }
  /** Mostly healthy; one condition had a few votes. */
  | { readonly kind: "watch"; readonly condition: string }
  | { readonly kind: "condition"; readonly condition: string }
  /** Two conditions are too close to choose between: another leaf or the underside may help. */
  | { readonly kind: "between"; readonly first: string; readonly second: string };

export interface PlantAnswer {
  /** The plant with the most votes, whatever the verdict; "" without leaves. */
  readonly species: string;
  readonly leaves: number;
  /** Leaves that look other than healthy. Never a share of a leaf: a box says nothing about severity. */
  readonly affected: number;
  readonly verdict: PlantVerdict;
  /** Votes of each condition of the species, strongest first; they sum to 1. */
  readonly votes: readonly { readonly condition: string; readonly share: number }[];
}

/** A plant gets a name when the species of a leaf is at least this likely. Chosen on validation photos, as are the next two. */
export const KNOWN_SURE = 0.82;
/** Of several photos of one plant, the species needs this part of the votes. */
export const AGREEMENT_SHARE = 0.7;
/** A vote for a species is its likelihood to this power: many vague leaves do not outvote a few clear ones. */
export const CLEAR_POWER = 3;
/** A second condition with this part of the first one's votes is too close to call. */
export const CLOSE_RATIO = 0.6;
/** A condition needs this part of a plant's votes to be more than something to watch. */
export const CONDITION_SHARE = 0.2;

export interface OnePlantOptions {
  /** Every photo is unlike the leaf photos the model learnt from. */
  readonly isUnlike?: boolean;
}

/**
 * One answer for each plant of a photo whose leaves may be of several plants.
 * @returns plants by votes, strongest first; ties by name
 * @throws RangeError for a leaf without readings or a likelihood outside (0, 1]
 */
export function combineLeaves(leaves: readonly Leaf[], options: OnePlantOptions = {}): PlantAnswer[] {
  const plants = new Map<string, Leaf[]>();
  for (const leaf of leaves) {
    assertLeaf(leaf);
    const { species } = leaf[0]!;
    const own = leaf.filter((reading) => reading.species === species);
    plants.set(species, [...(plants.get(species) ?? []), own]);
  }
  return [...plants.values()]
    .map((own) => ({ own, weight: sum(own.flat().map(({ sure }) => sure)) }))
    .sort((a, b) => b.weight - a.weight || speciesOf(a.own).localeCompare(speciesOf(b.own)))
    .map(({ own }) => combinePlant(own, options));
}

const speciesOf = (leaves: readonly Leaf[]) => leaves[0]?.[0]?.species ?? "";

/**
 * One answer for all leaves of one plant: each votes for what it looks like, with how likely that is. The species is
 * chosen first, then the condition among the votes for that species.
 * @throws RangeError as `combineLeaves`
 */
export function combinePlant(
  leaves: readonly Leaf[],
  { isUnlike = false }: OnePlantOptions = {},
): PlantAnswer {
  for (const leaf of leaves) assertLeaf(leaf);
  const readings = leaves.flat();
  const bySpecies = tally(readings, ({ species, speciesSure }) => [species, speciesSure ** CLEAR_POWER]);
  const [top] = bySpecies;
  if (!top)
    return { species: "", leaves: 0, affected: 0, verdict: { kind: "unsure", doubt: "no-leaf" }, votes: [] };
  const own = readings.filter(({ species }) => species === top.name);
  const votes = tally(own, ({ condition, sure }) => [condition, sure]);
  const total = sum(votes.map(({ weight }) => weight));
  const doubt = doubtOf({ own, isUnlike, share: top.weight / sum(bySpecies.map(({ weight }) => weight)) });
  return {
    species: top.name,
    leaves: leaves.length,
    affected: leaves.filter((leaf) => leaf[0]!.condition !== HEALTHY).length,
    verdict: doubt ? { kind: "unsure", doubt } : judge(votes, total),
    votes: votes.map(({ name, weight }) => ({ condition: name, share: weight / total })),
  };
}

function assertLeaf(leaf: Leaf): void {
  if (leaf.length === 0) throw new RangeError("a leaf without readings");
  for (const { sure, speciesSure } of leaf)
    for (const value of [sure, speciesSure])
      if (!(value > 0 && value <= 1)) throw new RangeError(`likelihood ${value}`);
}

interface Votes {
  readonly name: string;
  readonly weight: number;
}

/** Summed votes, strongest first; ties by name. */
function tally(
  readings: readonly LeafReading[],
  voteOf: (reading: LeafReading) => readonly [string, number],
): Votes[] {
  const weights = new Map<string, number>();
  for (const reading of readings) {
    const [name, weight] = voteOf(reading);
    weights.set(name, (weights.get(name) ?? 0) + weight);
  }
  return [...weights]
    .map(([name, weight]) => ({ name, weight }))
    .sort((a, b) => b.weight - a.weight || a.name.localeCompare(b.name));
}

function doubtOf(plant: {
  own: readonly LeafReading[];
  isUnlike: boolean;
  share: number;
}): Doubt | undefined {
  const best = Math.max(...plant.own.map(({ speciesSure }) => speciesSure));
  // a person's choice is certain, however the photo looks
  if (best === 1) return undefined;
  if (plant.isUnlike) return "unlike";
  if (best < KNOWN_SURE) return "weak";
  return plant.share < AGREEMENT_SHARE ? "split" : undefined;
}

function judge(votes: readonly Votes[], total: number): PlantVerdict {
  const healthy = votes.find(({ name }) => name === HEALTHY);
  const [first, second] = votes.filter(({ name }) => name !== HEALTHY);
  if (!first) return { kind: "healthy" };
  const affected = total - (healthy?.weight ?? 0);
  if (healthy && affected < CONDITION_SHARE * total) return { kind: "watch", condition: first.name };
  if (second && second.weight >= CLOSE_RATIO * first.weight)
    return { kind: "between", first: first.name, second: second.name };
  return { kind: "condition", condition: first.name };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
