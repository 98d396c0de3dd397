import { z } from "zod";

export const DEVICE_KINDS = ["phone", "tablet", "computer", "server"] as const;
export const BROWSER_KINDS = ["chrome", "firefox", "safari", "edge", "other", "none"] as const;

/** What is told of where a detection ran: its kind and the browser's, no model, version or name. */
export const seenOnSchema = z.object({ device: z.enum(DEVICE_KINDS), browser: z.enum(BROWSER_KINDS) });
export type SeenOn = z.infer<typeof seenOnSchema>;
