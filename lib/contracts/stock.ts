import { z } from "zod";
import { PLACES, type StockedFood, type StockValues } from "../core/recipes/stock/stocked-food";
import type { StockChange, Take } from "../core/recipes/stock/take-step";
import { unitSchema } from "./recipes";
import { rowChangeSchema, rowStepSchema } from "./row-changes";

/** Largest quantity of one row, in its unit. */
export const MOST_QUANTITY = 100_000;
/** Amounts are taken in base units. */
const GRAMS_A_KILO = 1000;
const FIRST_YEAR = 2000;
const LAST_YEAR = 2199;

/** A day of a calendar that exists, YYYY-MM-DD. */
export const daySchema = z.iso.date().refine((day) => {
  const year = Number(day.slice(0, 4));
  return year >= FIRST_YEAR && year <= LAST_YEAR;
});

export const stockValuesSchema = z
  .object({
    foodId: z.string().min(1).max(80),
    quantity: z.number().positive().max(MOST_QUANTITY).nullable(),
    unit: unitSchema.nullable(),
    place: z.enum(PLACES),
    bestBefore: daySchema.nullable(),
  })
  .refine(({ quantity, unit }) => (quantity === null) === (unit === null), {
    message: "an amount needs a unit",
  }) satisfies z.ZodType<StockValues>;

/** An amount that goes out of a row, or back in, whatever it holds by then. */
const takeSchema = z.object({
  quantity: z
    .number()
    .min(-MOST_QUANTITY * GRAMS_A_KILO)
    .max(MOST_QUANTITY * GRAMS_A_KILO)
    .refine((quantity) => quantity !== 0, { message: "nothing is taken" }),
  unit: unitSchema,
  of: z.uuid().optional(),
}) satisfies z.ZodType<Take>;

export const stockChangeSchema = rowChangeSchema(
  rowStepSchema(stockValuesSchema).extend({ take: takeSchema.optional() }),
) satisfies z.ZodType<StockChange>;

export const stockedFoodSchema = z.object({
  id: z.uuid(),
  changeId: z.uuid(),
  foodId: z.string(),
  quantity: z.number().nullable(),
  unit: unitSchema.nullable(),
  place: z.enum(PLACES),
  bestBefore: z.iso.date().nullable(),
}) satisfies z.ZodType<StockedFood>;

/** The pantry that lasts. While it is off its foods stay, and nothing reads them. */
export const stockSchema = z.object({ isOn: z.boolean(), foods: z.array(stockedFoodSchema) });
export type Stock = z.infer<typeof stockSchema>;
