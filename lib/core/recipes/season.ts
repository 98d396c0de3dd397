/** Where harvest months are shifted by half a year. */
export const HEMISPHERES = ["north", "south"] as const;
export type Hemisphere = (typeof HEMISPHERES)[number];

/** A month, 1 to 12, and the hemisphere. */
export interface Season {
  readonly month: number;
  readonly hemisphere: Hemisphere;
}

/**
 * First and last month in which a food is harvested outdoors in the temperate north, kept to the months that hold
 * nearly everywhere there. Foods of the tropics, foods of the store room and those whose months differ from region to
 * region are left out: nothing is said about them.
 */
const NORTHERN_HARVEST: Readonly<Record<string, readonly [number, number]>> = {
  apple: [8, 10],
  beetroot: [7, 10],
  "bell-pepper": [7, 9],
  blueberry: [7, 8],
  cherry: [6, 7],
  cucumber: [7, 9],
  eggplant: [7, 9],
  grape: [9, 10],
  "green-beans": [7, 9],
  "green-pepper": [7, 9],
  kale: [11, 2],
  leek: [9, 2],
  peach: [7, 8],
  pear: [8, 10],
  peas: [6, 7],
  plum: [8, 9],
  pumpkin: [9, 10],
  radish: [4, 9],
  strawberry: [6, 6],
  tomato: [7, 9],
  watermelon: [7, 8],
  zucchini: [7, 9],
};

/** Fresh foods that spoil within days even when kept cold. */
const KEEPS_DAYS: ReadonlySet<string> = new Set([
  "basil",
  "bean-sprouts",
  "blueberry",
  "chicken",
  "chicken-wings",
  "cilantro",
  "dill",
  "ground-beef",
  "ground-chicken",
  "ground-lamb",
  "ground-pork",
  "lettuce",
  "mushroom",
  "mussels",
  "parsley",
  "salmon",
  "sashimi-salmon",
  "sashimi-tuna",
  "shrimp",
  "spinach",
  "strawberry",
  "white-fish",
]);

/** True in a month of the food's harvest; false where nothing is known. @throws RangeError for no month */
export function isInSeason(foodId: string, { month, hemisphere }: Season): boolean {
  if (!Number.isInteger(month) || month < 1 || month > 12) throw new RangeError(`month ${month}`);
  const harvest = NORTHERN_HARVEST[foodId];
  if (!harvest) return false;
  const [from, to] = harvest;
  const northern = hemisphere === "north" ? month : ((month + 5) % 12) + 1;
  return from <= to ? northern >= from && northern <= to : northern >= from || northern <= to;
}

export function seasonalFoods(season: Season): string[] {
  return Object.keys(NORTHERN_HARVEST).filter((foodId) => isInSeason(foodId, season));
}

/** True for a food to be used up first; false where nothing is known. */
export function spoilsFirst(foodId: string): boolean {
  return KEEPS_DAYS.has(foodId);
}

/** Every food in this file, for the test that they all exist. */
export function foodsWithFacts(): string[] {
  return [...new Set([...Object.keys(NORTHERN_HARVEST), ...KEEPS_DAYS])];
}
