import { z } from "zod";
import type { LineContent, ListChange, SharedLine } from "../core/recipes/shopping/shared-list";
import { unitSchema } from "./recipes";
import { stockValuesSchema } from "./stock";

/** Longest line typed by hand. */
export const LONGEST_EXTRA = 120;
const MOST_STEPS = 1000;
const MOST_QUANTITY = 1_000_000;

export const listedRecipeSchema = z.object({
  slug: z.string().min(1).max(80),
  title: z.string().max(300),
  servings: z.number().positive().max(1000),
  wanted: z
    .array(
      z.object({
        foodId: z.string().min(1).max(80),
        quantity: z.number().min(0).max(MOST_QUANTITY).nullable(),
        unit: unitSchema.nullable(),
        words: z.string().max(500).optional(),
        isDoubtful: z.boolean().optional(),
      }),
    )
    .max(500),
});

export const lineContentSchema = z.discriminatedUnion("kind", [
  listedRecipeSchema.extend({ kind: z.literal("recipe") }),
  z.object({ kind: z.literal("extra"), text: z.string().trim().min(1).max(LONGEST_EXTRA) }),
]) satisfies z.ZodType<LineContent>;

const rowSchema = z.object({ id: z.uuid(), changeId: z.uuid() });
const key = z.string().max(600);
const lines = z.array(rowSchema).max(MOST_STEPS);

export const listChangeSchema = z.object({
  id: z.uuid(),
  list: z
    .array(
      z.discriminatedUnion("do", [
        z.object({
          do: z.literal("put"),
          id: z.uuid(),
          base: z.uuid().nullable(),
          content: lineContentSchema.nullable(),
        }),
        z.object({
          do: z.literal("tick"),
          key,
          lines,
          bought: z.array(z.object({ id: z.uuid(), put: stockValuesSchema })).max(20),
        }),
        z.object({ do: z.literal("untick"), key, lines, staysTicked: z.boolean() }),
      ]),
    )
    .min(1)
    .max(MOST_STEPS),
}) satisfies z.ZodType<ListChange>;

export const sharedLineSchema = rowSchema.extend({
  content: lineContentSchema,
  ticked: z.array(z.object({ key, bought: z.array(rowSchema) })),
}) satisfies z.ZodType<SharedLine>;

/** A team's shopping list, oldest line first. */
export const shoppingListSchema = z.object({ lines: z.array(sharedLineSchema) });
export type ShoppingList = z.infer<typeof shoppingListSchema>;

/** What a change met that the person has to hear of. */
export interface KitchenAnswer {
  /** Foods of which less was there than was taken: somebody else took some. How much was missing, in a base unit. */
  readonly short: readonly {
    readonly foodId: string;
    readonly quantity: number;
    readonly unit: z.infer<typeof unitSchema>;
  }[];
  /** Foods that stay in the pantry, since somebody has changed them since they were bought. */
  readonly stays: readonly string[];
}
