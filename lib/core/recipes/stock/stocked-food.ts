import { type Amount, sumOf } from "../amounts";
import type { Food, Unit } from "../food";
import type { PantryFood } from "../needs";
import { spoilsFirst } from "../season";
import type { Row } from "./row-changes";

/** Where a food is kept. */
export const PLACES = ["fridge", "freezer", "cupboard"] as const;
export type Place = (typeof PLACES)[number];

/** What a person writes down about a food of the pantry that lasts. */
export interface StockValues {
  readonly foodId: string;
  /** Null for "some". */
  readonly quantity: number | null;
  readonly unit: Unit | null;
  readonly place: Place;
  /** YYYY-MM-DD; null where nobody has said. */
  readonly bestBefore: string | null;
}

export interface StockedFood extends StockValues, Row {}

/** A food within this many days of its date is to be used first. */
export const SOON_DAYS = 3;

const DAY_MS = 86_400_000;

/** Whole days from one day to another, both YYYY-MM-DD; negative where the second is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
}

/** A day and some more, YYYY-MM-DD. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The day it is on this device's calendar, YYYY-MM-DD. */
export function dayOf(date: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

export function amountOf({ quantity, unit }: Pick<StockValues, "quantity" | "unit">): Amount | null {
  return quantity === null || unit === null ? null : { quantity, unit };
}

/** True for a food to be used up first: by its date, frozen or not; without one, a fresh food that keeps only days and is not frozen. */
export function isToUseSoon(food: StockValues, today: string): boolean {
  if (food.bestBefore !== null) return daysBetween(today, food.bestBefore) <= SOON_DAYS;
  return food.place !== "freezer" && spoilsFirst(food.foodId);
}

/** What spoils first comes first: by date; then what keeps only days; then all else, by name. */
export function bySpoiling(
  foods: readonly StockedFood[],
  today: string,
  nameOf: (foodId: string) => string,
): StockedFood[] {
  const order = (food: StockedFood) => {
    if (food.bestBefore !== null && isToUseSoon(food, today)) return 0;
    return isToUseSoon(food, today) ? 1 : food.bestBefore !== null ? 2 : 3;
  };
  return [...foods].sort(
    (a, b) =>
      order(a) - order(b) ||
      (a.bestBefore ?? "").localeCompare(b.bestBefore ?? "") ||
      nameOf(a.foodId).localeCompare(nameOf(b.foodId)) ||
      a.id.localeCompare(b.id),
  );
}

/** Vegetables and fruit that most people keep outside the fridge. */
const OUTSIDE: ReadonlySet<string> = new Set([
  "potato",
  "onion",
  "garlic",
  "sweet-potato",
  "pumpkin",
  "shallot",
]);
const COLD_AISLES: ReadonlySet<Food["aisle"]> = new Set(["vegetables", "herbs", "meat", "fish", "dairy"]);

/** Where a food goes until a person says otherwise. */
export function usualPlace(food: Pick<Food, "id" | "aisle">): Place {
  return COLD_AISLES.has(food.aisle) && !OUTSIDE.has(food.id) ? "fridge" : "cupboard";
}

/** The pantry as recipes read it: each food once, with its amount where all of it is written in amounts that add up. */
export function stockAsPantry(foods: readonly StockedFood[], today: string): PantryFood[] {
  const ids = [...new Set(foods.map(({ foodId }) => foodId))];
  return ids.map((foodId) => {
    const own = foods.filter((food) => food.foodId === foodId);
    const amount = sumOf(own.map(amountOf));
    return {
      foodId,
      weight: 1,
      count: amount?.unit === "pc" ? amount.quantity : null,
      ...(amount && amount.unit !== "pc" ? { amount } : {}),
      spoils: own.some((food) => isToUseSoon(food, today)),
    };
  });
}
