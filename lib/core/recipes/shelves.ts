/** Where a suggestion stands, by what has to be bought for it: nothing, one food, more. */
export const SHELVES = ["now", "one", "trip"] as const;
export type Shelf = (typeof SHELVES)[number];

/** One value a shelf. */
export type PerShelf<T> = Readonly<Record<Shelf, T>>;

export function shelfOf(missing: number): Shelf {
  return SHELVES[Math.min(missing, 2)] ?? "trip";
}

export function perShelf<T>(make: (shelf: Shelf) => T): PerShelf<T> {
  return { now: make("now"), one: make("one"), trip: make("trip") };
}
