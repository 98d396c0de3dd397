/** What one model scored on a test set, and on which photos. */
export interface ComparedFigures {
  readonly map50: number;
  /** Of what is shown from a confidence on; of figures that were measured before it was there is none. */
  readonly f1?: { readonly value: number } | undefined;
  readonly photos: number;
  readonly photosSha256?: string | undefined;
  readonly ap50ByClass: Readonly<Record<string, number>>;
}

/** Both models' figures of one set. A difference only where both are of the same photos. */
export interface SetComparison {
  readonly set: string;
  readonly left: ComparedFigures;
  readonly right: ComparedFigures;
  /** "other-photos": known to be different photos; "unknown": not recorded which photos. */
  readonly state: "same-photos" | "other-photos" | "unknown";
}

function stateOf(left: ComparedFigures, right: ComparedFigures): SetComparison["state"] {
  if (left.photos !== right.photos) return "other-photos";
  if (left.photosSha256 === undefined || right.photosSha256 === undefined) return "unknown";
  return left.photosSha256 === right.photosSha256 ? "same-photos" : "other-photos";
}

/** Sets that both models have figures of, by name. A name alone does not make them the same photos. */
export function compareSets(
  left: Readonly<Record<string, ComparedFigures>>,
  right: Readonly<Record<string, ComparedFigures>>,
): readonly SetComparison[] {
  return Object.entries(left).flatMap(([set, mine]) => {
    const theirs = Object.hasOwn(right, set) ? right[set] : undefined;
    return theirs ? [{ set, left: mine, right: theirs, state: stateOf(mine, theirs) }] : [];
  });
}
