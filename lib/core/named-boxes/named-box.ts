import type { ClassScore } from "../detection/types";

/** What the model saw of one box: by this a later box is found to be alike. */
export interface BoxLook {
  readonly modelId: string;
  /** The photo's pooled features. */
  readonly photoFeatures: ArrayLike<number>;
  /** What the model said the box is, best first. Never empty. */
  readonly scores: readonly ClassScore[];
}

/** A box whose name a person changed. */
export interface NamedBox extends BoxLook {
  readonly id: string;
  /** The person's name for it. */
  readonly classId: number;
  /** ms since 1970. */
  readonly namedAt: number;
}

/** How many are kept; then the oldest go. About 1.2 kB each. */
export const MOST_NAMED = 500;

/**
 * Puts a named box in the place of an earlier one with its id. Boxes of another model go: what two models say cannot be compared.
 * @returns oldest first, at most `MOST_NAMED`
 */
export function rememberBox(named: readonly NamedBox[], box: NamedBox): readonly NamedBox[] {
  const others = named.filter(({ id, modelId }) => id !== box.id && modelId === box.modelId);
  return [...others, box].slice(-MOST_NAMED);
}
