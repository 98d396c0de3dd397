/** A leaf class found on one or several photos of a plant. */
export interface LeafFinding {
  readonly className: string;
  /** Leaves found with it. */
  readonly count: number;
  /** Calibrated score of the best of them, in (0, 1]. */
  readonly score: number;
}

export interface LeafClass {
  readonly name: string;
  readonly species: string;
  /** "healthy" or the name of a disease or pest. */
  readonly condition: string;
}

export type Verdict =
  /** No leaf scored high enough to say anything: perhaps not a plant that is known. */
  | { readonly kind: "unsure" }
  | { readonly kind: "healthy"; readonly className: string }
  /** Mostly healthy; one condition had a few votes. */
  | { readonly kind: "watch"; readonly className: string }
  | { readonly kind: "condition"; readonly className: string }
  /** Two conditions are too close to choose: another leaf or the underside may tell. */
  | { readonly kind: "between"; readonly first: string; readonly second: string };

export interface PlantAnswer {
  readonly species: string;
  readonly leaves: number;
  /** Leaves whose class is not healthy. Never a share of a leaf: a box says nothing of severity. */
  readonly affected: number;
  readonly verdict: Verdict;
  /** Votes of each class, strongest first; they sum to 1. */
  readonly votes: readonly { readonly className: string; readonly share: number }[];
}

/** Below this best score a plant gets no name: the nearest disease is not an answer. */
export const UNSURE_SCORE = 0.35;
/** A second condition with this part of the first one's votes is too close to call. */
export const CLOSE_RATIO = 0.6;
/** A condition needs this part of a plant's votes to be more than something to watch. */
export const CONDITION_SHARE = 0.2;

/**
 * Makes one answer a plant out of several leaves: each leaf votes with its score.
 * @param findings any order; classes that are no leaf of `classes` are left out
 * @returns plants by votes, strongest first; ties by name
 * @throws RangeError for a score outside (0, 1] or a count below 1
 */
export function combineLeaves(
  findings: readonly LeafFinding[],
  classes: readonly LeafClass[],
): PlantAnswer[] {
  const classOf = new Map(classes.map((entry) => [entry.name, entry]));
  const plants = new Map<string, LeafFinding[]>();
  for (const finding of findings) {
    if (!(finding.score > 0 && finding.score <= 1)) throw new RangeError(`score ${finding.score}`);
    if (!(finding.count >= 1)) throw new RangeError(`count ${finding.count}`);
    const leaf = classOf.get(finding.className);
    if (!leaf) continue;
    plants.set(leaf.species, [...(plants.get(leaf.species) ?? []), finding]);
  }
  const weigh = (list: readonly LeafFinding[]) =>
    list.reduce((sum, leaf) => sum + leaf.count * leaf.score, 0);
  return [...plants]
    .sort(([a, left], [b, right]) => weigh(right) - weigh(left) || a.localeCompare(b))
    .map(([species, leaves]) =>
      answerFor(species, leaves, (name) => classOf.get(name)?.condition === "healthy"),
    );
}

interface Votes {
  readonly className: string;
  readonly weight: number;
}

function answerFor(
  species: string,
  findings: readonly LeafFinding[],
  isHealthy: (className: string) => boolean,
): PlantAnswer {
  const votes = countVotes(findings);
  const total = votes.reduce((sum, vote) => sum + vote.weight, 0);
  const count = (list: readonly LeafFinding[]) => list.reduce((sum, finding) => sum + finding.count, 0);
  const best = Math.max(...findings.map((finding) => finding.score));
  return {
    species,
    leaves: count(findings),
    affected: count(findings.filter((finding) => !isHealthy(finding.className))),
    verdict: best < UNSURE_SCORE ? { kind: "unsure" } : judge(votes, total, isHealthy),
    votes: votes.map((vote) => ({ className: vote.className, share: vote.weight / total })),
  };
}

function countVotes(findings: readonly LeafFinding[]): Votes[] {
  const weights = new Map<string, number>();
  for (const { className, count, score } of findings)
    weights.set(className, (weights.get(className) ?? 0) + count * score);
  return [...weights]
    .map(([className, weight]) => ({ className, weight }))
    .sort((a, b) => b.weight - a.weight || a.className.localeCompare(b.className));
}

function judge(votes: readonly Votes[], total: number, isHealthy: (name: string) => boolean): Verdict {
  const healthy = votes.find((vote) => isHealthy(vote.className));
  const [first, second] = votes.filter((vote) => !isHealthy(vote.className));
  if (!first) return healthy ? { kind: "healthy", className: healthy.className } : { kind: "unsure" };
  const affected = total - (healthy?.weight ?? 0);
  if (healthy && affected < CONDITION_SHARE * total) return { kind: "watch", className: first.className };
  if (second && second.weight >= CLOSE_RATIO * first.weight)
    return { kind: "between", first: first.className, second: second.className };
  return { kind: "condition", className: first.className };
}
