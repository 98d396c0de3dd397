import { z } from "zod";

/** What goes when somebody deletes their account, before they say yes. */
export const leavingSchema = z.object({
  /** To be typed, so that nobody deletes by mistake; null for the person at this computer, who has no account. */
  email: z.string().nullable(),
  photos: z.number(),
  corrections: z.number(),
  recipes: z.number(),
  plants: z.number(),
  pantryFoods: z.number(),
  listLines: z.number(),
  meals: z.number(),
  sessions: z.number(),
  keys: z.number(),
  /** Teams that stay, with what belongs to them. */
  leaves: z.array(z.string()),
  /** Teams that have nobody else and go with everything in them. */
  goesToo: z.array(z.string()),
  /** Teams with other members and no other admin: to be handed over first. */
  handOverFirst: z.array(z.string()),
  /** They are the last admin of the installation, and other people have accounts. */
  isLastAdmin: z.boolean(),
});
export type Leaving = z.infer<typeof leavingSchema>;

export const deleteAccountSchema = z.object({ email: z.string().max(200) });
