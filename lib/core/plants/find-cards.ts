import type { CareCard } from "./care-card";

/** Cards in which every word of the query begins some word of plant, title or cause. An empty query finds all. */
export function findCards(cards: readonly CareCard[], query: string): CareCard[] {
  const words = query.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return cards.filter((card) => {
    const text = ` ${card.plant} ${card.title} ${card.cause}`.toLowerCase().replaceAll("-", " ");
    return words.every((word) => text.includes(` ${word}`));
  });
}

/** Cards by plant, in their order. */
export function byPlant(cards: readonly CareCard[]): { plant: string; cards: CareCard[] }[] {
  const plants = new Map<string, CareCard[]>();
  for (const card of cards) plants.set(card.plant, [...(plants.get(card.plant) ?? []), card]);
  return [...plants].map(([plant, list]) => ({ plant, cards: list }));
}
