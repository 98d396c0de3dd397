export const HEALTHY = "healthy";

/** Leaves of one kind found on one or several photos of a plant. */
export interface LeafFinding {
  readonly species: string;
  /** "healthy" or the name of a disease or pest. */
  readonly condition: string;
  /** Leaves found with it. */
  readonly count: number;
  /** Calibrated score of the best of them, in (0, 1]. */
  readonly score: number;
}

export type Verdict =
  /** No leaf scored high enough to say anything: perhaps not a plant that is known. */
  | { readonly kind: "unsure" }
  | { readonly kind: "healthy" }
  /** Mostly healthy; one condition had a few votes. */
  | { readonly kind: "watch"; readonly condition: string }
  | { readonly kind: "condition"; readonly condition: string }
  /** Two conditions are too close to choose: another leaf or the underside may tell. */
  | { readonly kind: "between"; readonly first: string; readonly second: string };

export interface PlantAnswer {
  readonly species: string;
  readonly leaves: number;
  /** Leaves that are not healthy. Never a share of a leaf: a box says nothing of severity. */
  readonly affected: number;
  readonly verdict: Verdict;
  /** Votes of each condition, strongest first; they sum to 1. */
  readonly votes: readonly { readonly condition: string; readonly share: number }[];
}

/** Below this best score a plant gets no name: the nearest disease is not an answer. */
export const UNSURE_SCORE = 0.35;
/** A second condition with this part of the first one's votes is too close to call. */
export const CLOSE_RATIO = 0.6;
/** A condition needs this part of a plant's votes to be more than something to watch. */
export const CONDITION_SHARE = 0.2;

/**
 * Makes one answer a plant out of several leaves: each leaf votes with its score.
 * @param findings any order
 * @returns plants by votes, strongest first; ties by name
 * @throws RangeError for a score outside (0, 1] or a count below 1
 */
export function combineLeaves(findings: readonly LeafFinding[]): PlantAnswer[] {
  const plants = new Map<string, LeafFinding[]>();
  for (const finding of findings) {
    const { species, score, count } = finding;
    if (!(score > 0 && score <= 1)) throw new RangeError(`score ${score}`);
    if (!(count >= 1)) throw new RangeError(`count ${count}`);
    plants.set(species, [...(plants.get(species) ?? []), finding]);
  }
  const weigh = (list: readonly LeafFinding[]) =>
    list.reduce((sum, leaf) => sum + leaf.count * leaf.score, 0);
  return [...plants]
    .sort(([a, left], [b, right]) => weigh(right) - weigh(left) || a.localeCompare(b))
    .map(([species, leaves]) => answerFor(species, leaves));
}

interface Votes {
  readonly condition: string;
  readonly weight: number;
}

function answerFor(species: string, findings: readonly LeafFinding[]): PlantAnswer {
  const votes = countVotes(findings);
  const total = votes.reduce((sum, vote) => sum + vote.weight, 0);
  const count = (list: readonly LeafFinding[]) => list.reduce((sum, finding) => sum + finding.count, 0);
  const best = Math.max(...findings.map((finding) => finding.score));
  return {
    species,
    leaves: count(findings),
    affected: count(findings.filter((finding) => finding.condition !== HEALTHY)),
    verdict: best < UNSURE_SCORE ? { kind: "unsure" } : judge(votes, total),
    votes: votes.map((vote) => ({ condition: vote.condition, share: vote.weight / total })),
  };
}

function countVotes(findings: readonly LeafFinding[]): Votes[] {
  const weights = new Map<string, number>();
  for (const { condition, count, score } of findings)
    weights.set(condition, (weights.get(condition) ?? 0) + count * score);
  return [...weights]
    .map(([condition, weight]) => ({ condition, weight }))
    .sort((a, b) => b.weight - a.weight || a.condition.localeCompare(b.condition));
}

function judge(votes: readonly Votes[], total: number): Verdict {
  const healthy = votes.find((vote) => vote.condition === HEALTHY);
  const [first, second] = votes.filter((vote) => vote.condition !== HEALTHY);
  if (!first) return { kind: "healthy" };
  const affected = total - (healthy?.weight ?? 0);
  if (healthy && affected < CONDITION_SHARE * total) return { kind: "watch", condition: first.condition };
  if (second && second.weight >= CLOSE_RATIO * first.weight)
    return { kind: "between", first: first.condition, second: second.condition };
  return { kind: "condition", condition: first.condition };
}
