import { z } from "zod";
import { daySchema } from "./stock";

/** A list as it stood when it was shared. */
export const sharedListSchema = z.object({
  groups: z
    .array(z.object({ title: z.string().max(120), items: z.array(z.string().max(300)).max(500) }))
    .max(60),
});
export type SharedList = z.infer<typeof sharedListSchema>;

/** Days a link may be good for; null for as long as nobody takes it back. */
export const SHARE_DAYS = [1, 7, 30] as const;
const days = z.union([z.literal(1), z.literal(7), z.literal(30)]).nullable();

export const shareInputSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("recipe"), slug: z.string().min(1).max(80), days }),
  z.object({
    kind: z.literal("list"),
    title: z.string().trim().min(1).max(120),
    list: sharedListSchema,
    days,
  }),
  /** The week that holds a day. */
  z.object({ kind: z.literal("week"), day: daySchema, title: z.string().trim().min(1).max(120), days }),
]);
export type ShareInput = z.infer<typeof shareInputSchema>;

/** A link for reading, as its maker sees it. */
export const shareLinkSchema = z.object({
  id: z.uuid(),
  kind: z.enum(["recipe", "list", "week"]),
  title: z.string(),
  /** On this server; the address before it is the browser's, or the one in the settings. */
  path: z.string(),
  createdAt: z.iso.datetime(),
  /** Null for one that does not expire. */
  expiresAt: z.iso.datetime().nullable(),
});
export type ShareLink = z.infer<typeof shareLinkSchema>;

export const shareSettingsSchema = z.object({
  isAllowed: z.boolean(),
  /** Where the server can be reached from elsewhere, "https://food.example"; "" for nowhere. */
  address: z
    .string()
    .trim()
    .max(200)
    .regex(/^(?:https?:\/\/[^\s/?#]+)?$/),
});
export type ShareSettings = z.infer<typeof shareSettingsSchema>;
