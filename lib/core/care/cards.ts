import { BERRY_AND_CACAO_CARDS } from "./cards/berries-and-cacao";
import { FIELD_CARDS } from "./cards/field";
import { NIGHTSHADE_CARDS } from "./cards/nightshades";
import { ORCHARD_CARDS } from "./cards/orchard";
import { TOMATO_CARDS } from "./cards/tomato";
import type { CareCard } from "./care-card";

/** Every care card, plants in alphabetical order, the healthy card of each first. */
export const CARE_CARDS: readonly CareCard[] = [
  ...TOMATO_CARDS,
  ...NIGHTSHADE_CARDS,
  ...ORCHARD_CARDS,
  ...FIELD_CARDS,
  ...BERRY_AND_CACAO_CARDS,
].sort(
  (a, b) =>
    a.plant.localeCompare(b.plant) ||
    Number(a.cause !== "none") - Number(b.cause !== "none") ||
    a.title.localeCompare(b.title),
);

const BY_CLASS = new Map(CARE_CARDS.map((card) => [card.className, card]));

/** The card of a leaf class, by its canonical name. */
export function careCard(className: string): CareCard | undefined {
  return BY_CLASS.get(className);
}
