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

const key = (species: string, condition: string) => `${species}/${condition}`;
const BY_KEY = new Map(CARE_CARDS.map((card) => [key(card.species, card.condition), card]));

/** The card of what a leaf class means. */
export function careCard(species: string, condition: string): CareCard | undefined {
  return BY_KEY.get(key(species, condition));
}
