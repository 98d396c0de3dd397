/** The cause of a condition; it decides which steps can help at all. */
export const CAUSES = ["none", "fungus", "water-mould", "bacterium", "virus", "mite", "insect"] as const;
export type Cause = (typeof CAUSES)[number];

/** How much a photo alone can tell: `good` for a telling picture, `fair` for several candidates, `weak` for a guess. */
export const PHOTO_CERTAINTIES = ["good", "fair", "weak"] as const;
export type PhotoCertainty = (typeof PHOTO_CERTAINTIES)[number];

export interface LookAlike {
  readonly name: string;
  /** How to tell it apart. */
  readonly tell: string;
}

/**
 * Advice for one condition of one species, written for a gardener. It names no product and no dose: what may be used on a plant
 * differs by country and is for a local adviser to say.
 */
export interface CareCard {
  /** As a leaf class of the model says it: the card is found by what the leaf has, not by a class's name. */
  readonly species: string;
  readonly condition: string;
  readonly plant: string;
  readonly title: string;
  readonly cause: Cause;
  readonly whatItIs: string;
  readonly photoCertainty: PhotoCertainty;
  readonly fromPhoto: string;
  readonly lookAlikes: readonly LookAlike[];
  readonly today: readonly string[];
  readonly prevention: readonly string[];
  readonly expert: string;
}

export function isHealthyCard(card: Pick<CareCard, "cause">): boolean {
  return card.cause === "none";
}
